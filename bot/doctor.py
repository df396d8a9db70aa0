"""`roadmate doctor` and `roadmate invite`: looks at everything that can be wrong, and changes nothing."""

import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot import machine
from bot.clock import SystemClock
from bot.connections import discord, telegram
from bot.core import idle_core
from bot.interface.address import RoomAddress
from bot.interface.finding import Finding
from bot.messages import doctor as messages
from bot.messages.doctor import Line
from bot.messages.startup import storage_trouble
from bot.messages.voice import Voice, voice_of
from bot.settings import Settings, signing_secret
from storage.errors import DatabaseUnknown, StorageError
from storage.glance import glance
from storage.repositories.places import AddressRow, spoken_in

_EXAMINED = {"discord": "Discord", "telegram": "Telegram"}


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
    for line in machine.lines(settings, say, SystemClock().now()):
        yield line
    rooms: dict[str, Sequence[AddressRow]] = {}
    try:
        async with glance(settings.database_url.get_secret_value()) as connection:
            rooms = {platform: await spoken_in(connection, platform) for platform in _EXAMINED}
        yield messages.database(say, "")
    except DatabaseUnknown:
        yield messages.no_database_yet(say)
    except StorageError as error:
        yield messages.database(say, storage_trouble(say, error))
    for platform, name in _EXAMINED.items():
        for line in await _examined(settings, say, platform, name, rooms.get(platform, ())):
            yield line


async def _examined(
    settings: Settings, say: Voice, platform: str, name: str, rooms: Sequence[AddressRow]
) -> list[Line]:
    token = {"discord": settings.discord_token, "telegram": settings.telegram_token}[platform]
    if not token:
        return [messages.unused(say, name, f"{name.upper()}_TOKEN")]
    addresses = [RoomAddress(platform, room.space, room.channel, room.thread, room.name) for room in rooms]
    examine = _discord_findings if platform == "discord" else _telegram_findings
    return [messages.platform_line(say, name, found) for found in await examine(settings, addresses)]


async def _discord_findings(settings: Settings, rooms: Sequence[RoomAddress]) -> Sequence[Finding]:
    async with idle_core(SystemClock(), signing_secret(settings).encode()) as core:
        return await discord(settings, core.dispatcher, core.buttons).examine(rooms)


async def _telegram_findings(settings: Settings, rooms: Sequence[RoomAddress]) -> Sequence[Finding]:
    async with idle_core(SystemClock(), signing_secret(settings).encode()) as core:
        return await telegram(settings, core.dispatcher, core.buttons).examine(rooms)


def _can_write(directory: Path) -> bool:
    nearest = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)
