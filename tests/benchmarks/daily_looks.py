"""The daily look at those who have a buddy, and at those to whom topics come back, among 100,000 members.

Everything runs through the services on a real file, in fifty cohorts. 1,000 of the first have their hour now,
the others have it tomorrow. Beside it the look at buddies when all of one cohort are due at once.
"""

import time as stopwatch
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, text, update

from storage.tables.buddies import buddies
from storage.tables.people import people
from storage.tables.study import memberships
from tests.benchmarks.care import DUE, FIRST_MEMBER, LONG_AGO, MEMBERS, ROUNDS, crowd, took
from tests.study_world import World, at, day

COHORTS = 50
SIZES = (1_000, 10_000)
AT_TEN, AT_SIX = at(day(3), "10:00"), at(day(3), "18:00")
A_DAY = timedelta(days=1)
SIX = 18 * 60


@dataclass(frozen=True, slots=True)
class Glanced:
    """Microseconds: a look when nobody is due, and at each who is. `entered` are told something."""

    idle: float
    due: float
    entered: int


async def buddies_looked_at() -> Glanced:
    """All are buddies by twos; one in five of them has a buddy who was quiet for two days."""
    async with crowd(MEMBERS, day(2), COHORTS) as world:
        await _bring_together(world, DUE)
        return await _glanced(world, AT_TEN, world.buddy_news.enter_due)


async def cohorts_looked_at() -> dict[int, float]:
    """Microseconds at each member who has a buddy, when all of a cohort of that size are due at once."""
    return {members: await _cohort_looked_at(members) for members in SIZES}


async def recalls_looked_at() -> Glanced:
    """All want their topics back, and have learnt some."""
    async with crowd(MEMBERS, day(2), COHORTS) as world:
        async with world.database.write() as connection:
            wish = update(people).values(recall_minutes=SIX, reminder_minutes=None)
            later = people.c.id >= FIRST_MEMBER + DUE
            await connection.execute(wish.where(later).values(recall_at=AT_SIX + A_DAY))
            await connection.execute(wish.where(~later).values(recall_at=AT_SIX))
            await connection.execute(update(memberships).values(remind_at=None))
        return await _glanced(world, AT_SIX, world.prompts.enter_due)


async def _cohort_looked_at(members: int) -> float:
    async with crowd(members, day(2)) as world:
        await _bring_together(world, members)
        world.clock.at = AT_TEN
        begun = stopwatch.perf_counter()
        await world.buddy_news.enter_due()
        return (stopwatch.perf_counter() - begun) / members * 1e6


async def _bring_together(world: World, due: int) -> None:
    async with world.database.write() as connection:
        members = (await connection.execute(select(memberships.c.id).order_by(memberships.c.id))).scalars()
        rows = [
            {
                "id": number,
                "membership_id": member,
                "state": "paired",
                "since": LONG_AGO,
                "look_at": AT_TEN if number <= due else AT_TEN + A_DAY,
            }
            for number, member in enumerate(members, start=1)
        ]
        await connection.execute(insert(buddies), rows)
        await connection.execute(text("UPDATE buddies SET with_id = id + 5 - 10 * ((id - 1) % 10 >= 5)"))


async def _glanced(world: World, hour: datetime, look: Callable[[], Awaitable[int]]) -> Glanced:
    world.clock.at = hour - timedelta(hours=1)
    idle = await took(look, ROUNDS)
    world.clock.at = hour
    begun, entered = stopwatch.perf_counter(), await look()
    return Glanced(idle * 1e6, (stopwatch.perf_counter() - begun) / DUE * 1e6, entered)
