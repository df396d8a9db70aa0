"""The leaderboard: the cached standings in order, with those corrected that no longer hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.ranking import By, Entry, Place, places
from bot.domain.study_log import Mode
from bot.services.access import cohort_to_see
from bot.services.asker import Asker
from bot.services.standings import AT_ONCE, Standings
from bot.services.study_context import policy_of
from bot.services.study_facts import Leaders, Ranked, Whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow
from storage.repositories.standings_board import BoardRow, leading, own_and_stale
from storage.running import OnConnection

_ROWS = 10
_COLUMN = {By.STREAK: "current", By.ATTENDANCE: "attendance", By.DAYS: "counted"}


@dataclass(frozen=True, slots=True)
class _Question:
    asker: Asker
    cohort: CohortRow
    by: By
    page: int
    now: datetime


class Leaderboard:
    """Shows who leads, among those who let themselves be listed."""

    def __init__(
        self, database: Database, clock: Clock, standings: Standings, at_once: int = AT_ONCE
    ) -> None:
        """`at_once` is how many stale standings a question may bring up to date; more are only corrected."""
        self._database = database
        self._clock = clock
        self._standings = standings
        self._at_once = at_once

    async def leaders(self, asker: Asker, cohort: str, by: By = By.STREAK, page: int = 1) -> Leaders:
        """A page of the board with the asker's own place; raises what `cohort_to_see` raises."""
        now = max(asker.at, self._clock.now())
        async with self._database.read() as connection:
            found = await cohort_to_see(connection, asker, cohort)
            own, stale = await own_and_stale(OnConnection(connection), found.id, asker.person_id, now)
            if not stale:
                return await self._board(connection, _Question(asker, found, by, page, now), own, stale)
        await self._standings.refresh_stale(now, self._at_once, found.id)
        async with self._database.read() as connection:
            own, stale = await own_and_stale(OnConnection(connection), found.id, asker.person_id, now)
            return await self._board(connection, _Question(asker, found, by, page, now), own, stale)

    async def _board(
        self, connection: Connection, asked: _Question, own: BoardRow | None, stale: Sequence[BoardRow]
    ) -> Leaders:
        cohort, by, now = asked.cohort, asked.by, asked.now
        corrected = await self._corrected(connection, cohort.id, stale, now)
        mine = None if own is None else corrected.get(own.membership_id, _entry(own))
        value = 0 if mine is None else mine.value(by)
        most = max(1, asked.page) * _ROWS
        best, listed, above = await leading(
            OnConnection(connection), cohort.id, _COLUMN[by], now, most, value
        )
        pages = max(1, -(-listed // _ROWS))
        page = min(max(1, asked.page), pages)
        moved = [corrected[row.membership_id] for row in stale if row.listed]
        ranked = places([*map(_entry, best), *moved], by)[(page - 1) * _ROWS : page * _ROWS]
        names = {row.membership_id: row.name for row in (*best, *stale)}
        above += sum(1 for entry in moved if entry.value(by) > value)
        return Leaders(
            where=Whereabouts(cohort.id, cohort.name, asked.asker.zone or cohort.zone),
            by=by,
            weekly=policy_of(cohort.streak).mode is Mode.WEEKLY,
            rows=[
                Ranked(place.rank, names[place.entry.who], place.entry.value(by), own=_is(place, mine))
                for place in ranked
            ],
            own=None if own is None else Ranked(1 + above, own.name, value, own=True),
            own_listed=own is not None and own.listed,
            page=page,
            pages=pages,
        )

    async def _corrected(
        self, connection: Connection, cohort_id: int, stale: Sequence[BoardRow], now: datetime
    ) -> dict[int, Entry]:
        keys = {(row.person_id, cohort_id): row.membership_id for row in stale}
        if not keys:
            return {}
        standings = await self._standings.corrected(connection, list(keys), now)
        return {
            keys[key]: Entry(keys[key], standing.current, standing.attendance, standing.counted)
            for key, standing in standings.items()
        }


def _entry(row: BoardRow) -> Entry:
    return Entry(row.membership_id, row.current, row.attendance, row.counted)


def _is(place: Place, mine: Entry | None) -> bool:
    return mine is not None and place.entry.who == mine.who
