"""One message to Telegram, in a chat that may have moved: at our pace, and again only where it is safe."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter

from bot.interface.address import RoomAddress
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.drawing import Draft
from bot.platforms.telegram.failures import wait_of
from bot.platforms.telegram.keyboard import inline, picker
from bot.platforms.telegram.pacer import LONGEST_WAIT, Pacer
from bot.platforms.telegram.rooms import thread_of
from bot.platforms.telegram.transport import Unsent

Answer = TypeVar("Answer")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TRIES = 3
_SOON = 1.0


class Sending:
    """Sends drafts; raises TelegramError."""

    def __init__(self, bot: Bot, pacer: Pacer, chats: Chats) -> None:
        self._bot = bot
        self._pacer = pacer
        self._chats = chats

    async def turn(self, room: RoomAddress) -> None:
        """Waits until a post may be sent to the room; raises SlowDown when that is not soon."""
        await self._pacer.turn(room.channel)

    async def send(self, room: RoomAddress, draft: Draft, reply_to: int | None = None) -> int:
        """Sends a message once, when it is one's turn; the number that Telegram gave it."""
        return await self._once(room, room.channel, lambda chat: self._sent(chat, room, draft, reply_to))

    async def say(self, room: RoomAddress, draft: Draft, reply_to: int | None = None) -> int:
        """Sends a message to somebody who waits for it."""
        return await self._surely(room, room.channel, lambda chat: self._sent(chat, room, draft, reply_to))

    async def edit(self, room: RoomAddress, message: int, draft: Draft) -> None:
        """Puts a text in the place of one that stands there: in a group it counts like a new one."""
        pace = room.channel if room.space else f"{room.channel} edits"

        async def edited(chat: int) -> object:
            return await self._bot.edit_message_text(
                draft.text,
                chat_id=chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=inline(draft.rows),
            )

        try:
            await self._surely(room, pace, edited)
        except BadRequest as error:
            if "not modified" not in str(error):
                raise

    async def _surely(self, room: RoomAddress, pace: str, call: Callable[[int], Awaitable[Answer]]) -> Answer:
        """Tries again what has surely not arrived, for somebody waits for it."""
        for _ in range(_TRIES - 1):
            await self._pacer.turn(pace, for_person=True)
            try:
                return await self._once(room, pace, call)
            except Unsent:
                await asyncio.sleep(_SOON)
            except RetryAfter as error:
                if wait_of(error).total_seconds() > LONGEST_WAIT:
                    raise
        await self._pacer.turn(pace, for_person=True)
        return await self._once(room, pace, call)

    async def _once(self, room: RoomAddress, pace: str, call: Callable[[int], Awaitable[Answer]]) -> Answer:
        """A chat that has moved did not take the message, and says where it is."""
        try:
            try:
                return await call(self._chats.present(room.channel))
            except ChatMigrated as error:
                await self._chats.moved(room.channel, error.new_chat_id)
                return await call(error.new_chat_id)
        except RetryAfter as error:
            self._pacer.hold(pace, wait_of(error))
            raise

    async def _sent(self, chat: int, room: RoomAddress, draft: Draft, reply_to: int | None) -> int:
        answered = None
        if reply_to is not None:
            answered = ReplyParameters(reply_to, allow_sending_without_reply=True)
        thread, is_public = thread_of(room), bool(room.space)
        keyboard = picker(draft.picker) if draft.picker else inline(draft.rows)
        if draft.file is None:
            message = await self._bot.send_message(
                chat,
                draft.text,
                parse_mode=ParseMode.HTML,
                message_thread_id=thread,
                link_preview_options=_NO_PREVIEW,
                disable_notification=is_public,
                reply_parameters=answered,
                reply_markup=keyboard,
            )
            return message.message_id
        name, content = draft.file
        send = self._bot.send_photo if draft.is_picture else self._bot.send_document
        message = await send(
            chat,
            InputFile(content, filename=name),
            caption=draft.text or None,
            parse_mode=ParseMode.HTML,
            message_thread_id=thread,
            disable_notification=is_public,
            reply_parameters=answered,
            reply_markup=keyboard,
        )
        return message.message_id
