"""`/help`, made from the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from rapidfuzz import process

from bot.domain.errors import UnknownChoice
from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Source
from bot.interface.reply import Reply
from bot.messages import help as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker


@dataclass(frozen=True, slots=True)
class Help:
    """Arguments of `/help`."""

    command: Annotated[str, Pick("Which command", Source.COMMANDS)] = ""


class HelpCommand:
    """Knows all other commands and itself."""

    def __init__(self, others: Sequence[Command]) -> None:
        own = Command(
            "help", "he", Help, self.help, Audience.EVERYBODY, mark("What you can say here."), main="command"
        )
        self.catalogue: tuple[Command, ...] = (*others, own)

    async def help(self, asker: Asker, say: Voice, args: Help) -> Reply:  # noqa: ARG002 - it is the same for all
        """Everything, or one command in detail; raises UnknownChoice."""
        if not args.command:
            return messages.overview(say, self.catalogue)
        wanted = args.command.lstrip("/").replace("_", " ").casefold()
        by_name = {command.name: command for command in self.catalogue}
        if wanted not in by_name:
            nearest = tuple(str(found[0]) for found in process.extract(wanted, list(by_name), limit=3))
            raise UnknownChoice("command", args.command, nearest)
        return messages.detail(say, by_name[wanted])
