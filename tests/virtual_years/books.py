"""What stands in the ledger after years, compared with what the machine went through."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.domain.calendar import deadline
from bot.services.cohort_settings import Wishes
from storage.database import Database
from storage.tables.cohorts import timetable_days
from storage.tables.ledger import ledger
from storage.tables.people import rooms, spaces
from storage.tables.study import excused_days

PATIENCE = timedelta(hours=18)
_LANDING = timedelta(seconds=15)
Stretch = tuple[datetime, datetime]
Arrivals = Mapping[tuple[str, str], Sequence[datetime]]


@dataclass(slots=True)
class Known:
    """What the machine went through, by the bot's own clock; and what each cohort was promised."""

    awake: list[Stretch] = field(default_factory=list)
    outages: list[Stretch] = field(default_factory=list)
    expected_outages: list[Stretch] = field(default_factory=list)
    deaths: int = 0
    planned: dict[int, tuple[Wishes, list[tuple[date, datetime, int]]]] = field(default_factory=dict)
    seated: dict[int, int] = field(default_factory=dict)
    looked_after: date = date.min


@dataclass(frozen=True, slots=True)
class Books:
    """The figures; `wrong` is empty when every occurrence came to one right end."""

    cohorts: int
    occurrences: int
    sent: int
    late: int
    skipped: int
    excused: int
    outages: int
    deaths: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    occurrence: str
    cohort_id: int
    day: date
    state: str
    due_at: datetime
    failure: str
    settled_at: datetime | None
    arrivals: tuple[datetime, ...]


async def read(database: Database, arrivals: Arrivals, known: Known, end: datetime) -> Books:
    """The books at an instant at which nothing is due any more."""
    async with database.read() as connection:
        stored = await connection.execute(
            select(ledger, spaces.c.external_id, rooms.c.channel)
            .outerjoin(rooms, rooms.c.id == ledger.c.room_id)
            .outerjoin(spaces, spaces.c.id == rooms.c.space_id)
            .where(ledger.c.kind == "post")  # digests come by rules of their own
        )
        keys = {key: tuple(times) for (_, key), times in arrivals.items() if key.startswith("post:")}
        rows = [
            _Row(
                row.occurrence,
                row.cohort_id,
                row.day,
                row.state,
                row.due_at,
                row.failure,
                row.settled_at,
                keys.pop(row.occurrence, ()),
            )
            for row in stored
        ]
        excuses = await connection.execute(select(excused_days.c.cohort_id, excused_days.c.day))
        excused = {(cohort_id, day) for cohort_id, day in excuses}
        days = (
            await connection.execute(select(timetable_days).where(timetable_days.c.posts_at <= end))
        ).all()
    sent = [row for row in rows if row.state == "sent"]
    return Books(
        cohorts=len(known.planned),
        occurrences=len(rows),
        sent=len(sent),
        late=sum(row.arrivals[0] - row.due_at > _LANDING for row in sent if row.arrivals),
        skipped=len(rows) - len(sent),
        excused=len(excused),
        outages=len(known.outages),
        deaths=known.deaths,
        wrong=(
            *(f"a message of no row: {key}" for key in keys),
            *(
                f"an outage that was not noticed: {each}"
                for each in known.expected_outages
                if each not in known.outages
            ),
            *_wrong_rows(rows, known),
            *_wrong_dates(rows, days, known, end),
            *_wrong_times(known),
            *_wrong_excuses(rows, days, known, excused),
        ),
    )


def _wrong_rows(rows: Sequence[_Row], known: Known) -> Iterator[str]:
    """One final state, one message where it is `sent`, and the late policy."""
    for row in rows:
        ends = row.due_at + PATIENCE
        if row.state not in ("sent", "skipped_late"):
            yield f"no final state: {row}"
        elif len(row.arrivals) != (row.state == "sent"):
            yield f"{len(row.arrivals)} messages: {row}"
        elif row.state == "sent" and not row.due_at <= row.arrivals[0] < ends:
            yield f"too early or too late: {row}"
        elif row.state == "skipped_late" and _was_awake(known.awake, row.due_at, ends, row.settled_at):
            yield f"could have been posted: {row}"


def _was_awake(
    awake: Sequence[Stretch], begins: datetime, ends: datetime, settled_at: datetime | None
) -> bool:
    """Before it was given up: a clock that is put back afterwards shows hours again that were over."""
    for since, until in awake:
        if since <= ends and until >= begins and min(until, ends) - max(since, begins) > _LANDING:
            return True
        if settled_at is not None and since <= settled_at <= until:
            return False
    return False


def _wrong_dates(rows: Sequence[_Row], days: Sequence[object], known: Known, end: datetime) -> Iterator[str]:
    """Where the roadmap goes on, each planned date has its row; where it waits, each lesson is told once."""
    entered = {(row.cohort_id, row.day): row for row in rows}
    numbers = {(day.cohort_id, day.day): day.number for day in days}  # type: ignore[attr-defined]
    for cohort_id, (wishes, planned) in known.planned.items():
        if wishes.late == "skip":
            for day, posts_at, _ in planned:
                if posts_at <= end and (cohort_id, day) not in entered:
                    yield f"never entered: {cohort_id} {day}"
            continue
        told = [
            numbers.get((row.cohort_id, row.day))
            for row in sorted((row for row in rows if row.cohort_id == cohort_id), key=lambda row: row.day)
            if row.failure != "moved"
        ]
        if told != list(range(1, len(told) + 1)):
            yield f"lessons out of order: {cohort_id} {told}"
    yield from (
        f"entered {times} times: {key}"
        for key, times in Counter(row.occurrence for row in rows).items()
        if times > 1
    )


def _wrong_times(known: Known) -> Iterator[str]:
    """The zone's clock shows the wished time at each post, unless it skips it on that day."""
    for cohort_id, (wishes, planned) in known.planned.items():
        zone = ZoneInfo(wishes.zone)
        for day, posts_at, _ in planned:
            shown = posts_at.astimezone(zone)
            skipped = (posts_at - timedelta(hours=3)).astimezone(zone).utcoffset() != shown.utcoffset()
            if (shown.date(), shown.time()) != (day, wishes.at) and not skipped:
                yield f"posted at {shown}: {cohort_id} {day}"


def _wrong_excuses(
    rows: Sequence[_Row], days: Sequence[object], known: Known, excused: set[tuple[int, date]]
) -> Iterator[str]:
    """Excused are the days of whose window more than half was lost, and those that the roadmap has left."""
    moved = {(row.cohort_id, row.day) for row in rows if row.failure == "moved"}
    wanted = set(moved)
    for day in days:
        zone = known.planned[day.cohort_id][0].zone  # type: ignore[attr-defined]
        closes = deadline(day.posts_at, zone)  # type: ignore[attr-defined]
        if _lost(known.outages, day.posts_at, closes) * 2 > closes - day.posts_at:  # type: ignore[attr-defined]
            wanted.add((day.cohort_id, day.day))  # type: ignore[attr-defined]
    yield from (f"excused without a reason: {each}" for each in sorted(excused - wanted))
    yield from (f"not excused: {each}" for each in sorted(wanted - excused))


def _lost(outages: Sequence[Stretch], begins: datetime, ends: datetime) -> timedelta:
    shares = (min(until, ends) - max(since, begins) for since, until in outages)
    return sum((share for share in shares if share > timedelta()), timedelta())
