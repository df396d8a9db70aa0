"""A typed line -> a command with its arguments as words: `/cohort_create name="Winter 27" start=2027-01-04`.

Only names of the command's own parameters are read as names, so that `read chapter 3: loops` stays whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.interface.command import Command

_COMMAND = re.compile(r"/(\w{1,64})(?:@(\w+))?(?:\s+|$)")
_NAMED = re.compile(r"""(?<!\S)(\w+)[:=](?:"((?:\\.|[^"\\])*)"|“([^”]*)”|(\S*))""")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a line says: to the bot with the username `to`, or to whoever hears it.

    `command` is None when no command has the name in `name`.
    """

    name: str
    to: str
    command: Command | None
    rest: str
    arguments: Mapping[str, str]


def typed(line: str, catalogue: Sequence[Command]) -> Typed | None:
    """What the line says; None if it is no command.

    The text that belongs to no name goes to the command's main argument, or else to the first that was not
    given.
    """
    found = _COMMAND.match(line)
    if found is None:
        return None
    to, rest = (found[2] or "").casefold(), line[found.end() :]
    name, command, rest = _command(found[1].casefold(), rest, catalogue)
    if command is None:
        return Typed(name, to, None, rest.strip(), {})
    names = [parameter.name for parameter in command.parameters]
    named, free = _named(rest, set(names))
    if free:
        place = next((name for name in (command.main, *names) if name and name not in named), "")
        if place:
            named[place] = free
    return Typed(name, to, command, rest.strip(), named)


def typed_name(command: Command) -> str:
    """What a command is called on Telegram, which takes one word."""
    return command.name.replace(" ", "_")


def _command(name: str, rest: str, catalogue: Sequence[Command]) -> tuple[str, Command | None, str]:
    """The command, also where it was typed in two words as on other platforms."""
    by_name = {command.name: command for command in catalogue}
    one = name.replace("_", " ")
    if one in by_name:
        return one, by_name[one], rest
    second, _, further = rest.partition(" ")
    two = f"{name} {second.strip().casefold()}"
    return (two, by_name[two], further) if two in by_name else (name, None, rest)


def _named(text: str, known: set[str]) -> tuple[dict[str, str], str]:
    """The `name=value` pairs of a text, and the text without them."""
    named: dict[str, str] = {}

    def taken(found: re.Match[str]) -> str:
        name, quoted, curly, bare = found.groups()
        if name.casefold() not in known:
            return found[0]
        named[name.casefold()] = _unescaped(quoted) if quoted is not None else curly or bare or ""
        return ""

    free = _NAMED.sub(taken, text)
    return {name: value for name, value in named.items() if value}, free.strip()


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
