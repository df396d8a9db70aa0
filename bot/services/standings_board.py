"""The leaderboard: the cached standings in order, with those corrected that no longer hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.errors import Conflict
from bot.domain.ranking import By, Entry, places
from bot.domain.study_log import Mode
from bot.services.access import cohort_to_see
from bot.services.asker import Asker
from bot.services.features import features_of
from bot.services.standings import AT_ONCE, Standings
from bot.services.study_context import policy_of
from bot.services.study_facts import Leaders, Ranked, Whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow
from storage.repositories.standings_board import BoardRow, BoardRows, board_rows, listed_above
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
        """A page of the board (from 1) with the asker's own place; raises what `cohort_to_see` raises.

        Raises Conflict(`no_leaderboard`) where the admins have turned it off.
        """
        now = max(asker.at, self._clock.now())
        async with self._database.read() as connection:
            asked = _Question(asker, await _with_board(connection, asker, cohort), by, page, now)
            rows = await _rows(connection, asked)
            if not rows.stale:
                return await self._board(connection, asked, rows)
        await self._standings.refresh_stale(now, self._at_once, asked.cohort.id)
        async with self._database.read() as connection:
            return await self._board(connection, asked, await _rows(connection, asked))

    async def _board(self, connection: Connection, asked: _Question, rows: BoardRows) -> Leaders:
        pages = max(1, -(-rows.listed // _ROWS))
        if asked.page > pages:
            asked = replace(asked, page=pages)
            rows = await _rows(connection, asked)
        corrected = await self._corrected(connection, asked, rows.stale)
        moved = [corrected[row.membership_id] for row in rows.stale if row.listed]
        ranked = places([*map(_entry, rows.best), *moved], asked.by)
        names = {row.membership_id: row.name for row in (*rows.best, *rows.stale)}
        own_id = None if rows.own is None else rows.own.membership_id
        return Leaders(
            where=Whereabouts(asked.cohort.id, asked.cohort.name, asked.asker.zone or asked.cohort.zone),
            by=asked.by,
            weekly=policy_of(asked.cohort.streak).mode is Mode.WEEKLY,
            rows=[
                Ranked(place.rank, names[each.who], each.value(asked.by), own=each.who == own_id)
                for place in ranked[(asked.page - 1) * _ROWS : asked.page * _ROWS]
                for each in (place.entry,)
            ],
            own=await _own_place(connection, asked, rows, corrected),
            own_listed=rows.own is not None and rows.own.listed,
            page=asked.page,
            pages=pages,
        )

    async def _corrected(
        self, connection: Connection, asked: _Question, stale: Sequence[BoardRow]
    ) -> dict[int, Entry]:
        keys = {(row.person_id, asked.cohort.id): row.membership_id for row in stale}
        if not keys:
            return {}
        standings = await self._standings.corrected(connection, list(keys), asked.now)
        return {
            keys[key]: Entry(keys[key], standing.current, standing.attendance, standing.counted)
            for key, standing in standings.items()
        }


async def _with_board(connection: Connection, asker: Asker, wanted: str) -> CohortRow:
    found = await cohort_to_see(connection, asker, wanted)
    if not features_of(found.features).leaderboard:
        raise Conflict("no_leaderboard", cohort=found.name)
    return found


async def _rows(connection: Connection, asked: _Question) -> BoardRows:
    return await board_rows(
        OnConnection(connection),
        asked.cohort.id,
        asked.asker.person_id,
        _COLUMN[asked.by],
        asked.now,
        asked.page * _ROWS,
    )


async def _own_place(
    connection: Connection, asked: _Question, rows: BoardRows, corrected: Mapping[int, Entry]
) -> Ranked | None:
    own, above = rows.own, rows.above
    if own is None:
        return None
    mine = corrected.get(own.membership_id)
    if mine is not None:
        above = await listed_above(
            OnConnection(connection), asked.cohort.id, _COLUMN[asked.by], asked.now, mine.value(asked.by)
        )
    value = (mine or _entry(own)).value(asked.by)
    for row in rows.stale:
        above += row.listed and corrected[row.membership_id].value(asked.by) > value
    return Ranked(1 + above, own.name, value, own=True)


def _entry(row: BoardRow) -> Entry:
    return Entry(row.membership_id, row.current, row.attendance, row.counted)
