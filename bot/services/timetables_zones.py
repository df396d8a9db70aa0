"""When the rules of a time zone change, posts to come move to where clocks will show their time."""

from importlib.metadata import version

from bot.clock import Clock
from bot.domain.calendar import occurrence
from bot.services.timetables import post_time
from storage.database import Database
from storage.repositories.cohorts_writing import change_cohort, plan_next_post
from storage.repositories.memberships import drop_standings
from storage.repositories.remembered import remember, remembered
from storage.repositories.timetables import move_posts, running_cohorts, timetable

_IN_USE = "tzdata"


class ZoneRules:
    """Compares the zone data in use with that of the last time."""

    def __init__(self, database: Database, clock: Clock, in_use: str | None = None) -> None:
        self._database = database
        self._clock = clock
        self._in_use = in_use or version("tzdata")

    async def follow(self) -> int:
        """Moves the posts ahead if the rules are new; returns how many cohorts that touched."""
        async with self._database.read() as connection:
            if await remembered(connection, _IN_USE) == self._in_use:
                return 0
            cohorts = await running_cohorts(connection)
        moved = 0
        for cohort_id, zone, minutes in cohorts:
            moved += await self._move(cohort_id, zone, minutes)
        async with self._database.write() as connection:
            await remember(connection, _IN_USE, self._in_use)
        return moved

    async def _move(self, cohort_id: int, zone: str, minutes: int) -> bool:
        now, at = self._clock.now(), post_time(minutes)
        async with self._database.write() as connection:
            rows = await timetable(connection, cohort_id)
            ahead = [row for row in rows if row.posts_at > now and row.frozen_at is None]
            wished = {row.day: occurrence(row.day, at, zone) for row in ahead}
            moved = {row.day: wished[row.day] for row in ahead if row.posts_at != wished[row.day]}
            if moved:
                await move_posts(connection, cohort_id, moved)
                await plan_next_post(connection, cohort_id)
                await change_cohort(connection, cohort_id)
                await drop_standings(connection, cohort_id=cohort_id)
        return bool(moved)
