"""Threads under posts. Discord gives a thread the number of the message that it hangs under."""

from typing import Final

import discord

from bot.platforms.discord.fields import shortened

_LONGEST_NAME = 100
_HAS_ONE = 160004
_QUIET_FOR: Final = 4320  # minutes, until Discord puts it away: by then the day and its grace are over


async def open_thread(client: discord.Client, channel: int, post: int, title: str) -> None:
    """Opens the thread under a post, unless it has one. Raises what discord.py raises."""
    try:
        await client.http.start_thread_with_message(
            channel, post, name=shortened(title, _LONGEST_NAME), auto_archive_duration=_QUIET_FOR
        )
    except discord.HTTPException as error:
        if error.code != _HAS_ONE:
            raise
