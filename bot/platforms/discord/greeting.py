"""Says hello in a server that has just let the bot in, where it may write, and nowhere else."""

import logging
from collections.abc import Iterator

import discord

from bot.interface.address import RoomAddress
from bot.interface.platform import DeliveryFailure, Dispatcher
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.rooms import PLATFORM

_log = logging.getLogger(__name__)


async def greet(guild: discord.Guild, dispatcher: Dispatcher, posting: Posting) -> None:
    """Greets in the first room that takes it: the one for newcomers, else the topmost. Silent without any."""
    channel = next(_writable(guild), None)
    if channel is None:
        return
    room = RoomAddress(PLATFORM, str(guild.id), str(channel.id), name=channel.name)
    try:
        await posting.post(room, dispatcher.greeting(guild.preferred_locale.value), f"hello {guild.id}")
    except DeliveryFailure as error:
        _log.warning("a server was not greeted", exc_info=error)


def _writable(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    first = [guild.system_channel] if guild.system_channel is not None else []
    for channel in [*first, *guild.text_channels]:
        may = channel.permissions_for(guild.me)
        if may.view_channel and may.send_messages:
            yield channel
