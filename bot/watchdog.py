"""Watches the event loop from a thread of its own: measures how late it is, and ends a process that is stuck.

A loop that is blocked can say nothing itself, and a bot that answers nobody is worse than a new start.
"""

import asyncio
import os
import sys
import threading
import traceback
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

_log = structlog.get_logger()

BEAT = 0.25
"""Seconds between two signs of life of the loop."""

_GLANCE = 1.0
_WARNED_AFTER = 5
_ENDED_AFTER = 60
_REMEMBERED = 240  # beats: a minute
_EXIT_CODE = 70  # EX_SOFTWARE; the container, or systemd, then starts the bot again


def _end() -> None:
    os._exit(_EXIT_CODE)


class Watchdog:
    """`glance` is how often its thread looks, in seconds. After five looks without a sign of life it logs
    where the loop is, once; after sixty it calls `end`.

    Looks are counted, not seconds: a process that was stopped and goes on was not stuck.
    """

    def __init__(self, *, glance: float = _GLANCE, end: Callable[[], None] = _end) -> None:
        self._glance = glance
        self._end = end
        self._beats = 0
        self._lags: deque[float] = deque(maxlen=_REMEMBERED)
        self._stopped = threading.Event()

    @property
    def lag(self) -> float:
        """By how many seconds the loop was late at most in the last minute."""
        return max(self._lags, default=0.0)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watches the running loop as long as the context lasts."""
        beating = asyncio.create_task(self._beat(), name="loop beat")
        watch = threading.Thread(
            target=self._watch, args=(threading.get_ident(),), name="watchdog", daemon=True
        )
        watch.start()
        try:
            yield
        finally:
            self._stopped.set()
            beating.cancel()
            await asyncio.wait([beating])
            watch.join()

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(BEAT)
            self._lags.append(max(0.0, loop.time() - began - BEAT))
            self._beats += 1

    def _watch(self, watched: int) -> None:
        seen, missed = -1, 0
        while not self._stopped.wait(self._glance):
            missed = missed + 1 if self._beats == seen else 0
            seen = self._beats
            if missed == _WARNED_AFTER:
                _log.error("the loop is blocked", looks=missed, stack=_stack(watched))
            elif missed == _ENDED_AFTER:
                _log.critical("the loop is stuck: the process ends", looks=missed, stack=_stack(watched))
                self._end()


def _stack(thread: int) -> str:
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - there is no other way to see another thread
    return "".join(traceback.format_stack(frame)) if frame is not None else ""
