"""How a cohort is doing, for its admins only: what comes next, who took part, what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from storage.database import Database
from storage.repositories.cohorts_status import (
    FailureRow,
    MemberRow,
    done_on,
    failures,
    members,
    messages_since,
)
from storage.repositories.cohorts_writing import CohortRoomRow, rooms_of_cohort
from storage.repositories.timetables import (
    StudyDateRow,
    latest_day,
    next_study_date,
    study_dates,
    study_days_count,
)

_WEEK = timedelta(days=7)
_QUIET_AFTER = 3
_LOW_MOMENTUM = 0.35
_ENOUGH_DAYS = 5


@dataclass(frozen=True, slots=True)
class Today:
    """The latest study day that was posted, and how many have done it of those who can."""

    day: date
    number: int
    done: int
    possible: int


@dataclass(frozen=True, slots=True)
class CohortStatus:
    """A cohort's figures. `quiet` names members who may need a kind word; it is for admins' eyes only."""

    cohort_id: int
    name: str
    state: str
    zone: str
    next_post_at: datetime | None
    study_days: int
    members: int
    today: Today | None
    failures: tuple[FailureRow, ...]
    rooms: tuple[CohortRoomRow, ...]
    quiet: tuple[str, ...]
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
            present = await members(connection, found.id)
            upcoming = await next_study_date(connection, found.id, now)
            latest = await latest_day(connection, found.id, now)
            posted = await study_dates(connection, found.id, now)
            today = None
            if latest is not None:
                done = await done_on(connection, found.id, latest.day)
                able = len([each for each in present if each.joined_at <= latest.posts_at])
                today = Today(latest.day, latest.number, done, max(able, done))
            rooms = await rooms_of_cohort(connection, found.id)
            return CohortStatus(
                cohort_id=found.id,
                name=found.name,
                state=found.state,
                zone=found.zone,
                next_post_at=None if upcoming is None else upcoming.posts_at,
                study_days=await study_days_count(connection, found.id),
                members=len(present),
                today=today,
                failures=tuple(await failures(connection, found.id, now - _WEEK)),
                rooms=tuple(rooms),
                quiet=tuple(each.name for each in present if is_quiet(each, posted)),
                messages_in_a_week=await messages_since(connection, found.id, now - _WEEK),
            )


def is_quiet(member: MemberRow, posted: Sequence[StudyDateRow]) -> bool:
    """Whether a member has not been heard of on the last three days before today's, or has lost momentum."""
    recent = posted[-_QUIET_AFTER - 1 : -1]
    if member.possible is not None and member.possible >= _ENOUGH_DAYS and member.momentum is not None:
        low = member.momentum < _LOW_MOMENTUM
    else:
        low = False
    if len(recent) < _QUIET_AFTER or member.joined_at > recent[0].posts_at:
        return low
    return low or member.last_day is None or member.last_day < recent[0].day
