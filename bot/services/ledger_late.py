"""The late policy of cohorts whose roadmap waits: what was missed while nobody could post is laid out again.

Where the roadmap goes on with the calendar instead, the ledger itself passes over what has expired.
"""

from datetime import datetime, timedelta

from bot.services.curricula import Curricula
from bot.services.outages import OUTAGE, make_amends
from bot.services.timetables import layout, save_layout
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow, cohort
from storage.repositories.cohorts_writing import change_cohort
from storage.repositories.excused import ExcusedRow, excuse_cohort
from storage.repositories.ledger_due import late_shifting_cohorts
from storage.repositories.ledger_entries import enter_missed
from storage.repositories.memberships import drop_standings
from storage.repositories.timetables import DayRow, unfrozen_until

_AT_ONCE = 50
_MOMENT = timedelta(microseconds=1)
_ONE_DAY = timedelta(days=1)


class LatePosts:
    """Moves the study days that expired unposted, for cohorts that want it so."""

    def __init__(self, database: Database, curricula: Curricula) -> None:
        self._database = database
        self._curricula = curricula

    async def let_roadmaps_wait(self, now: datetime, patience: timedelta) -> None:
        """Lays out again what expired before `now`: a post does with the next one, or after `patience`."""
        seen: set[int] = set()
        while True:
            async with self._database.read() as connection:
                found = await late_shifting_cohorts(connection, now, patience, _AT_ONCE)
            fresh = [cohort_id for cohort_id in found if cohort_id not in seen]
            if not fresh:
                return
            for cohort_id in fresh:
                await self._let_wait(cohort_id, now, patience)
            await make_amends(self._database, now, now)  # a lesson may now lie on a day that is mostly over
            seen.update(fresh)

    async def _let_wait(self, cohort_id: int, now: datetime, patience: timedelta) -> None:
        async with self._database.read() as connection:
            found = await cohort(connection, cohort_id)
        if found is None:
            return
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        async with self._database.write() as connection:
            current = await cohort(connection, cohort_id)
            if current is None or current.state != "running":
                return
            missed = _missed(await unfrozen_until(connection, cohort_id, now), now, patience)
            if not missed:
                return
            movable_after = missed[0].posts_at - _MOMENT
            ahead = await layout(
                connection,
                current,
                roadmap,
                now,
                movable_after=movable_after,
                not_before=missed[-1].day + _ONE_DAY,
            )
            await save_layout(connection, cohort_id, ahead, movable_after)
            await _note(connection, current, missed, now)


def _missed(due: list[DayRow], now: datetime, patience: timedelta) -> list[DayRow]:
    """Those after which another was due already, and the last one if it has waited too long."""
    return [*due[:-1], *(day for day in due[-1:] if day.posts_at + patience <= now)]


async def _note(connection: Connection, found: CohortRow, missed: list[DayRow], now: datetime) -> None:
    days = [day.day for day in missed]
    await enter_missed(connection, found.id, missed, now)
    await excuse_cohort(connection, found.id, [ExcusedRow(day, OUTAGE, "") for day in days], now)
    await change_cohort(connection, found.id)
    await drop_standings(connection, cohort_id=found.id)
