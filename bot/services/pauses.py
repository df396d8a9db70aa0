"""A member's own pauses: declaring one, and coming back before it is over."""

from datetime import date

from bot.clock import Clock
from bot.domain.calendar import own_day
from bot.domain.errors import Conflict
from bot.domain.streak_pause import ended, valid_pause
from bot.domain.streak_windows import clock_at
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.learners import Learners, Studies
from bot.services.once import once
from bot.services.study_facts import Rested, Resumed
from bot.services.study_windows import coming_window, whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.pauses import add_pause, shortening
from storage.repositories.standings import storing
from storage.running import OnConnection


class Pauses:
    """Lets members rest without losing anything."""

    def __init__(self, database: Database, clock: Clock, learners: Learners) -> None:
        self._database = database
        self._clock = clock
        self._learners = learners

    async def pause(self, asker: Asker, first: date | None, last: date | None, cohort: str) -> Rested:
        """Declares a pause from `first` (today by default) to `last` (as long as the policy allows).

        Raises what `valid_pause` and `own_cohort` raise, and Conflict (`said_twice`).
        """
        async with self._database.write() as connection:
            await once(connection, asker)
            studies = await self._studies(connection, asker, cohort)
            course, first = studies.course, first or _today(studies, asker)
            pause = valid_pause(
                course.timetable,
                studies.learner,
                first,
                last or _longest(studies, first),
                asker.at,
                course.policy,
            )
            await add_pause(connection, studies.member.id, pause.first, pause.last, asker.at)
            studies.with_pauses([*studies.learner.pauses, pause])
            await self._keep(connection, studies, asker)
        return Rested(
            where=whereabouts(studies),
            first=pause.first,
            last=pause.last,
            days=sum(1 for each in course.timetable if each.day in pause),
            back_on=next((each.day for each in course.timetable if each.day > pause.last), None),
        )

    async def resume(self, asker: Asker, cohort: str) -> Resumed:
        """Ends the pause that runs, or takes back the next one; what was posted by now stays excused.

        Raises Conflict (`not_paused`, `said_twice`) and what `own_cohort` raises.
        """
        async with self._database.write() as connection:
            await once(connection, asker)
            studies = await self._studies(connection, asker, cohort)
            for pause in studies.learner.pauses:
                left = ended(pause, studies.course.timetable, asker.at)
                if left != pause and pause.last >= _today(studies, asker):
                    break
            else:
                raise Conflict("not_paused", cohort=studies.course.name)
            last = None if left is None else left.last
            studies.end_pause(pause, last)
            runs = OnConnection(connection)
            await runs.run(shortening(studies.member.id, pause.first, last))
            await self._keep(connection, studies, asker)
        return Resumed(whereabouts(studies), coming_window(studies, asker.at))

    async def _studies(self, connection: Connection, asker: Asker, cohort: str) -> Studies:
        meant, _ = await own_cohort(connection, asker, cohort)
        return await self._learners.read_whole(OnConnection(connection), (asker.person_id, meant.id))

    async def _keep(self, connection: Connection, studies: Studies, asker: Asker) -> None:
        now = max(asker.at, self._clock.now())
        await OnConnection(connection).run(storing([studies.cached(studies.standing(now), now)]))


def _today(studies: Studies, asker: Asker) -> date:
    zone, rollover = clock_at(studies.learner, asker.at)
    return own_day(asker.at, rollover, zone)


def _longest(studies: Studies, first: date) -> date:
    ahead = [each.day for each in studies.course.timetable if each.day >= first]
    allowed = ahead[: studies.course.policy.longest_pause]
    return allowed[-1] if allowed else first
