"""The stories of this directory say every command that there is, with every one of its arguments."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from front_door import front_door

from bot.interface.command import Command, Parameter
from bot.interface.kinds import File
from bot.platforms.playground.line import is_command, typed

STORIES = sorted(Path(__file__).parent.glob("test_*_told.py"))


async def test_every_command_is_said_in_a_story_with_each_of_its_arguments(tmp_path: Path) -> None:
    async with front_door(tmp_path) as door:
        catalogue = door.core.catalogue
    said: dict[str, set[str]] = defaultdict(set)
    for line in lines():
        found = typed(line, catalogue)
        if found.command is not None:
            said[found.command.name] |= found.arguments.keys()
    unsaid = {command.name for command in catalogue} - said.keys()
    arguments = {command.name: {each.name for each in _typed(command)} for command in catalogue}
    missing = {name: sorted(arguments[name] - said[name]) for name in said if arguments[name] - said[name]}
    assert (unsaid, missing) == (set(), {})


def _typed(command: Command) -> list[Parameter]:
    """What can be said in a line: a file is handed in with a form."""
    return [each for each in command.parameters if not isinstance(each.kind, File)]


def lines() -> Iterator[str]:
    """Everything in the stories that somebody may say to the bot; what is filled in later stands as `x`."""
    for story in STORIES:
        for node in ast.walk(ast.parse(story.read_text(encoding="utf-8"))):
            words = _words(node)
            if is_command(words):
                yield words


def _words(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(_words(part) if isinstance(part, ast.Constant) else "x" for part in parts)
        case _:
            return ""
