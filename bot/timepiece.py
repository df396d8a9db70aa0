"""The playground's clock: it goes on by itself, and can be moved ahead; what falls due on the way is done."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock


class DueWork(Protocol):
    """What has to be done at its time."""

    async def next_due_at(self) -> datetime | None:
        """The instant (aware UTC) at which there is something to do next, None if nothing is planned."""

    async def next_post_at(self) -> datetime | None:
        """The instant at which something is posted next, None if nothing is planned."""

    async def run_once(self) -> object:
        """Does what is due now."""


class MovableClock:
    """A clock that runs ahead of another one by an offset which only grows."""

    def __init__(self, clock: Clock, ahead: timedelta = timedelta()) -> None:
        self._clock = clock
        self.ahead = ahead

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        return self._clock.now() + self.ahead

    def set_to(self, instant: datetime) -> None:
        """Moves to an instant, unless that is in the past."""
        self.ahead = max(self.ahead, instant - self._clock.now())


class StudyTimepiece:
    """Moves a clock from one due instant to the next, as if nobody had skipped the time between them."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._moving = asyncio.Lock()

    def drive(
        self,
        work: DueWork,
        keep: Callable[[timedelta], Awaitable[None]],
        moved: Callable[[], Awaitable[None]],
    ) -> None:
        """From now on moves through this work. `keep` is told how far ahead the clock is; `moved` is called
        at once after each step, before anybody could take the time between for an outage.
        """
        self._work = work
        self._keep = keep
        self._moved = moved

    def now(self) -> datetime:
        """The present instant (aware UTC)."""
        return self._clock.now()

    async def forward(self, by: timedelta) -> None:
        """Moves on by a stretch of time; everything that falls due meanwhile happens at its own instant."""
        async with self._moving:
            await self._move_to(self._clock.now() + by)

    async def to_next_post(self) -> bool:
        """Moves to the next announcement and lets it be posted; False when none is planned."""
        async with self._moving:
            due = await self._work.next_post_at()
            if due is None:
                return False
            await self._move_to(due)
            return True

    async def _move_to(self, target: datetime) -> None:
        before = None
        while (due := await self._work.next_due_at()) is not None and due <= target:
            if due == before:
                break  # what is due and still cannot be done waits for its next try, not for us
            before = due
            await self._step_to(due)
        if self._clock.now() < target:
            await self._step_to(target)

    async def _step_to(self, instant: datetime) -> None:
        # Kept before the work: after a crash the clock must not go back behind what was done by it.
        self._clock.set_to(instant)
        await self._moved()
        await self._keep(self._clock.ahead)
        await self._work.run_once()
