"""The rights that the bot needs in a chat, under the names that Telegram shows."""

from telegram import (
    Bot,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    ChatPermissions,
)
from telegram.constants import ChatType

from bot.interface.address import RoomAddress
from bot.interface.platform import RoomGone

_POST = "Post Messages"
_NEEDED = {
    "can_send_messages": "Send Messages",
    "can_send_photos": "Send Photos",
    "can_send_documents": "Send Files",
}


async def lacking(bot: Bot, room: RoomAddress, number: int) -> tuple[str, ...]:
    """The names of those that the bot lacks in a room, whose chat has this number now.

    Raises TelegramError and RoomGone.
    """
    if not room.space:
        return ()
    chat = await bot.get_chat(number)
    member = await bot.get_chat_member(number, bot.id)
    if isinstance(member, ChatMemberLeft | ChatMemberBanned):
        raise RoomGone(room)
    if chat.type == ChatType.CHANNEL:
        return () if isinstance(member, ChatMemberAdministrator) and member.can_post_messages else (_POST,)
    may = _restrictions(member, chat.permissions)
    return tuple(name for right, name in _NEEDED.items() if may is not None and not getattr(may, right))


def _restrictions(
    member: ChatMember, for_all: ChatPermissions | None
) -> ChatMemberRestricted | ChatPermissions | None:
    """What says what the bot may do; None where nothing holds it back, as for admins."""
    if isinstance(member, ChatMemberRestricted):
        return member
    return for_all if member.status == ChatMember.MEMBER else None
