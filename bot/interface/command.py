"""What can be said: commands as typed arguments, whose annotations say what is wanted of a person.

Knows no platform and no rule of studying. A platform reads `Command.parameters` and offers each kind in its
native way.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from enum import Enum
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.interface.reply import Reply


class Source(Enum):
    """Where the entries of a `Pick` come from; the dispatcher suggests them as somebody types."""

    COHORTS = "cohorts"
    CURRICULA = "curricula"
    ZONES = "zones"
    LANGUAGES = "languages"
    COUNTRIES = "countries"
    COMMANDS = "commands"
    RANKINGS = "rankings"
    PACES = "paces"
    WEEKDAYS = "weekdays"
    STREAK_MODES = "streak_modes"
    LATE_POLICIES = "late_policies"


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of a known list; the value is the entry's id.

    Free text is matched against the list too.
    """

    label: str
    source: Source


@dataclass(frozen=True, slots=True)
class Prose:
    """Free text of at most `most` characters; `long` asks for a field of several lines."""

    label: str
    most: int
    long: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from `least` to `most`, both included."""

    label: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date."""

    label: str


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time on a wall clock, to the minute."""

    label: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of this space."""

    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """A room the bot can speak in; by default the one in which the command is said."""

    label: str


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file of at most `most` bytes."""

    label: str
    most: int


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    label: str


Kind = Pick | Prose | Count | Day | TimeOfDay | Person | Place | File | YesNo


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody as the platform names them; `name` is what people see."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class RoomAddress:
    """Where something is said: a channel, chat or forum topic.

    An empty `space` is a private chat.
    """

    platform: str
    space: str
    channel: str
    thread: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """One string for one room, whatever its present name."""
        return ":".join((self.platform, self.space, self.channel, self.thread))


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


class Audience(Enum):
    """Who may say a command; `bot.services.access` decides."""

    EVERYBODY = "everybody"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a command: its name in the contract, its kind, and whether it may be left out.

    `field` is its name in the arguments' class: with an underscore where Python needs the name itself.
    """

    name: str
    kind: Kind
    required: bool
    field: str


@dataclass(frozen=True)
class Command:
    """A command: what it is called, what it wants, and who answers it.

    `answer` takes who asks, the voice to answer in, and an instance of `arguments`.
    `code` is two letters that never change, for buttons that outlive releases. `help` is a message id for
    gettext. `main` names the argument that takes the rest of the text where arguments are typed (`/checkin
    read chapter 3`).
    """

    name: str
    code: str
    arguments: type
    answer: Callable[[Any, Any, Any], Awaitable[Reply]]
    audience: Audience
    help: str
    main: str = ""
    asks: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The first word of a two-word name, else the empty string."""
        head, _, tail = self.name.partition(" ")
        return head if tail else ""

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The arguments people can give, in order; fields without a kind are filled by buttons only."""
        hints = get_type_hints(self.arguments, include_extras=True)
        return tuple(
            Parameter(contract_name(field.name), kind, field.default is MISSING, field.name)
            for field in fields(self.arguments)
            if (kind := _kind_of(hints[field.name])) is not None
        )

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name; `KeyError` if there is none."""
        return {parameter.name: parameter for parameter in self.parameters}[name]


def contract_name(field_name: str) -> str:
    """What people call the argument in that field: a name that Python keeps for itself (`from`) is written
    with an underscore behind it.
    """
    return field_name.removesuffix("_")


def _kind_of(hint: object) -> Kind | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((extra for extra in get_args(hint)[1:] if isinstance(extra, Kind)), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a `Pick`: the value to hand over, and the label people see (it may carry live
    information).
    """

    value: str
    label: str


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
