"""A typed line -> a command with its arguments as words: `/cohort create name:"Winter 27" start=2027-01-04`.

Only names of the command's own parameters are read as names, so that `read chapter 3: loops` stays whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.interface.command import Command, Parameter
from bot.interface.kinds import Person, Place
from bot.interface.request import Raw
from bot.platforms.playground import world

_NAMED = re.compile(r"""(?<!\S)(\w+)[:=](?:"((?:\\.|[^"\\])*)"|“([^”]*)”|(\S*))""")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a line says.

    `command` is None when no command has the name in `name`.
    """

    name: str
    command: Command | None
    arguments: Mapping[str, str]


def is_command(line: str) -> bool:
    """Whether the line is meant for the bot, not for the room."""
    return line.lstrip().startswith("/")


def typed(line: str, catalogue: Sequence[Command]) -> Typed:
    """What the line says; the text that belongs to no name goes to the command's main argument, or else to
    the first that was not given.
    """
    name, command, rest = split(line, catalogue)
    if command is None:
        return Typed(name, None, {})
    named, free = named_arguments(rest, command)
    if free:
        place = next((name for name in (command.main, *_names(command)) if name and name not in named), "")
        if place:
            named[place] = free
    return Typed(name, command, named)


def split(line: str, catalogue: Sequence[Command]) -> tuple[str, Command | None, str]:
    """The command's name, the command, and the text after it; `/cohort_create` is `/cohort create`."""
    by_name = {command.name: command for command in catalogue}
    words = re.split(r"(\s+)", line.lstrip().removeprefix("/"))
    first = words[0].replace("_", " ").casefold()
    two = f"{first} {words[2].casefold()}" if len(words) > 2 else ""  # noqa: PLR2004 - word, space, word
    if two in by_name:
        return two, by_name[two], "".join(words[3:])
    unknown = two if any(command.group == first for command in catalogue) and two else first
    return (first, by_name[first], "".join(words[1:])) if first in by_name else (unknown, None, "")


def named_arguments(text: str, command: Command) -> tuple[dict[str, str], str]:
    """The `name:value` pairs of a text, and the text without them."""
    known = set(_names(command))
    named: dict[str, str] = {}

    def taken(found: re.Match[str]) -> str:
        name, quoted, curly, bare = found.groups()
        if name.casefold() not in known:
            return found[0]
        named[name.casefold()] = _unescaped(quoted) if quoted is not None else curly or bare or ""
        return ""

    free = _NAMED.sub(taken, text)
    return {name: value for name, value in named.items() if value}, free.strip()


def value(parameter: Parameter, word: str) -> Raw:
    """The word, or the member or room it names where the parameter wants one."""
    try:
        match parameter.kind:
            case Person():
                return world.member(word).ref
            case Place():
                return world.room(word).address
            case _:
                return word
    except KeyError:
        return word


def quoted(word: str) -> str:
    """The word, in quotes if it would not be one word otherwise."""
    if word and not re.search(r"[\s\"“”]", word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _names(command: Command) -> list[str]:
    return [parameter.name for parameter in command.parameters]
