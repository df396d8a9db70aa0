"""What Discord answers when something fails -> the failures that the interface knows.

The codes are Discord's own: https://discord.com/developers/docs/topics/opcodes-and-status-codes
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import discord

from bot.interface.platform import DeliveryFailure, NotAllowed, Refused, RoomGone, SlowDown, Unclear
from bot.platforms.discord.rooms import PLATFORM

_BAD_TOKEN, _BAD_SHARDS, _BAD_INTENTS = "bad_token", "bad_shards", "bad_intents"
_REFUSED_WITH = {
    4004: _BAD_TOKEN,
    4010: _BAD_SHARDS,
    4011: _BAD_SHARDS,
    4013: _BAD_INTENTS,
    4014: _BAD_INTENTS,
}
OUT_OF_REACH = timedelta(seconds=15)
_NO_ACCESS = 50001
_BLOCKED_TEXT = 200000  # the server's own rules for messages refuse this one
_BUSY_ROOM = 20028  # too many people write there
_COUNTED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED})  # a token may be mended


class DiscordAway(Exception):
    """There is no connection now, and there may be one later. `code` says why:

    unreachable   no answer, or none that makes sense; `number` is its status, or 0
    no_budget     too many starts today; the next one is allowed in `number` seconds
    """

    def __init__(self, code: str, number: int) -> None:
        super().__init__(code, number)
        self.code = code
        self.number = number


@contextmanager
def connecting() -> Iterator[None]:
    """Raises Refused or DiscordAway for whatever ends a connection, or keeps it from being made."""
    try:
        yield
    except discord.LoginFailure as error:
        raise _refused(_BAD_TOKEN) from error
    except discord.PrivilegedIntentsRequired as error:
        raise _refused(_BAD_INTENTS) from error
    except discord.ConnectionClosed as error:
        if error.code in _REFUSED_WITH:
            raise _refused(_REFUSED_WITH[error.code]) from error
        raise DiscordAway("unreachable", error.code) from error
    except discord.HTTPException as error:
        raise DiscordAway("unreachable", error.status) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise DiscordAway("unreachable", 0) from error


def _refused(reason: str) -> Refused:
    setting = "DISCORD_SHARDS" if reason == _BAD_SHARDS else "DISCORD_TOKEN"
    return Refused(PLATFORM, reason, setting)


@contextmanager
def translated(on_refusal: Callable[[], None]) -> Iterator[None]:
    """Raises DeliveryFailure for what the outside world does; bugs stay what they are.

    discord.py tries again by itself after a 500 or 502, which may have had its effect: so what refuses the
    last try says nothing about those before.

    `on_refusal` hears of every answer that Discord counts against the bot.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise SlowDown(timedelta(seconds=error.retry_after), may_have_arrived=True) from error
    except discord.HTTPException as error:
        if error.status in _COUNTED:
            on_refusal()
        failure = _of_answer(error)
        if failure is None:
            raise
        raise failure from error
    except aiohttp.ClientConnectorError as error:
        raise SlowDown(OUT_OF_REACH, may_have_arrived=True) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unclear(str(error)) from error


def _of_answer(error: discord.HTTPException) -> DeliveryFailure | None:
    """None for a request that no Discord would accept: that is our own mistake."""
    text = f"{error.status} {error.code}"
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unclear(text)
    if error.status in _LATER or error.code == _BUSY_ROOM:
        return SlowDown(OUT_OF_REACH, may_have_arrived=True)
    if error.code in (_NO_ACCESS, _BLOCKED_TEXT):
        return NotAllowed(text)
    of_status: dict[int, DeliveryFailure] = {403: NotAllowed(text), 404: RoomGone(text)}
    return of_status.get(error.status)
