"""Entries in Discord's menus of messages and people: each says a command that there is anyway."""

from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.interface.command import Command
from bot.interface.kinds import File, Prose
from bot.interface.request import Raw
from bot.platforms.discord.given import attachment, person
from bot.platforms.discord.slash import ANYWHERE, FOR_ANYBODY, Say

COUNT = "Count as my check-in"
PROGRESS = "Show progress"


def menus(catalogue: Sequence[Command], say: Say) -> Iterator[app_commands.ContextMenu]:
    """The entries for which the catalogue has a command."""
    commands = {command.name: command for command in catalogue}
    if "checkin" in commands:
        yield _entry(COUNT, _count(commands["checkin"], say))
    if "progress" in commands:
        yield _entry(PROGRESS, _progress(say))


def _entry(name: str, callback: Any) -> app_commands.ContextMenu:  # noqa: ANN401 - discord.py reads its annotations
    return app_commands.ContextMenu(
        name=name, callback=callback, allowed_contexts=ANYWHERE, allowed_installs=FOR_ANYBODY
    )


def _count(command: Command, say: Say) -> object:
    async def count(interaction: discord.Interaction, message: discord.Message) -> None:
        await say(interaction, command.name, _own_words(command, interaction.user, message))

    return count


def _progress(say: Say) -> object:
    async def progress(interaction: discord.Interaction, member: discord.User | discord.Member) -> None:
        await say(interaction, "progress", {"member": person(member)})

    return progress


def _own_words(
    command: Command, speaker: discord.User | discord.Member, message: discord.Message
) -> dict[str, Raw]:
    """What the message says, as a note and a proof; nobody's note is made of somebody else's words."""
    if message.author.id != speaker.id:
        return {}
    kinds = {parameter.name: parameter.kind for parameter in command.parameters}
    said: dict[str, Raw] = {}
    note, proof = kinds.get("note"), kinds.get("proof")
    if isinstance(note, Prose) and message.content:
        said["note"] = message.content[: note.most]
    if isinstance(proof, File) and message.attachments:
        said["proof"] = attachment(message.attachments[0])
    return said
