"""What admins did to a cohort, for its admins to read, and to take back where it can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.errors import Conflict, NotFound
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.cohort_excuses import EXCUSED, TAKEN_BACK, take_back
from bot.services.once import once
from storage.database import Database
from storage.repositories.audit import AuditRow, entries, entries_count, entry, record, was_undone
from storage.repositories.people import names_of

_ROWS = 8


@dataclass(frozen=True, slots=True)
class CohortLog:
    """A page of what was done, the latest first; `undoable` are the entries that can be taken back.

    `names` are those of the people whom entries are about, by id.
    """

    cohort_id: int
    cohort: str
    zone: str
    rows: tuple[AuditRow, ...]
    names: Mapping[int, str]
    undoable: frozenset[int]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry about a member, whose name may be no longer known, was taken back."""

    cohort_id: int
    cohort: str
    name: str
    entry: AuditRow


class CohortLogs:
    """Shows the log, and takes back."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, asker: Asker, wanted: str, page: int) -> CohortLog:
        """A page of the log, from 1; one that is not there is the nearest that is."""
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            pages = max(1, -(-await entries_count(connection, found.id) // _ROWS))
            page = min(max(1, page), pages)
            rows = await entries(connection, found.id, _ROWS, (page - 1) * _ROWS)
            undoable = {
                row.id
                for row in rows
                if row.action == EXCUSED and not await was_undone(connection, found.id, TAKEN_BACK, row.id)
            }
            names = await names_of(
                connection, {row.details["person"] for row in rows if "person" in row.details}
            )
        return CohortLog(
            found.id, found.name, found.zone, tuple(rows), names, frozenset(undoable), page, pages
        )

    async def undo(self, asker: Asker, wanted: str, audit_id: int) -> Undone:
        """Takes an entry back; raises NotFound(`nothing_to_take_back`) and Conflict(`taken_back`)."""
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            row = await entry(connection, found.id, audit_id)
            if row is None or row.action != EXCUSED:
                raise NotFound("nothing_to_take_back", cohort=found.name)
            if await was_undone(connection, found.id, TAKEN_BACK, audit_id):
                raise Conflict("taken_back", cohort=found.name)
            await once(connection, asker)
            await take_back(connection, row)
            await record(
                connection,
                self._clock.now(),
                TAKEN_BACK,
                space_id=found.space_id,
                cohort_id=found.id,
                person_id=asker.person_id,
                details={**row.details, "undoes": audit_id},
            )
            person_id = row.details["person"]
            names = await names_of(connection, {person_id})
        return Undone(found.id, found.name, names.get(person_id, ""), row)
