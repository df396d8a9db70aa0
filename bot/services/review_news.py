"""News about projects for one person at a time: what waits for them, and what was said to theirs.

Quiet by rule: at most one message a day, and never between 22 and 8 on the reader's own clock. Each is
claimed before it is said, so that nobody hears it twice; who cannot be reached finds it with `/review`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.clock import Clock
from bot.domain.calendar import local
from bot.interface.address import PersonRef
from storage.connection import Connection
from storage.database import Database
from storage.repositories.people import identities_of
from storage.repositories.review_news import NewsRow, note_told, told_last, untold

_A_DAY = timedelta(hours=20)
_MORNING, _EVENING = 8, 22

Accounts = Sequence[tuple[str, PersonRef]]
"""Where somebody is known: each a platform, and whom it calls them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody's project that waits, or a review of the reader's own; `other` is whose it is."""

    submission_id: int
    title: str
    other: str


@dataclass(frozen=True, slots=True)
class News:
    """All that is new for one reader, and the accounts to try in turn.

    `key` is the same for each try.
    """

    accounts: Accounts
    language: str
    key: str
    waiting: Sequence[Line]
    given: Sequence[Line]


class ReviewNews:
    """Claims news."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, platforms: Collection[str]) -> list[News]:
        """What is to be said now to people on these platforms; it counts as said."""
        now = self._clock.now()
        async with self._database.read() as connection:
            rows = await untold(connection)
            by_person = [list(own) for _, own in groupby(rows, key=lambda row: row.person_id)]
            due = [(own, await _due(connection, own, platforms, now)) for own in by_person]
        reached = [(own, accounts) for own, accounts in due if accounts]
        if reached:
            async with self._database.write() as connection:
                await note_told(connection, [row for own, _ in reached for row in own], now)
        return [_news(own, accounts, now) for own, accounts in reached]


async def _due(
    connection: Connection, rows: Sequence[NewsRow], platforms: Collection[str], now: datetime
) -> Accounts:
    """The accounts by which somebody is reached; none while they are left in peace."""
    reader = rows[0]
    if not _MORNING <= local(now, reader.zone).hour < _EVENING:
        return ()
    last = await told_last(connection, reader.person_id)
    if last is not None and now < last + _A_DAY:
        return ()
    known = await identities_of(connection, reader.person_id)
    return [
        (each.platform, PersonRef(each.external_id, each.name))
        for each in known
        if each.platform in platforms
    ]


def _news(rows: Sequence[NewsRow], accounts: Accounts, now: datetime) -> News:
    return News(
        accounts,
        rows[0].language,
        f"reviews:{rows[0].person_id}:{now:%Y%m%d%H%M}",
        [_line(row) for row in rows if not row.given],
        [_line(row) for row in rows if row.given],
    )


def _line(row: NewsRow) -> Line:
    return Line(row.submission_id, row.title, row.other)
