"""What Discord hands over as the value of an option -> what the rest of the program understands."""

import discord
from discord import app_commands

from bot.interface.address import PersonRef
from bot.interface.request import Attachment, Raw
from bot.platforms.discord.rooms import picked

Given = (
    str
    | int
    | bool
    | discord.User
    | discord.Member
    | discord.Attachment
    | app_commands.AppCommandChannel
    | app_commands.AppCommandThread
)


def raw(interaction: discord.Interaction, value: Given) -> Raw:
    """The value as an argument."""
    match value:
        case discord.User() | discord.Member():
            return person(value)
        case discord.Attachment():
            return attachment(value)
        case app_commands.AppCommandChannel() | app_commands.AppCommandThread():
            return picked(value, interaction.client.user)
        case _:
            return value


def person(user: discord.User | discord.Member) -> PersonRef:
    """Somebody, under the name they have here."""
    return PersonRef(str(user.id), user.display_name)


def attachment(file: discord.Attachment) -> Attachment:
    """A file that was handed in; Discord keeps it for a short time only."""
    return Attachment(file.filename, file.size, file.content_type or "", file.read)
