"""A cohort's check-ins and projects as CSV files that no spreadsheet takes for formulas."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
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
from storage.repositories.reviews import ReviewRow, reviews_of
from storage.repositories.submissions import SubmissionRow, submissions_in

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
_PROJECT_COLUMNS = (
    "project",
    "title",
    "member",
    "member_id",
    "version",
    "handed_in_at",
    "platform",
    "link",
    "note",
    "reviews",
    "content",
)
# What spreadsheets take for the beginning of a formula: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class CohortExport:
    """The files, and how much is in them; `projects` is empty where nothing was handed in."""

    name: str
    content: bytes
    rows: int
    projects: bytes = b""
    submissions: int = 0


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
            handed_in = await submissions_in(connection, found.id)
            said = await reviews_of(connection, [row.id for row in handed_in])
            await record(
                connection,
                now,
                _ACTION,
                space_id=found.space_id,
                cohort_id=found.id,
                person_id=asker.person_id,
                details={"rows": len(rows), "submissions": len(handed_in)},
            )
        projects = projects_csv(handed_in, said, found.zone) if handed_in else b""
        return CohortExport(found.name, csv_of(rows, found.zone), len(rows), projects, len(handed_in))


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


def projects_csv(rows: Iterable[SubmissionRow], said: Sequence[ReviewRow], zone: str) -> bytes:
    """Submissions, each version a line with how many reviews it got and how many of them were content."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_PROJECT_COLUMNS)
    versions: Counter[tuple[int, str]] = Counter()
    for row in rows:
        versions[row.person_id, row.project] += 1
        given = [each for each in said if each.submission_id == row.id and each.given_at is not None]
        cells = (
            row.project,
            row.title,
            row.name,
            row.person_id,
            versions[row.person_id, row.project],
            local(row.at, zone).isoformat(timespec="seconds"),
            row.platform,
            row.link,
            row.note,
            len(given),
            sum(bool(each.works and each.clear) for each in given),
        )
        writer.writerow([safe_cell(cell) for cell in cells])
    return sheet.getvalue().encode("utf-8-sig")


def safe_cell(value: object) -> str:
    """The value as text that no spreadsheet evaluates."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
