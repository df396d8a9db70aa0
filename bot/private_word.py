"""A word in private that nobody there has asked for. It may not arrive: who needs it has another way."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog

from bot.interface.address import PersonRef
from bot.interface.platform import DeliveryFailure, Platform
from bot.interface.reply import Reply

_log = structlog.get_logger()

PATIENCE = timedelta(seconds=1)
"""So long an answer elsewhere may wait for it: Discord wants one within three seconds."""


class PrivateWord:
    """Tells somebody something. `platforms` are those that there is a connection to, by name."""

    def __init__(self, platforms: Mapping[str, Platform]) -> None:
        self._platforms = platforms
        self._telling: set[asyncio.Task[bool]] = set()

    async def tell(self, platform: str, person: PersonRef, message: Reply, key: str) -> bool:
        """Whether it has arrived by now. What takes longer goes on by itself: a send is never cancelled."""
        if platform not in self._platforms:
            return False
        task = asyncio.create_task(self._tell(self._platforms[platform], person, message, key))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE.total_seconds())
        return bool(done) and task.result()

    async def _tell(self, platform: Platform, person: PersonRef, message: Reply, key: str) -> bool:
        try:
            await platform.tell(person, message, key)
        except DeliveryFailure as failure:
            _log.info("a private word did not arrive", platform=platform.name, exc_info=failure)
            return False
        return True
