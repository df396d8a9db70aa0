"""How a cohort is doing, for its admins only: what comes next, who took part, what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.at_risk import AtRisk, at_risk
from bot.services.standings import AT_ONCE, Standings
from bot.services.team_streak import team_streak
from bot.services.turnout import Turnout, turnouts
from storage.database import Database
from storage.repositories.cohorts_status import (
    FailureRow,
    failures,
    messages_since,
    momentum_of_members,
)
from storage.repositories.cohorts_writing import CohortRoomRow, rooms_of_cohort
from storage.repositories.timetables import next_study_date, study_dates

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """A cohort's figures. `turnout` are all days posted so far, the latest last, `to_come` the others.

    `at_risk` names members who may need a kind word; it is for admins' eyes only. `momentum` is the members'
    mean.
    """

    cohort_id: int
    name: str
    state: str
    zone: str
    next_post_at: datetime | None
    members: int
    momentum: float
    turnout: tuple[Turnout, ...]
    to_come: tuple[date, ...]
    failures: tuple[FailureRow, ...]
    rooms: tuple[CohortRoomRow, ...]
    team: int | None
    at_risk: tuple[AtRisk, ...]
    messages_in_a_week: int

    @property
    def study_days(self) -> int:
        """How many the timetable has."""
        return len(self.turnout) + len(self.to_come)

    @property
    def today(self) -> Turnout | None:
        """The latest day that was posted."""
        return self.turnout[-1] if self.turnout else None

    @property
    def attendance(self) -> float | None:
        """The share done of what could be done before the latest day, from 0 to 1; None on the first."""
        over = self.turnout[:-1]
        possible = sum(day.possible for day in over)
        return sum(day.done for day in over) / possible if possible else None


class CohortReports:
    """Answers how a cohort is doing. Asking changes no answer."""

    def __init__(self, database: Database, clock: Clock, standings: Standings) -> None:
        self._database = database
        self._clock = clock
        self._standings = standings

    async def status(self, asker: Asker, wanted: str) -> CohortStatus:
        """The figures of now and of the last seven days."""
        now = self._clock.now()
        async with self._database.read() as connection:
            cohort_id = (await cohort_to_administer(connection, asker, wanted)).id
        await self._standings.refresh_stale(now, AT_ONCE, cohort_id)
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, str(cohort_id))
            momentum = await momentum_of_members(connection, found.id)
            upcoming = await next_study_date(connection, found.id, now)
            dates = await study_dates(connection, found.id)
            posted = [date for date in dates if date.posts_at <= now]
            rooms = await rooms_of_cohort(connection, found.id)
            return CohortStatus(
                cohort_id=found.id,
                name=found.name,
                state=found.state,
                zone=found.zone,
                next_post_at=None if upcoming is None else upcoming.posts_at,
                members=len(momentum),
                momentum=_mean([each for each in momentum if each is not None]),
                turnout=tuple(await turnouts(connection, found.id, posted)),
                to_come=tuple(date.day for date in dates[len(posted) :]),
                failures=tuple(await failures(connection, found.id, now - _WEEK)),
                rooms=tuple(rooms),
                team=await team_streak(connection, found, now),
                at_risk=await at_risk(connection, found, now),
                messages_in_a_week=await messages_since(connection, found.id, now - _WEEK),
            )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
