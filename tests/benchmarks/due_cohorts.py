"""10,000 of 100,000 cohorts due at once: entering and claiming their posts, against one APScheduler job each.

All end with something in hand to send for each due cohort. Ours is durable by then: a restart neither loses
nor doubles it. APScheduler is asked twice: with its job store in memory, which forgets everything, and with
the one it has for databases, which notes durably when each job is next, as we do; with our settings of
SQLite. CPU is that of the whole process; the block is the longest time for which the event loop served
nobody else.
"""

import asyncio
import tempfile
import time as stopwatch
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine, StaticPool, create_engine

from bot.clock import SystemClock
from bot.services.curricula import Curricula
from bot.services.ledger import Ledger
from bot.services.ledger_late import LatePosts
from storage.database import Database
from storage.tables.columns import to_microseconds

COHORTS = 100_000
DUE = 10_000
STUDY_DAYS = 20
ROUNDS = 3
FIRST = date(2027, 1, 4)
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
_CLAIMED_AT_ONCE = 500
_GLANCE = 0.002

_VERSION = """
INSERT INTO curriculum_versions (id, slug, digest, title, content, created_at)
VALUES (1, 'road', 'd', 'Road', '{}', 0)
"""
_COHORTS = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {cohorts})
INSERT INTO {into} SELECT {values} FROM numbers
"""
_DAYS = """
WITH RECURSIVE days(d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM days WHERE d < {days} - 1)
INSERT INTO timetable_days (cohort_id, day, number, planned, posts_at, block)
SELECT cohorts.id, date('{first}', '+' || d || ' days'), d + 1,
    '{{"kind": "topic", "unit": "week-1", "entries": [{{"item": "first-steps"}}]}}',
    cohorts.next_post_at + d * 86400000000, ''
FROM cohorts, days
"""
_PASSED = "UPDATE timetable_days SET frozen_at = 1 WHERE posts_at < {tomorrow} AND frozen_at IS NULL"
_MOVED_ON = "UPDATE cohorts SET next_post_at = next_post_at + 86400000000 WHERE next_post_at < {tomorrow}"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in microseconds for each due cohort, and the longest block of the event loop in milliseconds."""

    cpu: float
    block: float


class _StandingClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def ours() -> list[Cost]:
    """The ledger's side, one round for each of the days that follow."""
    with tempfile.TemporaryDirectory() as directory:
        async with _full_database(Path(directory)) as database:
            clock = _StandingClock(NOON)
            ledger = Ledger(database, LatePosts(database, Curricula(database)), clock)
            costs = []
            for passed in range(ROUNDS):
                clock.at = NOON + timedelta(days=passed)
                costs.append(await _cost(lambda: _claim_all(ledger, database)))
                await _let_the_others_pass(database, clock.at)
            return costs


async def theirs() -> list[Cost]:
    """APScheduler with a job for each cohort in memory, of which the due ones come at the same instant."""
    return [await _scheduled() for _ in range(ROUNDS)]


async def theirs_durably() -> Cost:
    """The same with the jobs in a database; one round, which takes as long as many."""
    with tempfile.TemporaryDirectory() as directory:
        engine = create_engine(f"sqlite:///{directory}/jobs.db", poolclass=StaticPool)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("PRAGMA synchronous = OFF")  # while the jobs are laid in
        return await _scheduled(engine)


async def _scheduled(engine: Engine | None = None) -> Cost:
    now = SystemClock().now()
    store = MemoryJobStore() if engine is None else SQLAlchemyJobStore(engine=engine)
    scheduler = AsyncIOScheduler(
        jobstores={"default": store}, timezone=UTC, job_defaults={"misfire_grace_time": None}
    )
    scheduler.start(paused=True)
    for number in range(COHORTS if engine is None else DUE):
        first = now if number < DUE else now + timedelta(hours=number % 24 + 1)
        scheduler.add_job(_post, IntervalTrigger(days=1, timezone=UTC), next_run_time=first)
    if engine is not None:
        _lay_in_the_others(engine)

    async def run() -> float:
        _posts.clear()
        before = stopwatch.process_time()
        scheduler.resume()
        while len(_posts) < DUE:  # noqa: ASYNC110 - a job that is found by its name knows of no event
            await asyncio.sleep(_GLANCE)
        return stopwatch.process_time() - before

    try:
        return await _cost(run)
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)


_posts: list[None] = []
"""What the jobs did; here, for a job that is stored must be found again by its name."""


async def _post() -> None:
    _posts.append(None)


