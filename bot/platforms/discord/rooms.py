"""Discord's channels, threads and private chats -> rooms as the rest of the program knows them.

A thread that the bot opened belongs to the room it was opened in, and so does every post of a forum: what is
said or pressed there is said in that room. A thread that somebody else opened is a room of its own.
"""

import discord
from discord import app_commands

from bot.interface.address import RoomAddress

PLATFORM = "discord"

Picked = app_commands.AppCommandChannel | app_commands.AppCommandThread


def place_of(interaction: discord.Interaction) -> RoomAddress:
    """Where something was said or pressed."""
    channel = interaction.channel
    number = "" if channel is None else str(channel.id)
    if interaction.guild_id is None or is_visiting(interaction):
        return RoomAddress(PLATFORM, "", number)
    if isinstance(channel, discord.Thread):
        return _of_thread(channel, interaction.guild_id, interaction.client.user)
    return RoomAddress(PLATFORM, str(interaction.guild_id), number, name=_name(channel))


def is_visiting(interaction: discord.Interaction) -> bool:
    """Whether somebody brought the app to a server that has not let it in: it is like a private chat."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def picked(channel: Picked, me: discord.ClientUser | None) -> RoomAddress:
    """A channel that somebody picked."""
    if isinstance(channel, app_commands.AppCommandThread):
        return _of_thread(channel, channel.guild_id, me)
    return RoomAddress(PLATFORM, str(channel.guild_id), str(channel.id), name=channel.name)


def picked_in_form(interaction: discord.Interaction, number: str, name: str) -> RoomAddress:
    """A channel that somebody picked in a form, of which only the id and the name are known."""
    channel = interaction.guild.get_channel_or_thread(int(number)) if interaction.guild else None
    if isinstance(channel, discord.Thread):
        return _of_thread(channel, channel.guild.id, interaction.client.user)
    return RoomAddress(PLATFORM, str(interaction.guild_id or ""), number, name=name)


def number_of(room: RoomAddress) -> int:
    """The id of the channel or thread to speak in."""
    return int(room.thread or room.channel)


def _of_thread(
    thread: discord.Thread | app_commands.AppCommandThread, guild_id: int, me: discord.ClientUser | None
) -> RoomAddress:
    parent = thread.parent
    is_part = isinstance(parent, discord.ForumChannel) or (me is not None and thread.owner_id == me.id)
    own = "" if is_part else str(thread.id)
    name = _name(parent) if is_part else thread.name
    return RoomAddress(PLATFORM, str(guild_id), str(thread.parent_id), own, name=name)


def _name(channel: object) -> str:
    return str(getattr(channel, "name", "") or "")
