"""The weekly digest of a cohort, for all its rooms, and the private summary for its admin.

Both come on Sunday at 18:00 in the cohort's zone, after a week in which something was posted. A cohort is
looked at when its `digest_at` has come, and the next look is set to the Sunday after.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.domain.calendar import local, week_of
from bot.domain.digest_time import next_digest_time
from bot.domain.milestones import highest_reached
from bot.services.at_risk import AtRisk, at_risk
from bot.services.curricula import Curricula
from bot.services.features import features_of
from bot.services.ledger import Delivery
from bot.services.lessons_content import Heading, outlook_of
from bot.services.nudges import SUMMARY, Nudge, Telling, nudge
from bot.services.standings import Standings
from bot.services.team_streak import team_streak
from bot.services.timetables import unpacked_day
from bot.services.turnout import turnouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import last_admin
from storage.repositories.cohorts import CohortRow, cohort
from storage.repositories.cohorts_writing import rooms_of_cohort
from storage.repositories.digests import (
    DIGEST_LOOKS,
    ListedRow,
    due_digests,
    listed_members,
    plan_digest,
)
from storage.repositories.excused import cohort_days_off
from storage.repositories.ledger_entries import NewMessage, enter_message
from storage.repositories.people import person_known_as
from storage.repositories.timetables import DayRow, timetable

DIGEST = "digest"
WORTH = timedelta(hours=48)
_AT_ONCE = 50
_REFRESHED = 500
_GAP = 5
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Digest:
    """A week of a cohort. Only members who let themselves be listed are named, and never for a day missed.

    `milestones` are (study days, names), `team` is the team's streak, None where there is none. `ahead` is
    where in the roadmap the coming week begins, `due` the projects that end in it.
    """

    cohort_id: int
    cohort: str
    language: str
    first: date
    last: date
    done: int
    possible: int
    steady: tuple[str, ...]
    back: tuple[str, ...]
    milestones: tuple[tuple[int, tuple[str, ...]], ...]
    team: int | None
    ahead: tuple[Heading, ...]
    due: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Who of a cohort may need a kind word; for its admin."""

    cohort_id: int
    cohort: str
    language: str
    at_risk: tuple[AtRisk, ...]


