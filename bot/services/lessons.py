"""Lessons as facts: what a post says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import deadline
from bot.services.breaths import in_breaths
from bot.services.curricula import Curricula
from bot.services.ledger import Delivery
from bot.services.lessons_content import Lesson, lesson_of
from bot.services.timetables import unpacked_day
from storage.database import Database
from storage.repositories.timetables_posts import PostRow, missed_before, posts_to_write


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many members checked in for the study day before, of those who could. `yesterday`: it was the day
    before by the calendar.
    """

    done: int
    possible: int
    yesterday: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A day's post. `row_id` names it in the ledger; `missed` are the numbers of days that went unposted.

    With `threads` the cohort wants a thread under it.
    """

    row_id: int
    cohort_id: int
    cohort: str
    language: str
    threads: bool
    zone: str
    day: date
    number: int
    study_days: int
    lesson: Lesson
    counts_until: datetime
    still_counts: bool
    late: bool
    turnout: Turnout | None = None
    missed: tuple[int, ...] = ()

    @property
    def is_first(self) -> bool:
        """Whether the cohort begins with it."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether the roadmap ends with it."""
        return self.number == self.study_days


class Lessons:
    """Reads what posts are made of."""

    def __init__(self, database: Database, curricula: Curricula) -> None:
        self._database = database
        self._curricula = curricula

    async def posts(self, deliveries: Sequence[Delivery], now: datetime) -> dict[int, Post]:
        """The posts behind ledger rows, by row id. Rows whose study day is no more are left out."""
        late = {delivery.row.id for delivery in deliveries if delivery.late}
        async with self._database.read() as connection:
            rows = await posts_to_write(connection, [delivery.row.id for delivery in deliveries])
            missed = {
                row.row_id: tuple(await missed_before(connection, row.cohort_id, row.day))
                for row in rows
                if row.row_id in late
            }
        return {
            row.row_id: await self._post(row, now, missed.get(row.row_id, ()), late=row.row_id in late)
            async for row in in_breaths(rows)
        }

    async def _post(self, row: PostRow, now: datetime, missed: tuple[int, ...], *, late: bool) -> Post:
        roadmap = await self._curricula.roadmap(row.curriculum_version_id)
        closes = deadline(row.posts_at, row.zone)
        return Post(
            row_id=row.row_id,
            cohort_id=row.cohort_id,
            cohort=row.cohort,
            language=row.language,
            threads=row.threads,
            zone=row.zone,
            day=row.day,
            number=row.number,
            study_days=row.study_days,
            lesson=lesson_of(roadmap, unpacked_day(row.planned)),
            counts_until=closes,
            still_counts=now < closes,
            late=late,
            turnout=_turnout(row),
            missed=missed,
        )


def _turnout(row: PostRow) -> Turnout | None:
    if row.previous_day is None or row.possible == 0:
        return None
    return Turnout(row.done, row.possible, yesterday=row.day - row.previous_day == timedelta(days=1))
