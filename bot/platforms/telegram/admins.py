"""Who administers a chat, asked of Telegram and remembered for five minutes."""

import asyncio
import logging
from dataclasses import dataclass

from telegram import Bot, User
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.platforms.telegram.chats import Chats

_REMEMBERED = 300.0  # seconds
_PATIENCE = 3.0  # somebody waits
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    people: tuple[User, ...]


class Admins:
    """Tells admins from others; whoever cannot be looked up is none."""

    def __init__(self, bot: Bot, chats: Chats) -> None:
        self._bot = bot
        self._chats = chats
        self._known: dict[str, _Known] = {}

    async def has(self, home: str, person: int) -> bool:
        """Whether the person administers the chat."""
        return any(each.id == person for each in await self._of(home))

    async def named(self, home: str, username: str) -> User | None:
        """The admin with that username: of others Telegram does not tell whose it is."""
        wanted = username.casefold()
        return next(
            (each for each in await self._of(home) if (each.username or "").casefold() == wanted), None
        )

    def forget(self, home: str) -> None:
        """Asks anew the next time."""
        self._known.pop(home, None)

    async def _of(self, home: str) -> tuple[User, ...]:
        now = asyncio.get_running_loop().time()
        known = self._known.get(home)
        if known is None or known.until < now:
            try:
                found = await self._bot.get_chat_administrators(
                    self._chats.present(home), read_timeout=_PATIENCE
                )
            except (BadRequest, Forbidden) as error:  # the chat is gone, or we are: asking again helps nobody
                _log.warning("the admins of a chat could not be asked for", exc_info=error)
                found = ()
            except TelegramError as error:
                _log.warning("the admins of a chat could not be asked for", exc_info=error)
                return ()
            known = _Known(now + _REMEMBERED, tuple(each.user for each in found))
            self._known = {chat: each for chat, each in self._known.items() if each.until >= now}
            self._known[home] = known
        return known.people
