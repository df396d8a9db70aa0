"""Wakes those who have something to do, every so often and when they wish. Decides nothing itself."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock

_GLANCE = timedelta(seconds=1)
_JUMP = timedelta(seconds=2)
_SOON = timedelta(seconds=2)
_AT_ONCE = 2  # one that ends, and the next that it has planned for at once


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do again and again, so long after it was done.

    `next_at` is asked after each time for an instant (aware UTC) before that at which there is more to do.
    What should have been done already, as where a platform is not up yet, is tried again after two seconds.
    """

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]
    next_at: Callable[[], Awaitable[datetime | None]] | None = None


class Scheduler:
    """Runs chores, the first time at once. A chore that fails is logged by APScheduler and runs again.

    `clock` is the machine's own, for that is what APScheduler plans by.
    """

    def __init__(self, clock: Clock, chores: Sequence[Chore]) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        for chore in chores:
            self._plan(chore, clock.now())
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins; needs a running event loop."""
        self._scheduler.start()
        self._watch = asyncio.create_task(self._watch_the_clock(), name="clock watch")

    async def stop(self) -> None:
        """Wakes nobody any more, cancels the chores under way, and waits until they have come to an end."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait([self._watch])
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it does so in the loop's next round only
        if self._under_way:
            await asyncio.wait(self._under_way.values())

    def wake(self) -> None:
        """Runs every chore now."""
        self._again |= set(self._under_way)
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=self._clock.now())

    async def _run(self, chore: Chore) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine always runs in one
        self._under_way[chore.name] = task
        wished = None
        try:
            await chore.work()
            wished = None if chore.next_at is None else await chore.next_at()
        except asyncio.CancelledError:
            return  # APScheduler would not pass it on either, but log it as an error
        finally:
            del self._under_way[chore.name]
            self._plan(chore, self._next_time(chore, wished))

    def _next_time(self, chore: Chore, wished: datetime | None) -> datetime:
        now = self._clock.now()
        if chore.name in self._again:
            self._again.remove(chore.name)
            return now
        usual = now + chore.every
        return usual if wished is None else min(usual, wished if wished > now else now + _SOON)

    def _plan(self, chore: Chore, at: datetime) -> None:
        """Instead of whatever was planned for the chore."""
        self._scheduler.add_job(
            partial(self._run, chore),
            "date",
            run_date=at,
            id=chore.name,
            name=chore.name,
            misfire_grace_time=None,
            max_instances=_AT_ONCE,
            replace_existing=True,
        )

    async def _watch_the_clock(self) -> None:
        """APScheduler plans by the wall clock: set back by an hour, it would sleep for that hour.

        The loop's own clock does not jump, so a difference between the two is a jump (or a resumed laptop).
        """
        loop = asyncio.get_running_loop()
        offset = self._offset(loop)
        while True:
            await asyncio.sleep(_GLANCE.total_seconds())
            now = self._offset(loop)
            if abs(now - offset) > _JUMP:
                self.wake()
            offset = now

    def _offset(self, loop: asyncio.AbstractEventLoop) -> timedelta:
        return self._clock.now() - datetime.fromtimestamp(loop.time(), UTC)
