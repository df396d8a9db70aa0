"""A cohort's check-ins as a CSV file that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.calendar import local
from bot.domain.errors import TooMany
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from storage.database import Database
from storage.repositories.audit import last_time, record
from storage.repositories.cohorts_status import ExportRow, check_ins_of

_HOUR = timedelta(hours=1)
_ACTION = "cohort_exported"
_COLUMNS = (
    "study_date",
    "study_day",
    "member",
    "member_id",
    "kind",
    "checked_in_at",
    "zone",
    "platform",
    "minutes",
    "note",
    "proof",
    "felt",
    "undone_at",
)
# What spreadsheets take for the beginning of a formula: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class CohortExport:
    """The file, and how many check-ins are in it."""

    name: str
    content: bytes
    rows: int


class CohortExports:
    """Writes exports, once an hour for each cohort; each one is noted."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def export(self, asker: Asker, wanted: str) -> CohortExport:
        """All check-ins of a cohort, undone ones too. Raises TooMany(`export_too_soon`)."""
        now = self._clock.now()
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            before = await last_time(connection, found.id, _ACTION)
            if before is not None and now < before + _HOUR:
                raise TooMany("export_too_soon", 1, before + _HOUR)
            rows = await check_ins_of(connection, found.id)
            await record(
                connection,
                now,
                _ACTION,
                space_id=found.space_id,
                cohort_id=found.id,
                person_id=asker.person_id,
                details={"rows": len(rows)},
            )
        return CohortExport(found.name, csv_of(rows, found.zone), len(rows))


def csv_of(rows: Iterable[ExportRow], zone: str) -> bytes:
    """The rows as UTF-8 CSV with instants on the cohort's clock; the mark at its beginning is for Excel."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_COLUMNS)
    for row in rows:
        undone = "" if row.undone_at is None else local(row.undone_at, zone).isoformat(timespec="seconds")
        cells = (
            row.day,
            row.number,
            row.name,
            row.person_id,
            row.kind,
            local(row.at, zone).isoformat(timespec="seconds"),
            row.zone,
            row.platform,
            row.minutes,
            row.note,
            row.proof,
            row.felt,
            undone,
        )
        writer.writerow([safe_cell(cell) for cell in cells])
    return sheet.getvalue().encode("utf-8-sig")


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet evaluates."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
