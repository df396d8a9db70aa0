"""Signs of life, and what their absence means: days that nobody could well check in for are excused."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.calendar import deadline
from storage.database import Database
from storage.repositories.excused import ExcusedRow, excuse_cohort
from storage.repositories.memberships import drop_standings
from storage.repositories.outages import (
    OutageRow,
    TouchedDay,
    add_outage,
    days_posted_between,
    outages_since,
    raise_revisions,
)
from storage.repositories.remembered import remember, remembered

OUTAGE = "outage"
TOLERATED = timedelta(minutes=5)
_BEAT = timedelta(minutes=1)
_LONGEST_WINDOW = timedelta(hours=36)
_AT_ONCE = 200
_HEARTBEAT = "heartbeat"


class Outages:
    """Notes when it was alive, and makes amends for when it was not.

    `last_beat` is the last sign of life of this process that is durable (aware UTC), None before the first.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self.last_beat: datetime | None = None
        self._owes_amends = True  # the process before this one may have ended before it could make them

    async def beat(self) -> OutageRow | None:
        """A sign of life, to be given at least every minute. Returns the outage that it ends, if any."""
        now = self._clock.now()
        if self.last_beat is not None and timedelta() <= now - self.last_beat < _BEAT:
            return None  # where the clock was put back, what is written would hide an outage from now on
        async with self._database.write() as connection:
            written = await remembered(connection, _HEARTBEAT)
            await remember(connection, _HEARTBEAT, now.isoformat())
            last = now if written is None else datetime.fromisoformat(written)
            outage = OutageRow(last, now)
            if is_outage := now - last > TOLERATED:
                await add_outage(connection, outage)
        self.last_beat = now
        self._owes_amends |= is_outage
        if self._owes_amends:
            await self._make_amends(outage.began_at, now)
            self._owes_amends = False
        return outage if is_outage else None

    async def moved(self) -> None:
        """The clock was moved by hand: the time in between was no outage."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await remember(connection, _HEARTBEAT, now.isoformat())
        self.last_beat = now

    async def _make_amends(self, began: datetime, ended: datetime) -> None:
        await make_amends(self._database, began, ended)


async def make_amends(database: Database, began: datetime, ended: datetime) -> None:
    """Excuses the days due around this time that were mostly lost to outages, whichever those were.

    To be called after an outage, and when lessons were laid out into the time of one.
    """
    async with database.read() as connection:
        known = await outages_since(connection, began - _LONGEST_WINDOW)
        if not known:
            return
        since = min(outage.began_at for outage in known) - _LONGEST_WINDOW
        touched = await days_posted_between(connection, since, ended)
    excused = [day for day in touched if is_mostly_lost(day, known)]
    for start in range(0, len(excused), _AT_ONCE):
        await _excuse(database, excused[start : start + _AT_ONCE], ended)


async def _excuse(database: Database, days: Sequence[TouchedDay], now: datetime) -> None:
    async with database.write() as connection:
        changed = {
            day.cohort_id
            for day in days
            if await excuse_cohort(connection, day.cohort_id, [ExcusedRow(day.day, OUTAGE, "")], now)
        }
        for cohort_id in changed:
            await drop_standings(connection, cohort_id=cohort_id)
        await raise_revisions(connection, changed)


def is_mostly_lost(day: TouchedDay, outages: Iterable[OutageRow]) -> bool:
    """Whether more than half of the day's window, on the cohort's own clock, lay in outages."""
    closes = deadline(day.posts_at, day.zone)
    lost = sum(
        (
            max(timedelta(), min(outage.ended_at, closes) - max(outage.began_at, day.posts_at))
            for outage in outages
        ),
        timedelta(),
    )
    return lost * 2 > closes - day.posts_at
