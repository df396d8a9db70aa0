"""Questions to a person, and the reading of the answers: every kind of parameter has its own field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import assert_never

from bot.interface.command import Command, Parameter
from bot.interface.kinds import Choice, Count, Day, File, Kind, Person, Pick, Place, Prose, TimeOfDay, YesNo
from bot.interface.reply import Bound
from bot.interface.request import Attachment, Raw
from bot.platforms.playground import line, world

COMPLETE_BELOW = 25
"""A shorter list of suggestions is the whole list: it fits a drop-down."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question; `least` and `most` are of the kind's own measure, `choices` fill a drop-down."""

    name: str
    kind: str
    label: str
    required: bool
    start: str = ""
    least: int = 0
    most: int = 0
    choices: tuple[Choice, ...] = ()
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Questions:
    """A form as it is shown to one person.

    The answers go with `token`, if there is one, or else with the command and the words in `bound`.
    """

    title: str
    command: str
    prompt: str
    token: str
    bound: Mapping[str, str]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody handed it in."""

    name: str
    media_type: str
    content: bytes

    async def read(self) -> bytes:
        """The bytes."""
        return self.content


Answer = str | int | bool | Upload


def field(parameter: Parameter, label: str, start: str, choices: tuple[Choice, ...] = ()) -> Field:
    """The question for a parameter; `choices` are the suggestions of a `Pick` before anything is typed."""
    least, most = _measures(parameter.kind)
    return Field(
        *(parameter.name, kind_name(parameter.kind), label, parameter.required, start, least, most),
        choices=choices or _members_or_rooms(parameter.kind),
        searched=isinstance(parameter.kind, Pick) and len(choices) >= COMPLETE_BELOW,
    )


def kind_name(kind: Kind) -> str:
    """The name of a kind for the page."""
    match kind:
        case Pick() | Count() | Day() | Person() | Place() | File():
            return type(kind).__name__.lower()
        case Prose():
            return "text" if kind.long else "line"
        case TimeOfDay():
            return "time"
        case YesNo():
            return "yesno"
        case _:
            assert_never(kind)


def answers(command: Command, given: Mapping[str, Answer]) -> dict[str, Raw]:
    """The answers as arguments; what is empty or no parameter of the command is left out."""
    return {
        parameter.name: _argument(parameter, given[parameter.name])
        for parameter in command.parameters
        if given.get(parameter.name, "") != ""
    }


def word(value: Bound | Raw) -> str:
    """A value as it would be typed."""
    match value:
        case bool():
            return "yes" if value else "no"
        case time():
            return value.isoformat("minutes")
        case _:
            return str(value)


def _argument(parameter: Parameter, answer: Answer) -> Raw:
    if isinstance(answer, Upload):
        return Attachment(answer.name, len(answer.content), answer.media_type, answer.read)
    if not isinstance(answer, str):
        return answer
    try:
        return _read(parameter, answer)
    except ValueError:
        return answer  # the dispatcher knows the kind sentence for it


def _read(parameter: Parameter, answer: str) -> Raw:
    match parameter.kind:
        case Count():
            return int(answer)
        case Day():
            return date.fromisoformat(answer)
        case TimeOfDay():
            return time.fromisoformat(answer)
        case _:
            return line.value(parameter, answer)


def _measures(kind: Kind) -> tuple[int, int]:
    match kind:
        case Count():
            return kind.least, kind.most
        case Prose() | File():
            return 0, kind.most
        case _:
            return 0, 0


def _members_or_rooms(kind: Kind) -> tuple[Choice, ...]:
    match kind:
        case Person():
            return tuple(Choice(member.id, member.name) for member in world.MEMBERS)
        case Place():
            return tuple(Choice(room.id, f"#{room.name}") for room in world.SHARED_ROOMS)
        case _:
            return ()
