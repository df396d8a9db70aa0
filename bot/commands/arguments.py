"""From words as they were typed to the typed arguments of a command; of who asks it knows the date only.

A value that cannot be used raises `Invalid` or `UnknownChoice` with the argument's name and the value.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any, assert_never

from rapidfuzz import process

from bot.commands.options import OPTIONS
from bot.commands.words import clean, clock, day, yes_no
from bot.domain.calendar import zone_info
from bot.domain.errors import Invalid, UnknownChoice
from bot.interface.address import PersonRef, RoomAddress
from bot.interface.command import Command, contract_name
from bot.interface.kinds import Count, Day, File, Kind, Person, Pick, Place, Prose, Source, TimeOfDay, YesNo
from bot.interface.request import Attachment, Raw

_LONGEST_PICK = 100
_QUOTES = '"“”'
"""Somebody who is used to them puts a name of two words in quotes, wherever it stands."""
_COUNT = re.compile(r"[+-]?\d{1,9}", re.ASCII)


def read_arguments(command: Command, said: Mapping[str, Raw], bound: Mapping[str, str], today: date) -> Any:  # noqa: ANN401 - an instance of the command's own class
    """An instance of `command.arguments`.

    `said` is what a person gave, `bound` what a signed button carries: only that may fill the fields that
    people cannot. `today` is the asker's date, for words like `tomorrow`.

    Raises Invalid (`unknown_argument`, `missing_argument`, or what is wrong with a value) and UnknownChoice.
    """
    parameters = {parameter.name: parameter for parameter in command.parameters}
    unknown = next((name for name in said if name not in parameters), None)
    if unknown is not None:
        raise Invalid("unknown_argument", argument=unknown, command=command.name, known=tuple(parameters))
    values: dict[str, object] = {
        name: _hidden(command, name, value) for name, value in bound.items() if name not in parameters
    }
    for parameter in parameters.values():
        value = said.get(parameter.name, bound.get(parameter.name, ""))
        if value != "" and not (parameter.required and _is_blank(value)):
            values[parameter.field] = _typed(parameter.name, parameter.kind, value, today)
        if parameter.required and values.get(parameter.field, "") == "":
            raise Invalid("missing_argument", argument=parameter.name, label=parameter.kind.label)
    return command.arguments(**values)


def _is_blank(value: Raw) -> bool:
    return isinstance(value, str) and not clean(value)


def _typed(name: str, kind: Kind, value: Raw, today: date) -> object:
    match kind:
        case Pick():
            return _pick(name, kind, value)
        case Prose() | Count():
            return _prose(name, kind, value) if isinstance(kind, Prose) else _count(name, kind, value)
        case Day() | TimeOfDay() | YesNo():
            return _word(name, kind, value, today)
        case Person() | Place() | File():
            return _reference(name, kind, value)
        case _:
            assert_never(kind)


def _word(name: str, kind: Day | TimeOfDay | YesNo, value: Raw, today: date) -> date | time | bool:
    match kind:
        case Day():
            return value if isinstance(value, date) else day(name, str(value), today)
        case TimeOfDay():
            return value if isinstance(value, time) else clock(name, str(value))
        case YesNo():
            return value if isinstance(value, bool) else yes_no(name, str(value))
        case _:
            assert_never(kind)


def _reference(name: str, kind: Person | Place | File, value: Raw) -> PersonRef | RoomAddress | Attachment:
    match kind, value:
        case Person(), PersonRef():
            return value
        case Place(), RoomAddress():
            return value
        case File(most=most), Attachment(size=size):
            if size > most:
                raise Invalid("file_too_large", argument=name, most=most, size=size)
            return value
        case _:
            code = {Person: "bad_person", Place: "bad_place", File: "bad_file"}[type(kind)]
            raise Invalid(code, argument=name, value=str(value))


def _hidden(command: Command, name: str, value: str) -> object:
    default = next(field.default for field in fields(command.arguments) if contract_name(field.name) == name)
    match default:
        case bool():
            return value == "yes"
        case int():
            return int(value)
        case _:
            return value


def _pick(name: str, kind: Pick, value: Raw) -> str:
    word, source = clean(str(value)).strip(_QUOTES), kind.source
    if not word:
        raise Invalid("missing_argument", argument=name, label=kind.label)
    if len(word) > _LONGEST_PICK:
        raise Invalid("too_long", argument=name, most=_LONGEST_PICK, length=len(word))
    if source is Source.ZONES:
        return zone_info(word).key
    if source is Source.WEEKDAYS or source not in OPTIONS:
        return word
    options = OPTIONS[source]
    if word.casefold() in options:
        return word.casefold()
    nearest = tuple(str(found[0]) for found in process.extract(word, list(options), limit=3, score_cutoff=50))
    raise UnknownChoice(name, word, nearest or tuple(options))


def _prose(name: str, kind: Prose, value: Raw) -> str:
    text = clean(str(value), lines=kind.long)
    if len(text) > kind.most:
        raise Invalid("too_long", argument=name, most=kind.most, length=len(text))
    return text


def _count(name: str, kind: Count, value: Raw) -> int:
    word = str(value).strip()
    if not _COUNT.fullmatch(word) or not kind.least <= int(word) <= kind.most:
        raise Invalid("bad_count", argument=name, value=word, least=kind.least, most=kind.most)
    return int(word)
