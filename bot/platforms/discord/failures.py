"""What Discord answers when something fails -> the interface's four delivery failures.

The codes are Discord's own: https://discord.com/developers/docs/topics/opcodes-and-status-codes
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus

import aiohttp
import discord

from bot.interface.platform import DeliveryFailure, NotAllowed, RoomGone, SlowDown, Unclear

_CLOSED_FOR = {
    4004: "bad_token",
    4010: "bad_shards",
    4011: "bad_shards",
    4013: "bad_intents",
    4014: "bad_intents",
}
OUT_OF_REACH = timedelta(seconds=15)
_NO_ACCESS = 50001
_BLOCKED_TEXT = 200000  # the server's own rules for messages refuse this one
_BUSY_ROOM = 20028  # too many people write there
_COUNTED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UNAUTHORIZED})  # a token may be mended


class DiscordRefused(Exception):
    """Discord does not let the bot in. `code` says why, `data` with what:

    bad_token     the token is not valid
    bad_intents   the application may not ask for what it asks for
    bad_shards    there must be more shards than this
    no_budget     too many starts today; a next one is allowed in `seconds`
    unreachable   no answer, or none that makes sense; `status` is 0 when there was none
    """

    def __init__(self, code: str, **data: int | str) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


@contextmanager
def refused() -> Iterator[None]:
    """Raises DiscordRefused for whatever ends a connection, or keeps it from being made."""
    try:
        yield
    except discord.LoginFailure as error:
        raise DiscordRefused("bad_token") from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordRefused("bad_intents") from error
    except discord.ConnectionClosed as error:
        raise DiscordRefused(_CLOSED_FOR.get(error.code, "unreachable"), status=error.code) from error
    except discord.HTTPException as error:
        raise DiscordRefused("unreachable", status=error.status) from error
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        raise DiscordRefused("unreachable", status=0) from error


@contextmanager
def translated(on_refusal: Callable[[], None]) -> Iterator[None]:
    """Raises DeliveryFailure for what the outside world does; bugs stay what they are.

    `on_refusal` hears of every answer that Discord counts against the bot.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise SlowDown(timedelta(seconds=error.retry_after)) from error
    except discord.HTTPException as error:
        if error.status in _COUNTED:
            on_refusal()
        failure = _of_answer(error)
        if failure is None:
            raise
        raise failure from error
    except aiohttp.ClientConnectorError as error:
        raise SlowDown(OUT_OF_REACH) from error  # no connection, so surely nothing arrived
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unclear(str(error)) from error


def _of_answer(error: discord.HTTPException) -> DeliveryFailure | None:
    """None for a request that no Discord would accept: that is our own mistake."""
    text = f"{error.status} {error.code}"
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unclear(text)
    if error.status in _LATER or error.code == _BUSY_ROOM:
        return SlowDown(OUT_OF_REACH)
    if error.code in (_NO_ACCESS, _BLOCKED_TEXT):
        return NotAllowed(text)
    of_status: dict[int, DeliveryFailure] = {403: NotAllowed(text), 404: RoomGone(text)}
    return of_status.get(error.status)
