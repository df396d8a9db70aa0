"""What somebody said or pressed, as a platform hands it over, with all that is needed to answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.interface.address import PersonRef, RoomAddress


@dataclass(frozen=True, slots=True)
class Attachment:
    """An uploaded file; nothing is fetched before `read` is called."""

    name: str
    size: int
    media_type: str
    read: Callable[[], Awaitable[bytes]]


Raw = str | int | bool | date | time | PersonRef | RoomAddress | Attachment
"""An argument as a platform hands it over: words as they were typed, or a value the platform has already
read.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said a command with these arguments."""

    command: str
    arguments: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button, and answered what it asked, if anything."""

    token: str
    answers: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the platform knows them.

    `administers` is true for admins of the space, checked by the platform.
    """

    external_id: str
    name: str
    administers: bool = False
    is_bot: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that one person said or pressed.

    `event_id` is unique on the platform (an interaction id, an update id): the same event twice has one
    effect. `at` is the instant of the event (aware UTC), not that of its processing.
    """

    event_id: str
    at: datetime
    speaker: Speaker
    place: RoomAddress
    space_name: str
    intent: Said | Pressed
