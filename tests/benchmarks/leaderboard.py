"""The leaderboard after 1,000, 100,000 and 1,000,000 check-ins, against recomputing it from the log.

One cohort of 1,000 members, who all let themselves be listed; the check-ins grow by days. Asked is for the
top ten with the asker's own rank, through the service; recomputing folds every member's whole log.
"""

import asyncio
import sqlite3
import tempfile
import time as stopwatch
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, text

from bot.domain.calendar import occurrence
from bot.domain.ranking import By, Entry, Place, places
from bot.services.asker import Asker
from bot.services.study_facts import Leaders
from storage.repositories.standings_board import stale_members
from storage.running import OnConnection
from storage.tables.people import people
from storage.tables.study import memberships
from tests.services.cohort_of import BERLIN, LONG_AGO, MONDAY, CohortOf, add_timetable, cohort_of

MEMBERS = 1000
DAYS = (1, 100, 1000)
ASKED = 200

# Everybody checks in an hour after the post; some nearly always, some only now and then.
_CHECK_INS = text(
    """
    INSERT INTO check_ins (cohort_id, person_id, day, at, recorded_at, zone, platform, kind)
    SELECT d.cohort_id, m.person_id, d.day, d.posts_at + 3600000000, d.posts_at + 3600000000,
           'Europe/Berlin', 'playground', 'study'
    FROM timetable_days d JOIN memberships m ON m.cohort_id = d.cohort_id
    WHERE d.number = 1 OR (m.id * 7919 + d.number * 104729) % 1000 < 800 + m.id % 200
    """
)


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds for one question, and for recomputing the same."""

    check_ins: int
    asked: float
    recomputed: float


async def measured(directory: Path) -> list[Result]:
    """All sizes; the questions are asked in turn, so that a busy moment of the machine hits all alike."""
    async with AsyncExitStack() as stack:
        clubs = []
        for days in DAYS:
            place = directory / str(days)
            place.mkdir()
            club = await stack.enter_async_context(cohort_of(place, weeks=0))
            clubs.append((club, await _filled(club, days)))
            _checkpoint(place)
        took: list[list[float]] = [[] for _ in clubs]
        for _ in range(ASKED):
            for times, (club, asker) in zip(took, clubs, strict=True):
                times.append(await _asked(club, asker))
        recomputed = [await _recomputed(club, asker) for club, asker in clubs]
        counts = [await _count(club) for club, _ in clubs]
    return [Result(*each) for each in zip(counts, map(median, took), recomputed, strict=True)]


def _checkpoint(place: Path) -> None:
    """Writes what was filled in at one go into the database file, as happens by itself in daily life."""
    with closing(sqlite3.connect(place / "roadmate.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _filled(club: CohortOf, days: int) -> Asker:
    dates = [MONDAY + timedelta(days=passed) for passed in range(days)]
    asker = await club.member("Asker", listed=True)
    async with club.database.write() as connection:
        rows = [
            {"name": f"Member {number}", "listed": True, "created_at": LONG_AGO}
            for number in range(MEMBERS - 1)
        ]
        await connection.execute(insert(people), rows)
        others = await connection.execute(people.select().where(people.c.id != asker.person_id))
        joined = [
            {"cohort_id": club.cohort_id, "person_id": row.id, "joined_at": LONG_AGO, "stale_at": LONG_AGO}
            for row in others
        ]
        await connection.execute(insert(memberships), joined)
        await add_timetable(connection, club.cohort_id, dates, {})
        await connection.execute(_CHECK_INS)
    asker = club.says(asker, occurrence(dates[-1], time(21), BERLIN))
    while await club.standings.refresh_stale(asker.at):
        pass
    return asker


async def _asked(club: CohortOf, asker: Asker) -> float:
    begun = stopwatch.perf_counter()
    await club.leaderboard.leaders(asker, str(club.cohort_id))
    return (stopwatch.perf_counter() - begun) * 1000


async def _recomputed(club: CohortOf, asker: Asker) -> float:
    """How long it takes to fold every log; ends the run where the result is another one than the board's."""
    begun = stopwatch.perf_counter()
    entries = []
    async with club.database.read() as connection:
        everybody = await stale_members(connection, datetime.max.replace(tzinfo=UTC), MEMBERS)
        for person_id, cohort_id in everybody:
            studies = await club.learners.read_whole(OnConnection(connection), (person_id, cohort_id))
            stands = studies.standing(asker.at)
            entries.append(Entry(studies.member.id, stands.current, stands.attendance, stands.counted))
    ranked = places(entries, By.STREAK)
    took = stopwatch.perf_counter() - begun
    _same(await club.leaderboard.leaders(asker, str(club.cohort_id)), ranked, asker)
    return took * 1000


async def _count(club: CohortOf) -> int:
    async with club.database.read() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM check_ins"))).scalar_one())


def _same(board: Leaders, ranked: tuple[Place, ...], asker: Asker) -> None:
    """Ends the run where the kept board differs from the recomputed one."""
    shown = [(row.rank, row.value) for row in board.rows]
    expected = [(place.rank, place.entry.streak) for place in ranked[:10]]
    own = next(place for place in ranked if place.entry.who == asker.person_id)
    if shown != expected or board.own is None or board.own.rank != own.rank:
        message = f"{shown} is not {expected}, or {board.own} not {own}"
        raise SystemExit(message)


async def run() -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as directory:
        results = await measured(Path(directory))
    lines = [
        "Leaderboard: top ten and own rank, 1,000 members",
        f"{'check-ins':>10} {'asked':>10} {'of the first':>13} {'recomputed':>12} {'times cheaper':>14}",
    ]
    lines += [
        f"{each.check_ins:>10,} {each.asked:>7.2f} ms {each.asked / results[0].asked:>12.2f}x"
        f" {each.recomputed:>9,.0f} ms {each.recomputed / each.asked:>13,.0f}x"
        for each in results
    ]
    return "\n".join(lines)


def main() -> None:
    """Prints the table; aims: at most 1.3x of the first, and at 1 M at least 5,000x cheaper."""
    print(asyncio.run(run()))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
