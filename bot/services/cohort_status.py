"""How a cohort is doing, for its admins only: what comes next, who took part, what went wrong."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.at_risk import AtRisk, at_risk
from bot.services.team_streak import team_streak
from storage.database import Database
from storage.repositories.cohorts_status import (
    FailureRow,
    done_on,
    failures,
    joined_instants,
    messages_since,
)
from storage.repositories.cohorts_writing import CohortRoomRow, rooms_of_cohort
from storage.repositories.timetables import (
    latest_day,
    next_study_date,
    study_days_count,
)

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Today:
    """The latest study day that was posted, and how many have done it of those who can."""

    day: date
    number: int
    done: int
    possible: int


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """A cohort's figures. `at_risk` names members who may need a kind word; it is for admins' eyes only."""

    cohort_id: int
    name: str
    state: str
    zone: str
    next_post_at: datetime | None
    study_days: int
    members: int
    today: Today | None
    team: int | None
    failures: tuple[FailureRow, ...]
    closed_rooms: tuple[CohortRoomRow, ...]
    at_risk: tuple[AtRisk, ...]
    messages_in_a_week: int


class CohortReports:
    """Answers how a cohort is doing. Asking changes nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def status(self, asker: Asker, wanted: str) -> CohortStatus:
        """The figures of now and of the last seven days."""
        now = self._clock.now()
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            joined = await joined_instants(connection, found.id)
            upcoming = await next_study_date(connection, found.id, now)
            latest = await latest_day(connection, found.id, now)
            today = None
            if latest is not None:
                done = await done_on(connection, found.id, latest.day)
                able = len([instant for instant in joined if instant <= latest.posts_at])
                today = Today(latest.day, latest.number, done, max(able, done))
            rooms = await rooms_of_cohort(connection, found.id)
            return CohortStatus(
                cohort_id=found.id,
                name=found.name,
                state=found.state,
                zone=found.zone,
                next_post_at=None if upcoming is None else upcoming.posts_at,
                study_days=await study_days_count(connection, found.id),
                members=len(joined),
                today=today,
                team=await team_streak(connection, found, now),
                failures=tuple(await failures(connection, found.id, now - _WEEK)),
                closed_rooms=tuple(room for room in rooms if room.paused_because),
                at_risk=await at_risk(connection, found, now),
                messages_in_a_week=await messages_since(connection, found.id, now - _WEEK),
            )
