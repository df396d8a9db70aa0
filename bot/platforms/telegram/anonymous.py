"""Admins who hide behind their group, and channels that speak: nobody can be told by them.

Telegram gives such a message the sender 1087968824 or a channel's number, which anybody may have. So what was
said waits under a button, and is said by the person who presses it.
"""

import secrets
from dataclasses import asdict

from telegram import Bot, CallbackQuery

from bot.interface.address import RoomAddress
from bot.interface.command import Command
from bot.interface.platform import Dispatcher
from bot.interface.request import Raw, Said
from bot.platforms.telegram import words
from bot.platforms.telegram.drawing import Draft
from bot.platforms.telegram.keyboard import Key
from bot.platforms.telegram.line import typed_name
from bot.platforms.telegram.markup import escaped
from bot.platforms.telegram.packing import packed, unpacked, unpacked_room
from bot.platforms.telegram.sending import Sending
from bot.platforms.telegram.store import Store

MARK = "!"
CONFIRMED = "confirm"


class Anonymous:
    """Asks who it was, and remembers what was said meanwhile."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, sending: Sending, store: Store) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._sending = sending
        self._store = store

    async def ask(self, command: Command, said: dict[str, Raw], chat: RoomAddress, message: int) -> None:
        """Puts a button under what was said by nobody in particular."""
        handle = secrets.token_urlsafe(9)
        body = {"command": command.name, "said": packed(said), "place": asdict(chat)}
        await self._store.keep_note(CONFIRMED, handle, body)
        described = self._dispatcher.described
        text = f"<code>/{typed_name(command)}</code>\n{escaped(described(words.WHO_ASKS, ''))}"
        key = Key(described(words.CONFIRM, ""), f"{MARK}{handle}")
        await self._sending.say(chat, Draft(text, ((key,),)), message)

    async def said(self, query: CallbackQuery) -> tuple[RoomAddress, Said] | None:
        """What waits under the pressed button; None if that is long ago."""
        note = await self._store.note(CONFIRMED, (query.data or "").removeprefix(MARK))
        if note is None:
            return None
        return unpacked_room(note["place"]), Said(note["command"], unpacked(note["said"], self._bot))

    async def forget(self, query: CallbackQuery) -> None:
        """A button works once for those who administer the chat."""
        await self._store.drop_note(CONFIRMED, (query.data or "").removeprefix(MARK))
