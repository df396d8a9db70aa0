"""Keeps one platform going by itself: what happens to it never stops or delays another."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.interface.platform import Platform, Refused

_log = structlog.get_logger()

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(seconds=300)
_DOUBLINGS = 8  # so often doubled, the first wait is beyond the longest one
_STEADY = timedelta(seconds=60)
"""A connection that lasted longer counts as good: the next loss is tried again soon."""


class Supervisor:
    """Starts a platform, and starts it again when it was lost, ever less often (full jitter)."""

    def __init__(self, platform: Platform, serve: Callable[[str], Awaitable[int]]) -> None:
        self.platform = platform
        self._serve = serve
        self._is_up = False
        self._task: asyncio.Task[None] | None = None
        self.refused: Refused | None = None

    @property
    def is_up(self) -> bool:
        """Whether the platform is connected, as far as is known."""
        return self._is_up

    def start(self) -> None:
        """Begins; needs a running event loop."""
        self._task = asyncio.create_task(self._keep(), name=f"platform {self.platform.name}")

    async def stop(self) -> None:
        """Ends the connection and tries no more."""
        self._is_up = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._part()

    async def announce(self) -> int:
        """Lets what is due be posted there, if there is a connection; returns how many messages arrived."""
        return await self._serve(self.platform.name) if self._is_up else 0

    async def given_up(self) -> None:
        """Waits until the platform has refused us, and nothing is tried any more."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _keep(self) -> None:
        failures = 0
        while True:
            try:
                lasted = await self._one_connection()
            except Refused as refused:
                self.refused = refused
                _log.error("a platform refuses us", platform=self.platform.name, reason=refused.reason)
                return
            failures = 0 if lasted > _STEADY else failures + 1
            await asyncio.sleep(wait_after(failures).total_seconds())

    async def _one_connection(self) -> timedelta:
        """How long it lasted."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await self.platform.start()
            self._is_up = True
            await self._catch_up()
            await self.platform.lost()
        except Refused:
            raise
        except Exception:  # noqa: BLE001 - whatever ends one platform must stop no other
            _log.exception("a platform was lost", platform=self.platform.name)
        finally:
            self._is_up = False
        await self._part()
        return timedelta(seconds=loop.time() - began)

    async def _catch_up(self) -> None:
        """What is due need not wait for the next look. A fault of ours is no reason to hang up."""
        try:
            await self.announce()
        except Exception:  # noqa: BLE001 - it will be tried again with the next look
            _log.exception("what is due could not be announced", platform=self.platform.name)

    async def _part(self) -> None:
        try:
            await self.platform.stop()
        except Exception:  # noqa: BLE001 - as above, and a connection that ends badly has ended all the same
            _log.exception("a platform was not left in order", platform=self.platform.name)


def wait_after(failures: int) -> timedelta:
    """How long to wait before the next try, after so many in a row that came to nothing."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * (1 << min(failures, _DOUBLINGS)))
    return FIRST_WAIT + random.random() * (longest - FIRST_WAIT)  # noqa: S311 - spreads load, hides nothing
