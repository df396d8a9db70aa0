"""`/curriculum list` and `/curriculum show`."""

from dataclasses import dataclass
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Source
from bot.interface.reply import Reply
from bot.messages import curriculum as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.curricula import Curricula


@dataclass(frozen=True, slots=True)
class ListAll:
    """`/curriculum list` takes nothing; its buttons turn the page."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class Show:
    """Arguments of `/curriculum show`."""

    curriculum: Annotated[str, Pick("Which roadmap", Source.CURRICULA)]


class CurriculumCommands:
    """The roadmaps there are."""

    def __init__(self, curricula: Curricula) -> None:
        self._curricula = curricula

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "curriculum list",
                "ul",
                ListAll,
                self.list_all,
                Audience.ADMINS,
                mark("The roadmaps a cohort can walk through."),
            ),
            Command(
                "curriculum show",
                "us",
                Show,
                self.show,
                Audience.ADMINS,
                mark("What is in a roadmap, and how long it takes."),
                main="curriculum",
            ),
        )

    async def list_all(self, asker: Asker, say: Voice, args: ListAll) -> Reply:
        """All of them, page by page."""
        return messages.listed(say, await self._curricula.listed(asker), args.page)

    async def show(self, asker: Asker, say: Voice, args: Show) -> Reply:
        """One in detail."""
        return messages.shown(say, await self._curricula.shown(asker, args.curriculum))