class Digests:
    """Enters digests and summaries, and says what is in them."""

    def __init__(self, database: Database, curricula: Curricula, standings: Standings, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._standings = standings
        self._clock = clock

    async def next_look_at(self) -> datetime | None:
        """When a cohort's week ends next."""
        return await DIGEST_LOOKS.next(self._database.look)

    async def enter_due(self) -> int:
        """Enters what has come due, of some cohorts at a time; returns how many were looked at."""
        now = self._clock.now()
        async with self._database.read() as connection:
            due = await due_digests(connection, now, _AT_ONCE)
        for cohort_id in due:
            async with self._database.write() as connection:
                found = await cohort(connection, cohort_id)
                if found is not None:
                    await _enter(connection, found, now)
        return len(due)

    async def digests(self, deliveries: Sequence[Delivery]) -> dict[int, Digest]:
        """The digests behind ledger rows, by row."""
        now, found = self._clock.now(), {}
        for delivery in deliveries:
            row = delivery.row
            if row.cohort_id is not None and row.day is not None:
                await self._refresh(row.cohort_id, now)
                found[row.id] = await self.digest(row.cohort_id, row.day, now)
        return {row_id: digest for row_id, digest in found.items() if digest is not None}

    async def digest(self, cohort_id: int, last: date, now: datetime) -> Digest | None:
        """The week of a cohort that ends with `last`, a Sunday."""
        async with self._database.read() as connection:
            found = await cohort(connection, cohort_id)
            if found is None:
                return None
            days = await timetable(connection, cohort_id)
            week = [day for day in days if week_of(last) <= day.day <= last and day.posts_at <= now]
            earlier = [day for day in days if day.day < week_of(last)]
            before = earlier[-_GAP].day if len(earlier) >= _GAP else week_of(last)
            off = {row.day for row in await cohort_days_off(connection, cohort_id)}
            asked = [day.day for day in week if day.day not in off]
            listed = await listed_members(connection, cohort_id, before, week_of(last), last, asked)
            counted = await turnouts(connection, cohort_id, week)
            team = await team_streak(connection, found, now)
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        planned = [unpacked_day(day.planned) for day in days if last < day.day <= last + _WEEK]
        return Digest(
            cohort_id=found.id,
            cohort=found.name,
            language=found.language,
            first=week_of(last),
            last=last,
            done=sum(each.done for each in counted),
            possible=sum(each.possible for each in counted),
            steady=tuple(each.name for each in listed if asked and each.done_of_asked == len(asked)),
            back=tuple(each.name for each in listed if before < week_of(last) and _is_back(each)),
            milestones=_milestones(listed),
            team=team,
            ahead=outlook_of(roadmap, planned[0]).headings if planned else (),
            due=tuple(
                roadmap.projects[part.project].title
                for day in planned
                for part in day.projects
                if part.part == part.parts
            ),
        )

    async def summaries(self, tellings: Sequence[Telling]) -> dict[int, Summary]:
        """The summaries behind ledger rows, by row; none where everybody is fine."""
        now, found = self._clock.now(), {}
        for cohort_id in {telling.row.cohort_id for telling in tellings}:
            await self._refresh(cohort_id, now)
        async with self._database.read() as connection:
            for telling in tellings:
                of = await cohort(connection, telling.row.cohort_id)
                risks = () if of is None else await at_risk(connection, of, now)
                if of is not None and risks:
                    found[telling.row.id] = Summary(of.id, of.name, of.language, risks)
        return found

    async def _refresh(self, cohort_id: int, now: datetime) -> None:
        while await self._standings.refresh_stale(now, _REFRESHED, cohort_id):
            pass


async def _enter(connection: Connection, found: CohortRow, now: datetime) -> None:
    """Enters a cohort's digest and summary after a week with posts, and plans the next look."""
    due, days = found.digest_at, await timetable(connection, found.id)
    if due is None or due > now:  # another platform's turn has seen to it meanwhile
        return
    last, features = local(due, found.zone).date(), features_of(found.features)
    goes_on = found.state == "paused" or (found.state == "running" and days and days[-1].day > last)
    await plan_digest(connection, found.id, next_digest_time(now, found.zone) if goes_on else None)
    if now >= due + WORTH or not _has_week(days, last, due):
        return
    if features.digest:
        for room in await rooms_of_cohort(connection, found.id):
            await enter_message(
                connection, NewMessage(DIGEST, found.id, last, "0", room.id, {}), due, due + WORTH
            )
    if features.summary:
        await _enter_summary(connection, found, last, due, now)


def _has_week(days: Sequence[DayRow], last: date, due: datetime) -> bool:
    return any(week_of(last) <= day.day <= last and day.posts_at <= due for day in days)


async def _enter_summary(
    connection: Connection, found: CohortRow, last: date, due: datetime, now: datetime
) -> None:
    rooms = await rooms_of_cohort(connection, found.id)
    if not rooms or not await at_risk(connection, found, now):
        return
    admin = await last_admin(connection, found.id, rooms[0].platform)
    who = None if admin is None else await person_known_as(connection, rooms[0].platform, admin[0])
    if who is not None:
        await nudge(connection, [Nudge(SUMMARY, who.id, found.id, last, who.zone or found.zone, due)], now)


def _is_back(member: ListedRow) -> bool:
    """Whether somebody has come again after a while of nothing."""
    return member.done > 0 and member.done_before == 0 and member.counted > member.done


def _milestones(listed: Sequence[ListedRow]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Of each member the highest one they reached in the week, those of the same one together."""
    reached: dict[int, list[str]] = {}
    for each in listed:
        mark = highest_reached(each.counted - each.done, each.counted)
        if mark is not None:
            reached.setdefault(mark, []).append(each.name)
    return tuple((mark, tuple(names)) for mark, names in sorted(reached.items()))
