"""Keeps discord.py's own bookkeeping of rate limits cheap for bots in very many rooms.

With more than 256 buckets discord.py (2.7) looks at all of them for each new one, which makes ten thousand
posts eight times as dear as they need be. Here it looks once in a while.
"""

from typing import Any

import discord

SELDOM = 256


def look_seldom(client: discord.Client) -> None:
    """Makes the client look for buckets that are no longer used only at every so many new ones."""
    http: Any = client.http  # the method is not part of discord.py's public interface
    look = getattr(http, "_try_clear_expired_ratelimits", None)
    if look is None:
        return
    fresh = 0

    def seldom() -> None:
        nonlocal fresh
        fresh += 1
        if fresh % SELDOM == 0:
            look()

    http._try_clear_expired_ratelimits = seldom  # noqa: SLF001 - there is no other door
