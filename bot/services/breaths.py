"""Long work on the event loop, done in short breaths: nobody who speaks meanwhile waits for all of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

_BREATH = 0.004
"""Seconds of work after which the loop gets a turn; a turn where nobody waits takes some microseconds."""


async def in_breaths(items: Iterable[T], seconds: Callable[[], float] = monotonic) -> AsyncIterator[T]:
    """The items, in order; whenever those so far took long enough by the clock `seconds`, others on the loop
    come first."""
    began = seconds()
    for item in items:
        yield item
        if seconds() - began > _BREATH:
            await asyncio.sleep(0)
            began = seconds()
