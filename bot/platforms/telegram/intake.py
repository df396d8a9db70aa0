"""What was heard and kept -> dealt with, in the order in which each person spoke, and then forgotten."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import telegram
from telegram import Bot
from telegram.error import Forbidden, RetryAfter, TimedOut

from bot.interface.platform import DeliveryFailure
from bot.platforms.telegram.calls import Calls
from bot.platforms.telegram.kept import Json, Update
from bot.platforms.telegram.store import Store

AT_ONCE = 256  # most of them wait for their turn to speak
_log = logging.getLogger(__name__)

Handle = Callable[[telegram.Update, datetime], Awaitable[None]]


class Intake:
    """Deals with updates. Once it is `closed`, the rest waits in the inbox for the next start."""

    def __init__(self, bot: Bot, handle: Handle, store: Store, calls: Calls) -> None:
        self._bot = bot
        self._handle = handle
        self._store = store
        self._calls = calls
        self._lines: dict[str, deque[Update]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.closed = False

    async def resume(self) -> None:
        """Takes up what was heard before the last stop, and not dealt with."""
        self.take(await self._store.unanswered())

    async def hear(self, bodies: Sequence[Json]) -> None:
        """Keeps updates as Telegram told them, and deals with those that are new. Kept for sure on return."""
        self.take(await self._store.hear(bodies))

    def take(self, updates: Sequence[Update]) -> None:
        """Deals with updates that are kept."""
        for update in updates:
            line = _line_of(update.body)
            if line in self._lines:
                self._lines[line].append(update)
            else:
                self._lines[line] = deque([update])
                self._calls.begun(self._serve(line), f"line {line}")

    async def _serve(self, line: str) -> None:
        waiting = self._lines[line]
        while waiting and not self.closed:
            async with self._slots:
                await self._deal_with(waiting.popleft())
        del self._lines[line]

    async def _deal_with(self, update: Update) -> None:
        if self.closed:
            return
        try:
            found = telegram.Update.de_json(update.body, self._bot)
            await self._handle(found, update.heard_at)
        except (DeliveryFailure, Forbidden, RetryAfter, TimedOut) as error:
            _log.warning("an answer was lost on its way", exc_info=error)
        except Exception:  # noqa: BLE001 - one bug of ours must not stop a person for ever
            _log.exception("an update could not be dealt with, update=%s", update.id)
        await self._store.answered(update)


def _line_of(body: Json) -> str:
    """What must stay in order: what one person says in one chat, or else what the update is about."""
    for about in body.values():
        if isinstance(about, dict):
            chat = about.get("chat") or (about.get("message") or {}).get("chat") or {}
            return f"{chat.get('id', '')}:{(about.get('from') or {}).get('id', '')}"
    return ""
