"""News about projects, in private and within the budget: what waits for somebody, what was said to theirs.

All that is new for one person goes out in one message. What there is no room for waits for the next room, and
takes it before anything else does, for somebody waits for an answer. Nobody is told what they have seen with
`/review` meanwhile, nothing is told twice, and what did not arrive is told another day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.calendar import local
from bot.domain.nudging import QUIET_UNTIL, next_occurrence
from bot.services.features import features_of
from bot.services.nudges import Nudge, Telling, next_rooms, nudge
from storage.connection import Connection
from storage.database import Database
from storage.repositories.review_news import (
    NewsRow,
    due_news,
    look_at_news,
    news_of,
    next_news_look,
    note_telling,
)

PROJECTS = "projects"
_CHUNK = 250


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody's project that waits, or a review of the reader's own; `other` is whose it is."""

    submission_id: int
    title: str
    other: str


@dataclass(frozen=True, slots=True)
class News:
    """All that is new for one reader. `last` is whether no message follows unless this one is answered."""

    language: str
    waiting: Sequence[Line]
    given: Sequence[Line]
    last: bool


class ReviewNews:
    """Enters what there is to say, and says what it is when it is sent."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def next_look_at(self) -> datetime | None:
        """When there is something to see to next."""
        async with self._database.read() as connection:
            return await next_news_look(connection)

    async def enter_due(self) -> int:
        """Sees to all news whose time has come; returns how many messages were entered."""
        entered, now = 0, self._clock.now()
        while (due := await self.next_look_at()) is not None and due <= now:
            async with self._database.write() as connection:
                entered += await _look(connection, now)
        return entered

    async def letters(self, tellings: Sequence[Telling]) -> dict[int, News]:
        """What is to be said, by row: whatever is new by now."""
        found: dict[int, News] = {}
        async with self._database.write() as connection:
            rows = await news_of(connection, {telling.row.person_id for telling in tellings})
            for telling in tellings:
                own = [row for row in rows if row.person_id == telling.row.person_id and _is_on(row)]
                if own:
                    await note_telling(connection, [row.review_id for row in own], telling.row.id)
                    found[telling.row.id] = _news(own, last=telling.last)
        return found


async def _look(connection: Connection, now: datetime) -> int:
    due = await due_news(connection, now, _CHUNK)
    entered = await nudge(connection, [_nudge(row, now) for row in due if _is_on(row)], now)
    rooms = await next_rooms(connection, {row.person_id: row.zone for row in due}, now)
    again = {
        row.review_id: rooms.get(row.person_id) or next_occurrence(now, QUIET_UNTIL, row.zone) for row in due
    }
    await look_at_news(connection, again)
    return len(entered)


def _is_on(row: NewsRow) -> bool:
    return features_of(row.features).projects


def _nudge(row: NewsRow, now: datetime) -> Nudge:
    here = local(now, row.zone)
    return Nudge(PROJECTS, row.person_id, row.cohort_id, here.date(), row.zone, now, slot=f"{here:%H%M}")


def _news(rows: Sequence[NewsRow], *, last: bool) -> News:
    waiting = [_line(row) for row in rows if not row.given]
    return News(rows[0].language, waiting, [_line(row) for row in rows if row.given], last)


def _line(row: NewsRow) -> Line:
    return Line(row.submission_id, row.title, row.other)
