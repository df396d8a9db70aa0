"""Choosing how to keep up: with the group, or by a plan of one's own, which can be changed at any time."""

from datetime import datetime

from bot.domain.catching_up import Way
from bot.domain.errors import Conflict
from bot.domain.streak import explain
from bot.domain.study_log import Mode
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.learners import Learners, Studies
from bot.services.study_facts import Chosen, KeepingUp
from bot.services.study_pace import keeping_up
from bot.services.study_windows import study_day, whereabouts
from storage.database import Database
from storage.repositories.memberships import keep_up
from storage.running import OnConnection


class CatchingUp:
    """Keeps what members choose; the plan itself is read off their days whenever somebody looks."""

    def __init__(self, database: Database, learners: Learners) -> None:
        self._database = database
        self._learners = learners

    async def state(self, asker: Asker, wanted: str) -> KeepingUp:
        """How the asker keeps up; raises what `own_cohort` raises."""
        async with self._database.read() as connection:
            cohort, _ = await own_cohort(connection, asker, wanted)
            studies = await self._learners.read_whole(OnConnection(connection), (asker.person_id, cohort.id))
        return state_of(studies, asker.at, studies.way)

    async def choose(self, asker: Asker, wanted: str, way: Way) -> Chosen:
        """Lets the asker keep up that way from now on.

        Raises Conflict (`no_catching_up` where weeks are counted, `no_own_plans` where admins want none), and
        what `own_cohort` raises. To go with the group is always fine.
        """
        async with self._database.write() as connection:
            cohort, member = await own_cohort(connection, asker, wanted)
            studies = await self._learners.read_whole(OnConnection(connection), (asker.person_id, cohort.id))
            state = state_of(studies, asker.at, way)
            if way is not Way.GROUP and not state.may_plan:
                is_weekly = studies.course.policy.mode is Mode.WEEKLY
                code = "no_catching_up" if is_weekly else "no_own_plans"
                raise Conflict(code, cohort=cohort.name)
            await keep_up(connection, member.id, way)
        first = study_day(studies.course, state.turns[0].topic) if state.turns else None
        return Chosen(whereabouts(studies), state, first)


def state_of(studies: Studies, at: datetime, way: Way) -> KeepingUp:
    """How a member keeps up, read off their whole studies."""
    return keeping_up(studies, explain(studies.windows, at), at, way)
