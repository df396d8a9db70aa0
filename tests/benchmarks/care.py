"""What keeps people studying, at scale: reminders due among 100,000 members, digests, lists of those at risk.

Everything runs through the services on a real file. Compared is with folding the log of every member in
question, which is what it would take without checkpoints, `remind_at` and counting in the database.
"""

import tempfile
import time as stopwatch
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import insert, text

from bot.services.at_risk import at_risk
from bot.services.learners import Learners
from storage.repositories.cohorts import cohort
from storage.running import OnConnection
from storage.tables.people import identities, people
from storage.tables.study import memberships
from tests.study_world import MONDAY, World, at, day, study_world

MEMBERS = 100_000
DUE = 1_000
SIZES = (1_000, 10_000)
SUNDAY = day(20)
SAMPLE = 200
ROUNDS = 5
LONG_AGO = datetime(2026, 12, 1, tzinfo=UTC)
FIRST_COHORT = 1
FIRST_MEMBER = 1000

# Three of ten did not: they are the ones to be reminded, the quiet and the ones at risk.
_CHECK_INS = text(
    """
    INSERT INTO check_ins (cohort_id, person_id, day, at, recorded_at, zone, platform, kind)
    SELECT d.cohort_id, m.person_id, d.day, d.posts_at + 3600000000, d.posts_at + 3600000000,
           'Europe/Berlin', 'demo', 'study'
    FROM timetable_days d JOIN memberships m ON m.cohort_id = d.cohort_id
    WHERE d.day <= :until AND (m.id * 7919 + d.number * 104729) % 10 < 7
    """
)


@dataclass(frozen=True, slots=True)
class Reminded:
    """Microseconds: an idle look, and a due member against folding their log. `entered` is how many."""

    idle: float
    due: float
    folded: float
    entered: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Milliseconds for a digest and for the list of those at risk, against folding every log."""

    members: int
    digest: float
    risks: float
    folded: float


async def reminders() -> Reminded:
    """1,000 of 100,000 members have their hour now; the others have it tomorrow."""
    async with crowd(MEMBERS, MONDAY) as world:
        world.clock.at = at(MONDAY, "19:00")
        idle = await took(world.reminders.enter_due, ROUNDS)
        world.clock.at = at(MONDAY, "20:00")
        begun, entered = stopwatch.perf_counter(), await world.reminders.enter_due()
        spent = stopwatch.perf_counter() - begun
        folded = await _folded(world, SAMPLE)
        return Reminded(idle * 1e6, spent / DUE * 1e6, folded * 1e6, entered)


async def looked() -> list[Looked]:
    """Three weeks of cohorts of both sizes."""
    return [await _looked(members) for members in SIZES]


async def _looked(members: int) -> Looked:
    async with crowd(members, SUNDAY) as world:
        world.clock.at = now = at(SUNDAY, "18:00")
        digests, cohort_id = world.digests, FIRST_COHORT

        async def risks() -> object:
            async with world.database.read() as connection:
                found = await cohort(connection, cohort_id)
                return None if found is None else await at_risk(connection, found, now)

        digest = await took(lambda: digests.digest(cohort_id, SUNDAY, now), ROUNDS)
        listed = await took(risks, ROUNDS)
        folded = await _folded(world, SAMPLE) * members
        return Looked(members, digest * 1e3, listed * 1e3, folded * 1e3)


async def took(work: Callable[[], Awaitable[object]], rounds: int) -> float:
    """The median of the seconds that it takes."""
    times = []
    for _ in range(rounds):
        begun = stopwatch.perf_counter()
        await work()
        times.append(stopwatch.perf_counter() - begun)
    return median(times)


async def _folded(world: World, members: int) -> float:
    """Seconds to fold one member's whole log, of so many."""
    learners = Learners()
    begun = stopwatch.perf_counter()
    async with world.database.read() as connection:
        keys = (await connection.execute(memberships.select().limit(members))).all()
        for row in keys:
            studies = await learners.read_whole(OnConnection(connection), (row.person_id, row.cohort_id))
            studies.standing(world.clock.now())
    return (stopwatch.perf_counter() - begun) / members


@asynccontextmanager
async def crowd(members: int, until: date, cohorts: int = 1) -> AsyncIterator[World]:
    """A world with so many members, the first ones in the first cohort, who checked in until then."""
    with tempfile.TemporaryDirectory() as directory:
        async with study_world(Path(directory)) as world:
            made = [await world.cohort(f"Winter {number}") for number in range(1, cohorts + 1)]
            await _fill(world, made, members, until)
            yield world


async def _fill(world: World, cohorts: Sequence[int], members: int, until: date) -> None:
    numbers = range(FIRST_MEMBER, FIRST_MEMBER + members)
    tonight, tomorrow = at(MONDAY, "20:00"), at(MONDAY, "20:00") + timedelta(days=1)
    async with world.database.write() as connection:
        who = [
            {
                "id": number,
                "name": f"M{number}",
                "created_at": LONG_AGO,
                "listed": True,
                "reminder_minutes": 1200,
            }
            for number in numbers
        ]
        await connection.execute(insert(people), who)
        known_as = [
            {"person_id": number, "platform": "demo", "external_id": str(number), "name": ""}
            for number in numbers
        ]
        await connection.execute(insert(identities), known_as)
        await connection.execute(
            insert(memberships),
            [
                {
                    "cohort_id": cohorts[(number - numbers[0]) * len(cohorts) // members],
                    "person_id": number,
                    "joined_at": LONG_AGO,
                    "stale_at": LONG_AGO,
                    "remind_at": tonight if number < numbers[0] + DUE else tomorrow,
                }
                for number in numbers
            ],
        )
        await connection.execute(_CHECK_INS, {"until": until.isoformat()})
