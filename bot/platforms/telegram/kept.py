"""What the store keeps: things that were heard, and messages that were sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """Something that Telegram told, as it stands, and when it was heard (aware UTC)."""

    id: int
    heard_at: datetime
    body: Json


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of a post, on its way or arrived; `message` is None as long as nobody knows.

    `token` is what a reply to it says.
    """

    room: str
    key: str
    part: int
    parts: int
    at: datetime
    chat: str
    message: int | None = None
    token: str = ""
