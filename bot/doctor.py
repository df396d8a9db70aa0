"""`roadmate doctor` and `roadmate invite`: looks at everything that can be wrong, and changes nothing."""

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.connections import discord
from bot.core import idle_core
from bot.interface.address import RoomAddress
from bot.messages import doctor as messages
from bot.messages.doctor import Line
from bot.messages.startup import storage_trouble
from bot.messages.voice import Voice, voice_of
from bot.settings import Settings, signing_secret
from storage.errors import DatabaseUnknown, StorageError
from storage.glance import glance
from storage.repositories.places import AddressRow, spoken_in

if TYPE_CHECKING:
    from bot.platforms.discord.examination import Finding


async def findings(settings: Settings) -> list[Line]:
    """What was looked at, each with what was found and how to mend it."""
    return [line async for line in _findings(settings, voice_of("en"))]


async def invitation(settings: Settings) -> str | None:
    """Where an admin lets the Discord bot in with the least rights; None if the token is not known there."""
    for found in await _discord_findings(settings, ()):
        if found.code == "token" and found.ok:
            return str(found.detail["invite"])
    return None


async def _findings(settings: Settings, say: Voice) -> AsyncIterator[Line]:
    yield messages.data_directory(say, settings.roadmate_data, can_write=_can_write(settings.roadmate_data))
    rooms: Sequence[AddressRow] = ()
    try:
        async with glance(settings.database_url.get_secret_value()) as connection:
            rooms = await spoken_in(connection, "discord")
        yield messages.database(say, "")
    except DatabaseUnknown:
        yield messages.no_database_yet(say)
    except StorageError as error:
        yield messages.database(say, storage_trouble(say, error))
    if not settings.discord_token:
        yield messages.no_discord(say)
        return
    addresses = [RoomAddress("discord", room.space, room.channel, room.thread, room.name) for room in rooms]
    for found in await _discord_findings(settings, addresses):
        yield messages.discord_line(say, found.code, found.detail, ok=found.ok)


async def _discord_findings(settings: Settings, rooms: Sequence[RoomAddress]) -> "Sequence[Finding]":
    async with idle_core(SystemClock(), signing_secret(settings).encode()) as core:
        return await discord(settings, core.dispatcher, core.buttons).examine(rooms)


def _can_write(directory: Path) -> bool:
    nearest = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)
