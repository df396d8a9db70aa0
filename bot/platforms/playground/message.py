"""A message on its way: as a draft, as it stands in the history, and read back whole."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.interface.reply import Block
from bot.platforms.playground.wire import Json, ShownButton


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to keep.

    `author` is a member, or empty for the bot; `asker` and `prompt` say whose words an answer answers;
    `only_for` is the one member who sees it, or empty.
    """

    room: str
    at: datetime
    author: str = ""
    asker: str = ""
    prompt: str = ""
    only_for: str = ""
    blocks: tuple[Block, ...] = ()
    buttons: tuple[ShownButton, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it stands in the file; `body` is the JSON of its blocks and buttons."""

    id: int
    room: str
    at: str
    author: str
    asker: str
    prompt: str
    only_for: str
    body: Json


@dataclass(frozen=True, slots=True)
class Message:
    """A message, read back whole."""

    id: int
    room: str
    at: datetime
    author: str
    asker: str
    prompt: str
    only_for: str
    blocks: tuple[Block, ...]
    buttons: tuple[ShownButton, ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes of a message, with the JSON of the block they belong to."""

    content: bytes
    block: Json


def message_id(word: str) -> int | None:
    """The id that somebody outside names; None where no message could have it."""
    return int(word) if re.fullmatch(r"[0-9]{1,15}", word) else None
