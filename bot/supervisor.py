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
_STEADY = 60.0
"""Seconds after which a connection counts as good, so that the next loss is tried again soon."""


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
        await self.platform.stop()

    async def announce(self) -> int:
        """Lets what is due be posted there, if there is a connection; returns how many messages arrived."""
        return await self._serve(self.platform.name) if self._is_up else 0

    async def given_up(self) -> None:
        """Waits until the platform has refused us, and nothing is tried any more."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _keep(self) -> None:
        attempt = 0
        while True:
            try:
                lasted = await self._one_connection()
            except Refused as refused:
                self.refused = refused
                _log.error("a platform refuses us", platform=self.platform.name, reason=refused.reason)
                return
            attempt = 0 if lasted > _STEADY else attempt + 1
            await asyncio.sleep(_wait(attempt))

    async def _one_connection(self) -> float:
        """Seconds that it lasted."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await self.platform.start()
            self._is_up = True
            await self.announce()
            await self.platform.lost()
        except Refused:
            raise
        except Exception:  # noqa: BLE001 - whatever ends one platform must stop no other
            _log.exception("a platform was lost", platform=self.platform.name)
        finally:
            self._is_up = False
        await self.platform.stop()
        return loop.time() - began


def _wait(attempt: int) -> float:
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt).total_seconds()
    return random.uniform(FIRST_WAIT.total_seconds(), longest)  # noqa: S311 - spreads load, hides nothing
