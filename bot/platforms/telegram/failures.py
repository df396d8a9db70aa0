"""What Telegram answers when something fails -> the failures that the interface knows.

Telegram has no codes beside the status, only sentences; those here are of its server, tdlib/telegram-bot-api.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.interface.platform import DeliveryFailure, NotAllowed, Refused, RoomGone, SlowDown, Unclear
from bot.platforms.telegram.rooms import PLATFORM
from bot.platforms.telegram.transport import Unsent

OUT_OF_REACH = timedelta(seconds=15)
_SETTING = "TELEGRAM_TOKEN"
_GONE = (
    "chat not found",
    "group chat was deactivated",
    "group chat was upgraded",
    "group chat was deleted",
    "message thread not found",
    "peer_id_invalid",
    "channel_private",
    "bot was kicked",
    "bot is not a member",
)
_LACKING = (
    "not enough rights",
    "have no rights",
    "have no right",
    "need administrator rights",
    "administrator rights in the channel",
    "chat_write_forbidden",
    "topic_closed",
    "_forbidden",
)


class TelegramAway(Exception):
    """There is no connection now, and there may be one later."""


@contextmanager
def connecting() -> Iterator[None]:
    """Raises Refused or TelegramAway for whatever ends a connection, or keeps it from being made."""
    try:
        yield
    except InvalidToken:
        raise Refused(PLATFORM, "bad_token", _SETTING) from None  # its text has the token in it
    except Conflict as error:
        raise Refused(PLATFORM, "second_copy", _SETTING) from error
    except TelegramError as error:
        raise TelegramAway(type(error).__name__) from error


@contextmanager
def translated() -> Iterator[None]:
    """Raises DeliveryFailure for what the outside world does; bugs stay what they are."""
    try:
        yield
    except RetryAfter as error:
        raise SlowDown(wait_of(error)) from error
    except BadRequest as error:  # a subclass of NetworkError, but an answer all the same
        failure = _of_answer(error)
        if failure is None:
            raise
        raise failure from error
    except Forbidden as error:
        raise _of_answer(error) or NotAllowed(str(error)) from error
    except ChatMigrated as error:
        raise RoomGone(str(error)) from error
    except (InvalidToken, Unsent):  # a token may be mended
        raise SlowDown(OUT_OF_REACH) from None
    except TelegramError as error:
        raise Unclear(type(error).__name__) from error


def wait_of(error: RetryAfter) -> timedelta:
    """How long Telegram wants us to wait."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def is_lost_topic(error: BadRequest) -> bool:
    """Whether the topic was deleted, while the chat is still there."""
    return "message thread not found" in str(error).casefold()


def _of_answer(error: TelegramError) -> DeliveryFailure | None:
    """None for a request that no Telegram would accept: that is our own mistake."""
    text = str(error)
    said = text.casefold()
    if any(words in said for words in _GONE):
        return RoomGone(text)
    return NotAllowed(text) if any(words in said for words in _LACKING) else None
