"""Joining and leaving a cohort. Leaving keeps the history for thirty days; joining again takes it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.errors import Conflict
from bot.domain.nudging import ReminderWish
from bot.services.access import cohort_to_see, own_cohort
from bot.services.asker import Asker
from bot.services.people import Wishes, apply_wishes, own_settings
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow
from storage.repositories.memberships import (
    add_membership,
    drop_standings,
    forget_departed,
    leave,
    membership,
    rejoin,
)
from storage.repositories.reminders import look_again
from storage.repositories.timetables import next_study_date

KEPT = timedelta(days=30)


class Arrival(Enum):
    """How somebody came to be in a cohort."""

    NEW = "new"
    BACK = "back"
    ALREADY = "already"


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody is in a cohort; `next_post_at` is None when nothing more will be posted."""

    cohort_id: int
    cohort: str
    zone: str
    reminder: ReminderWish | None
    listed: bool
    arrival: Arrival
    next_post_at: datetime | None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left; their history is kept until `kept_until`."""

    cohort_id: int
    cohort: str
    kept_until: datetime


class Joining:
    """Lets people in and out of cohorts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def join(self, asker: Asker, wanted: str, wishes: Wishes) -> Joined:
        """Makes the asker a member from now on; days posted before never count against them.

        Somebody who is one already changes their settings by it. Raises Conflict(`cohort_not_open`).
        """
        async with self._database.write() as connection:
            cohort = await cohort_to_see(connection, asker, wanted)
            _refuse_unless_open(cohort)
            await apply_wishes(connection, asker, wishes)
            arrival = await _let_in(connection, asker, cohort)
            await look_again(connection, asker.at, person_id=asker.person_id)
            upcoming = await next_study_date(connection, cohort.id, asker.at)
            own = await own_settings(connection, asker.person_id)
            return Joined(
                cohort_id=cohort.id,
                cohort=cohort.name,
                zone=own.zone or cohort.zone,
                reminder=own.reminder,
                listed=own.listed,
                arrival=arrival,
                next_post_at=None if upcoming is None else upcoming.posts_at,
            )

    async def leave(self, asker: Asker, wanted: str) -> Left:
        """Takes the asker out of a cohort; raises Conflict(`not_a_member`)."""
        async with self._database.write() as connection:
            cohort, member = await own_cohort(connection, asker, wanted)
            await leave(connection, member.id, asker.at)
            return Left(cohort.id, cohort.name, asker.at + KEPT)

    async def forget_departed(self, now: datetime) -> int:
        """Deletes what is left of memberships that ended thirty days ago; returns how many."""
        async with self._database.write() as connection:
            return await forget_departed(connection, now - KEPT)


async def _let_in(connection: Connection, asker: Asker, cohort: CohortRow) -> Arrival:
    known = await membership(connection, cohort.id, asker.person_id)
    if known is None:
        await add_membership(connection, cohort.id, asker.person_id, asker.at, asker.platform)
        return Arrival.NEW
    if known.left_at is None:
        return Arrival.ALREADY
    await rejoin(connection, known.id, asker.platform)
    await drop_standings(connection, cohort_id=cohort.id, person_id=asker.person_id)
    return Arrival.BACK


def _refuse_unless_open(cohort: CohortRow) -> None:
    if cohort.state not in {"running", "paused"}:
        raise Conflict("cohort_not_open", cohort=cohort.name, state=cohort.state)
