"""A town that studies for months without a pause: members check in by the hundred, and cohorts post daily."""

import asyncio
import gc
import time as stopwatch
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import count
from pathlib import Path

from bot.domain.calendar import local
from bot.interface.address import RoomAddress
from bot.interface.platform import Receipt
from bot.interface.reply import Reply
from bot.services.asker import Asker
from bot.services.check_ins import CheckIns
from bot.services.cohort_settings import Wishes
from bot.services.learners import Learners
from bot.services.outages import Outages
from storage.repositories.memberships import add_membership
from storage.repositories.people import add_person
from tests.study_world import MONDAY, MemoryPlatform, World, at, study_world

MOST_GROWTH_MB, MOST_LAG_MS = 5.0, 20.0
_AT_ONCE = 64
_GLANCE = 0.02
_ROADMAP, _STUDY_DAYS = "py-backend-a-z", 60
_WARMED_UP = 0.3


@dataclass(frozen=True, slots=True)
class Soaked:
    """What was done, and what it cost."""

    check_ins: int
    posts: int
    seconds: float
    warm_mb: float
    growth_mb: float
    lag_p50_ms: float
    lag_p99_ms: float
    lag_most_ms: float

    def table(self) -> str:
        """The figures in lines."""
        rows = {
            "check-ins": f"{self.check_ins}",
            "posts": f"{self.posts}",
            "seconds": f"{self.seconds:.0f}",
            "memory when warm": f"{self.warm_mb:.1f} MB",
            "growth after that": f"{self.growth_mb:.1f} MB",
            "loop lag p50, p99": f"{self.lag_p50_ms:.1f}, {self.lag_p99_ms:.1f} ms",
            "loop lag, most": f"{self.lag_most_ms:.1f} ms",
        }
        return "\n".join(f"{name:<20}{value}" for name, value in rows.items())


class Drain(MemoryPlatform):
    """Takes whatever is posted, and counts the days' posts."""

    posts = 0

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        del room, message
        self.posts += key.startswith("post:")
        return Receipt(key)


class Lags:
    """Looks again and again how late the loop is."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    async def look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(_GLANCE)
            self.seen.append(max(0.0, loop.time() - began - _GLANCE) * 1000)

    def share(self, part: float) -> float:
        """Below which this part of the looks lies, in milliseconds."""
        ordered = sorted(self.seen)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


async def soak(directory: Path, check_ins: int, posts: int) -> Soaked:
    """So many check-ins and posts, and what they cost."""
    async with study_world(directory) as world:
        rooms = max(1, posts // _STUDY_DAYS)
        members = max(1, check_ins // (rooms * _STUDY_DAYS))
        drain = Drain()
        cohorts = [await _cohort(world, number, members) for number in range(rooms)]
        gc.collect()
        gc.freeze()  # as `bot.app` does when all is ready
        lags, began = Lags(), stopwatch.monotonic()
        looking = asyncio.create_task(lags.look(), name="looking")
        warm, done = 0.0, 0
        announcer, outages = world.announcer(drain), Outages(world.database, world.clock)
        presses, day = CheckIns(world.database, world.clock, Learners()), MONDAY
        numbers = count(1)
        while done < check_ins or drain.posts < posts:
            if day.weekday() < 5:
                world.clock.at = at(day)
                await outages.moved()
                await announcer.run_once()
                done += await _evening(world, presses, cohorts, day, numbers)
            if not warm and done >= check_ins * _WARMED_UP:
                warm = _memory()
            day += timedelta(days=1)
            if day > MONDAY + timedelta(days=200):
                break
        looking.cancel()
        return Soaked(
            done,
            drain.posts,
            stopwatch.monotonic() - began,
            warm,
            _memory() - warm,
            lags.share(0.5),
            lags.share(0.99),
            lags.share(1.0),
        )


async def _cohort(world: World, number: int, members: int) -> tuple[int, list[Asker]]:
    room = RoomAddress("demo", f"space {number // 40}", f"room {number}", name=f"room {number}")
    wishes = Wishes(start=MONDAY, at=time(9), zone="Europe/Berlin")
    cohort_id = await world.cohort(f"Cohort {number}", curriculum=_ROADMAP, room=room, wishes=wishes)
    pattern = await world.somebody(room=room, administers=False)
    people = []
    async with world.database.write() as connection:
        for place in range(members):
            name = f"member {number}-{place}"
            person = await add_person(connection, "demo", name, name, world.clock.now())
            await add_membership(connection, cohort_id, person, world.clock.now())
            people.append(replace(pattern, person_id=person, name=name, external_id=name))
    return cohort_id, people


async def _evening(
    world: World,
    presses: CheckIns,
    cohorts: list[tuple[int, list[Asker]]],
    day: date,
    numbers: "count[int]",
) -> int:
    """Everybody presses Done, so many at once: each of these hands takes the next member who waits."""
    world.clock.at = at(day, "20:00")
    waiting = iter([(cohort_id, member) for cohort_id, people in cohorts for member in people])
    done = 0

    async def hand() -> None:
        nonlocal done
        for cohort_id, member in waiting:
            said = replace(member, event_id=f"press {next(numbers)}", at=world.clock.at)
            await presses.check_in(said, str(cohort_id), local(said.at, "Europe/Berlin").date())
            done += 1

    async with asyncio.TaskGroup() as hands:
        for _ in range(_AT_ONCE):
            hands.create_task(hand())
    return done


def _memory() -> float:
    """The process's resident memory in MB."""
    gc.collect()
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
