"""Our own pace, a little below Discord's 50 requests a second, and a stop when Discord has refused too much.

discord.py has no limit of its own ahead of a 429: a thousand posts at once drew four refusals each, and most
of them were lost. Answers to people are not counted by Discord and do not wait here.
"""

import asyncio
from collections import deque
from datetime import timedelta

from bot.interface.platform import SlowDown

A_SECOND = 48
_INTERVAL = 1 / A_SECOND
_WINDOW = 600.0
_MOST_REFUSALS = 5_000  # Discord bars an address for an hour at 10,000 in ten minutes


class Pacer:
    """Gives turns, one after the other; those for people come first."""

    def __init__(self) -> None:
        self._waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = (deque(), deque())
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._refusals: deque[float] = deque()

    async def turn(self, *, for_person: bool = False) -> None:
        """Returns when it is one's turn; raises SlowDown after too many refusals."""
        loop = asyncio.get_running_loop()
        self._guard(loop.time())
        turn = loop.create_future()
        self._waiting[0 if for_person else 1].append(turn)
        self._wind(loop)
        await turn

    def refused(self) -> None:
        """Notes that Discord refused a request (401, 403, 429)."""
        self._refusals.append(asyncio.get_running_loop().time())

    def _wind(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and any(self._waiting):
            self._timer = loop.call_at(self._next, self._strike)

    def _strike(self) -> None:
        """Turns keep to a grid, so that a late timer costs no pace; more than one is never made up for."""
        loop = asyncio.get_running_loop()
        self._timer = None
        waiting = next((turns for turns in self._waiting if turns), None)
        if waiting is None:
            return
        self._next = max(self._next + _INTERVAL, loop.time())
        turn = waiting.popleft()
        if not turn.done():
            turn.set_result(None)
        self._wind(loop)

    def _guard(self, now: float) -> None:
        while self._refusals and self._refusals[0] < now - _WINDOW:
            self._refusals.popleft()
        if len(self._refusals) >= _MOST_REFUSALS:
            raise SlowDown(timedelta(seconds=self._refusals[0] + _WINDOW - now))
