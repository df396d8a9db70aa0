"""Telegram's chats and forum topics <-> rooms as the rest of the program knows them.

The General topic is the chat itself: Telegram wants its number left out. A reply outside of topics carries a
thread number too, which means nothing.
"""

from telegram import Chat, MaybeInaccessibleMessage, Message
from telegram.constants import ChatType

from bot.interface.address import RoomAddress

PLATFORM = "telegram"


def place_of(message: MaybeInaccessibleMessage, home: str) -> RoomAddress:
    """Where a message stands; `home` is the number under which the chat is known."""
    thread = ""
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        thread = str(message.message_thread_id)
    return room_of(message.chat, home, thread)


def room_of(chat: Chat, home: str, thread: str = "") -> RoomAddress:
    """A chat as a room."""
    if chat.type == ChatType.PRIVATE:
        return private(home)
    return RoomAddress(PLATFORM, home, home, thread, name=chat.title or "")


def private(person: str) -> RoomAddress:
    """Somebody's private chat, which has the number of the person."""
    return RoomAddress(PLATFORM, "", person)


def thread_of(room: RoomAddress) -> int | None:
    """The topic to speak in; None outside of topics and in General."""
    return int(room.thread) if room.thread else None
