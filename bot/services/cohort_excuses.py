"""Days of one member that an admin excuses, before or after the fact: illness, a journey. Streaks follow."""

from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.domain.errors import Conflict, Invalid, NotFound
from bot.interface.address import PersonRef
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.once import once
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import AuditRow, record
from storage.repositories.excused import excuse_member, take_back_excuse
from storage.repositories.memberships import MembershipRow, drop_standings, membership
from storage.repositories.people import person_known_as
from storage.repositories.timetables import study_dates

EXCUSED = "cohort_excuse"
TAKEN_BACK = "cohort_excuse_undone"
_CLOSED = frozenset({"draft", "deleted"})


@dataclass(frozen=True, slots=True)
class Excused:
    """The study days that are excused now and were not before. `audit_id` names it for taking it back."""

    cohort_id: int
    cohort: str
    member: str
    days: tuple[date, ...]
    audit_id: int


class CohortExcuses:
    """Excuses days of single members."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def excuse(
        self, asker: Asker, wanted: str, member: PersonRef, first: date, last: date | None, reason: str
    ) -> Excused:
        """Excuses a member's study days from `first` to `last`, both included; by itself `first` is one day.

        Raises Invalid (`excuse_backwards`, `excuse_no_study_days`), NotFound(`no_such_member`) and Conflict
        (`cannot_excuse`, `excused_already`).
        """
        now, last = self._clock.now(), last or first
        if last < first:
            raise Invalid("excuse_backwards", first=first, last=last)
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            if found.state in _CLOSED:
                raise Conflict("cannot_excuse", cohort=found.name, state=found.state)
            theirs = await _member(connection, asker, found.id, found.name, member)
            dates = await study_dates(connection, found.id)
            days = [row.day for row in dates if first <= row.day <= last]
            if not days:
                raise Invalid("excuse_no_study_days", first=first, last=last)
            await once(connection, asker)
            added = await excuse_member(connection, theirs.id, found.id, days, reason, now)
            if not added:
                raise Conflict("excused_already", name=member.name)
            await drop_standings(connection, cohort_id=found.id, person_id=theirs.person_id)
            details = {"person": theirs.person_id, "days": [day.isoformat() for day in added]}
            audit_id = await record(
                connection,
                now,
                EXCUSED,
                space_id=found.space_id,
                cohort_id=found.id,
                person_id=asker.person_id,
                details=details,
            )
        return Excused(found.id, found.name, member.name, tuple(added), audit_id)


async def take_back(connection: Connection, entry: AuditRow) -> None:
    """Lets the days that an audit entry has excused ask again, in the caller's transaction."""
    person_id, days = int(entry.details["person"]), [date.fromisoformat(day) for day in entry.details["days"]]
    theirs = await membership(connection, entry.cohort_id, person_id)
    if theirs is not None:
        await take_back_excuse(connection, theirs.id, days)
        await drop_standings(connection, cohort_id=entry.cohort_id, person_id=person_id)


async def _member(
    connection: Connection, asker: Asker, cohort_id: int, cohort: str, member: PersonRef
) -> MembershipRow:
    who = await person_known_as(connection, asker.platform, member.external_id)
    theirs = None if who is None else await membership(connection, cohort_id, who.id)
    if theirs is None:
        raise NotFound("no_such_member", name=member.name, cohort=cohort)
    return theirs