def _lay_in_the_others(engine: Engine) -> None:
    """The jobs that are not due, as copies of one that is, and then the settings by which we commit."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"WITH RECURSIVE numbers(n) AS (SELECT {DUE}"  # noqa: S608 - numbers of ours
            f" UNION ALL SELECT n + 1 FROM numbers WHERE n < {COHORTS} - 1)"
            " INSERT INTO apscheduler_jobs SELECT 'job ' || n, one.next_run_time + (n % 24 + 1) * 3600,"
            " one.job_state FROM numbers, (SELECT * FROM apscheduler_jobs LIMIT 1) AS one"
        )
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous = FULL")


async def _claim_all(ledger: Ledger, database: Database) -> float:
    """Claims chunk by chunk. What was claimed is settled in between, as it is when it was sent, uncounted."""
    claimed, spent = 0, 0.0
    while True:
        before = stopwatch.process_time()
        deliveries = await ledger.claim_due("demo", _CLAIMED_AT_ONCE)
        spent += stopwatch.process_time() - before
        if not deliveries:
            break
        claimed += len(deliveries)
        ledger.let_go(deliveries)
        async with database.write() as connection:
            await connection.exec_driver_sql("UPDATE ledger SET state = 'sent' WHERE state = 'sending'")
    assert claimed == DUE
    return spent


async def _cost(work: Callable[[], Awaitable[float]]) -> Cost:
    """`work` answers the seconds of CPU that it counts."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = stopwatch.perf_counter()
            await asyncio.sleep(_GLANCE)
            longest = max(longest, stopwatch.perf_counter() - before - _GLANCE)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    spent = await work()
    await asyncio.sleep(_GLANCE)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    return Cost(spent / DUE * 1e6, longest * 1e3)


@asynccontextmanager
async def _full_database(directory: Path) -> AsyncIterator[Database]:
    """All cohorts with a timetable and a room each; the due ones at noon, the others spread over the day."""
    database = await Database.open(f"sqlite+aiosqlite:///{directory / 'roadmate.db'}")
    noon = to_microseconds(NOON)
    try:
        async with database.write() as connection:
            for statement in (
                "INSERT INTO spaces (id, platform, external_id, name) VALUES (1, 'demo', 'club', 'Club')",
                _VERSION,
                _many("rooms (id, space_id, channel, name)", "n, 1, 'c' || n, 'c' || n"),
                _many(
                    "cohorts (id, space_id, curriculum_version_id, name, state, language, zone, post_minutes,"
                    " weekdays, start, pacing, streak, late_policy, next_post_at, created_at)",
                    "n, 1, 1, 'c' || n, 'running', 'en', 'UTC', 720, '0123456', '2027-01-04', '{}', '{}',"
                    f" 'shift', {noon} + (n > {DUE}) * (1 + n % 700) * 60000000, 0",
                ),
                _many("cohort_rooms (cohort_id, room_id)", "n, n"),
                _DAYS.format(days=STUDY_DAYS, first=FIRST),
                "ANALYZE",
            ):
                await connection.exec_driver_sql(statement)
        yield database
    finally:
        await database.close()


def _many(into: str, values: str) -> str:
    return _COHORTS.format(cohorts=COHORTS, into=into, values=values)


async def _let_the_others_pass(database: Database, now: datetime) -> None:
    """Whoever else is due until the next round has had their post."""
    tomorrow = to_microseconds(now + timedelta(days=1))
    async with database.write() as connection:
        for statement in (
            _PASSED.format(tomorrow=tomorrow),
            _MOVED_ON.format(tomorrow=tomorrow),
        ):
            await connection.exec_driver_sql(statement)


def _median(costs: list[Cost]) -> Cost:
    return Cost(median(cost.cpu for cost in costs), median(cost.block for cost in costs))


def main() -> None:
    """Prints all sides and the ratios to ours."""
    our, memory = _median(asyncio.run(ours())), _median(asyncio.run(theirs()))
    durable = asyncio.run(theirs_durably())
    print(f"{DUE:,} of {COHORTS:,} cohorts due at once; medians of {ROUNDS} rounds")  # noqa: T201 - a report
    print(f"{'':32}{'CPU a cohort':>16}{'loop blocked':>16}")  # noqa: T201
    for name, cost in (
        ("ledger", our),
        ("APScheduler, in memory", memory),
        ("APScheduler, durable", durable),
    ):
        print(f"{name:32}{cost.cpu:13.1f} us{cost.block:13.1f} ms")  # noqa: T201
        print(f"{'':32}{cost.cpu / our.cpu:14.1f}x{cost.block / our.block:15.1f}x")  # noqa: T201
    print(f"{'aim':32}{'10':>14}x{'50':>15}x")  # noqa: T201


if __name__ == "__main__":
    main()
