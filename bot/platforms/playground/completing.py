"""What could come next in a line being typed: commands, then their parameters, then the values of one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.interface.command import Command, Parameter
from bot.interface.kinds import Choice, Count, Day, File, Person, Pick, Place, Prose, TimeOfDay, YesNo
from bot.interface.platform import Dispatcher
from bot.interface.request import Said
from bot.interface.timepiece import Timepiece
from bot.platforms.playground import line as lines
from bot.platforms.playground import world
from bot.platforms.playground.asking import is_offered
from bot.platforms.playground.conversation import Conversation
from bot.platforms.playground.legible import legible
from bot.platforms.playground.world import Member, Room

MOST = 25
_LAST_NAMED = re.compile(r"""(?<!\S)(\w+)[:=](?:["“]([^"”]*)|([^\s"“]*))$""")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line that could come next: the whole of it, what it adds, and a word about it."""

    line: str
    label: str
    hint: str
    group: str


class Completing:
    """Suggests to one member in one room."""

    def __init__(self, dispatcher: Dispatcher, conversation: Conversation, timepiece: Timepiece) -> None:
        self._dispatcher = dispatcher
        self._conversation = conversation
        self._timepiece = timepiece

    async def after(self, line: str, member: Member, room: Room) -> Sequence[Suggestion]:
        """At most 25 lines that could come after what is typed, best first; none for plain text."""
        if not lines.is_command(line):
            return ()
        _, command, rest = lines.split(line, self._dispatcher.catalogue())
        if command is None or not rest[:1].isspace():
            return list(self._commands(line, member, room))[:MOST]
        return (await self._arguments(command, line, rest, member, room))[:MOST]

    async def values(
        self, parameter: Parameter, typed: str, said: Said, member: Member, room: Room
    ) -> Sequence[Choice]:
        """What a parameter could be, given what is typed of it."""
        match parameter.kind:
            case Pick():
                request = self._conversation.request(member, room, said)
                return await self._dispatcher.suggest(request, parameter.name, typed)
            case Person():
                return _starting(typed, (Choice(each.name, each.name) for each in world.MEMBERS))
            case Place():
                return _starting(typed, (Choice(each.id, f"#{each.name}") for each in world.SHARED_ROOMS))
            case YesNo():
                return _starting(typed, (Choice("yes", "yes"), Choice("no", "no")))
            case Day():
                today = self._timepiece.now().date().isoformat()
                return _starting(typed, (Choice(today, today),))
            case Prose() | Count() | TimeOfDay() | File():
                return ()
            case _:
                assert_never(parameter.kind)

    def _commands(self, line: str, member: Member, room: Room) -> Iterable[Suggestion]:
        wanted = line.strip().removeprefix("/").replace("_", " ").casefold()
        offered = [command for command in self._dispatcher.catalogue() if is_offered(command, member, room)]
        starting = [command for command in offered if command.name.startswith(wanted)]
        containing = [command for command in offered if wanted in command.name and command not in starting]
        for command in starting + containing:
            help_line = self._dispatcher.described(command.help, member.speaker.language)
            yield Suggestion(f"/{command.name} ", f"/{command.name}", help_line, "Commands")

    async def _arguments(
        self, command: Command, line: str, rest: str, member: Member, room: Room
    ) -> list[Suggestion]:
        naming = _LAST_NAMED.search(rest)
        given, free = lines.named_arguments(rest, command)
        by_name = {parameter.name: parameter for parameter in command.parameters}
        if naming and naming[1].casefold() in by_name:
            parameter, typed = by_name[naming[1].casefold()], naming[2] or naming[3] or ""
            kept = line[: len(line) - len(naming[0])]
            given.pop(parameter.name, None)
            return await self._value_lines(parameter, typed, kept, Said(command.name, given), member, room)
        words = free.split(" ")
        last = words[-1] if not rest[-1:].isspace() else ""
        kept = line[: len(line) - len(last)]
        named = [
            Suggestion(
                f"{kept}{name}:",
                f"{name}:",
                self._dispatcher.described(parameter.kind.label, member.speaker.language),
                "Required" if parameter.required else "Optional",
            )
            for name, parameter in by_name.items()
            if name not in given and name.startswith(last.casefold()) and not isinstance(parameter.kind, File)
        ]
        main = by_name.get(command.main)
        if main is None or main.name in given or isinstance(main.kind, Prose):
            return named
        start = line[: len(line) - len(rest.lstrip())] if free == rest.strip() else kept
        return await self._value_lines(main, free, start, Said(command.name, given), member, room) + named

    async def _value_lines(
        self, parameter: Parameter, typed: str, kept: str, said: Said, member: Member, room: Room
    ) -> list[Suggestion]:
        label = self._dispatcher.described(parameter.kind.label, member.speaker.language)
        choices = await self.values(parameter, typed, said, member, room)
        return [
            Suggestion(
                f"{kept}{parameter.name}:{lines.quoted(choice.value)} ",
                legible(choice.label),
                choice.value if choice.value != choice.label else "",
                label,
            )
            for choice in choices
        ]


def _starting(typed: str, choices: Iterable[Choice]) -> list[Choice]:
    wanted = typed.lstrip("@#").casefold()
    return [choice for choice in choices if choice.label.lstrip("@#").casefold().startswith(wanted)]
