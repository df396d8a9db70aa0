"""Durable check-ins a second through the service, against one transaction each on bare sqlite3, in one run.

Callers check in side by side, each again as soon as it has its answer. Bare sqlite3 writes the same three
rows (check-in, standing, seen event) in a thread of its own, one transaction each, and decides nothing. The
second table adds 2 ms to every fsync, by a sleep in front of both sides' commit: the disks of small servers.
"""

import asyncio
import sqlite3
import tempfile
import time as stopwatch
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from statistics import median

import pytest

from bot.services.asker import Asker
from storage import drivers
from storage.tables.columns import to_microseconds
from tests.services.cohort_of import CohortOf, cohort_of, days

CALLERS = (1, 16, 64, 256)
ROUNDS = 3
DAYS = days("w1 w2")
ZONES = ("", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo")
PEOPLE = 256

Press = Callable[[Asker, date], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Result:
    """Check-ins a second of both sides, medians of the rounds."""

    callers: int
    bare: float
    ours: float


async def measured(callers: int, delay: float) -> Result:
    """Both sides, round by round in turn, with so many callers and so many seconds added to each fsync."""
    rounds = [(await _bare(callers, delay), await _ours(callers, delay)) for _ in range(ROUNDS)]
    return Result(callers, median(bare for bare, _ in rounds), median(ours for _, ours in rounds))


async def _ours(callers: int, delay: float) -> float:
    with tempfile.TemporaryDirectory() as directory, _slow_commits(delay):
        async with cohort_of(Path(directory)) as club:
            people = [
                await club.member(f"Member {number}", zone=ZONES[number % len(ZONES)])
                for number in range(PEOPLE)
            ]
            cohort = str(club.cohort_id)

            def press(who: Asker, day: date) -> Awaitable[object]:
                return club.check_ins.check_in(who, cohort, day)

            await _evenings(club, people, DAYS[:2], callers, press)  # warm, as after some days
            return await _evenings(club, people, _measured_days(callers, delay), callers, press)


def _measured_days(callers: int, delay: float) -> list[date]:
    """Fewer where it takes long."""
    return DAYS[2:3] if callers == 1 and delay else DAYS[2:]


async def _evenings(
    club: CohortOf, people: list[Asker], dates: list[date], callers: int, press: Press
) -> float:
    """Check-ins a second, when everybody checks in on each of these evenings."""
    took = 0.0
    for day in dates:
        evening = datetime.combine(day, time(19), tzinfo=UTC)
        waiting = iter([club.says(who, evening) for who in people])

        async def caller(waiting: Iterator[Asker] = waiting, day: date = day) -> None:
            for who in waiting:
                await press(who, day)

        begun = stopwatch.perf_counter()
        await asyncio.gather(*(caller() for _ in range(callers)))
        took += stopwatch.perf_counter() - begun
    return len(people) * len(dates) / took


async def _bare(callers: int, delay: float) -> float:
    with tempfile.TemporaryDirectory() as directory:
        async with cohort_of(Path(directory)) as club:
            people = [await club.member(f"Member {number}") for number in range(PEOPLE)]
        connection = sqlite3.connect(
            Path(directory) / "roadmate.db", isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        with ThreadPoolExecutor(1) as thread:
            loop = asyncio.get_running_loop()

            def write(who: Asker, day: date) -> Awaitable[object]:
                return loop.run_in_executor(thread, _transaction, connection, club.cohort_id, who, day, delay)

            rate = await _evenings(club, people, _measured_days(callers, delay), callers, write)
        connection.close()
        return rate


def _transaction(connection: sqlite3.Connection, cohort_id: int, who: Asker, day: date, delay: float) -> None:
    at = to_microseconds(who.at)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO check_ins (cohort_id, person_id, day, at, recorded_at, zone, platform, kind)"
        " VALUES (?, ?, ?, ?, ?, 'Europe/Berlin', 'playground', 'study')",
        (cohort_id, who.person_id, day.isoformat(), at, at),
    )
    connection.execute(
        "UPDATE memberships SET current = current + 1, longest = longest + 1, counted = counted + 1,"
        " possible = possible + 1, attendance = 1, momentum = 0.5, stale_at = ?"
        " WHERE person_id = ? AND cohort_id = ?",
        (at, who.person_id, cohort_id),
    )
    connection.execute("INSERT INTO seen_events VALUES ('playground', ?, ?)", (who.event_id, at))
    if delay:
        stopwatch.sleep(delay)
    connection.execute("COMMIT")


@contextmanager
def _slow_commits(delay: float) -> Iterator[None]:
    commit = drivers.SqliteDriver.commit

    async def slow(driver: drivers.SqliteDriver) -> None:
        await asyncio.sleep(delay)
        await commit(driver)

    with pytest.MonkeyPatch.context() as patch:
        if delay:
            patch.setattr(drivers.SqliteDriver, "commit", slow)
        yield


def table(results: list[Result], title: str) -> str:
    """The results in lines."""
    lines = [title, f"{'callers':>8} {'bare sqlite3/s':>15} {'check-ins/s':>12} {'ratio':>7}"]
    lines += [
        f"{each.callers:>8} {each.bare:>15,.0f} {each.ours:>12,.0f} {each.ours / each.bare:>6.1f}x"
        for each in results
    ]
    return "\n".join(lines)


async def run() -> str:
    """Both tables."""
    tables = []
    for title, delay in (("Durable check-ins", 0.0), ("The same with 2 ms added to each fsync", 0.002)):
        results = [await measured(callers, delay) for callers in CALLERS]
        tables.append(table(results, title))
    return "\n\n".join(tables)


def main() -> None:
    """Prints the tables; aims: at 64 callers 5x, with 2 ms added 20x (performance.md)."""
    print(asyncio.run(run()))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
