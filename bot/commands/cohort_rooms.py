"""`/cohort attach` and `detach`: one cohort in several rooms, also on the other platform."""

from dataclasses import dataclass
from typing import Annotated

from bot.commands.linking import LONGEST_CODE
from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Prose, Source
from bot.interface.reply import Reply
from bot.messages import cohort_rooms as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.cohort_rooms import CohortRooms


@dataclass(frozen=True, slots=True)
class Attach:
    """Arguments of `/cohort attach`: a code here, or none to get one for a cohort of this space."""

    code: Annotated[str, Prose("The code from the cohort's home", LONGEST_CODE)] = ""
    cohort: Annotated[str, Pick("Which cohort the code is for", Source.COHORTS)] = ""


@dataclass(frozen=True, slots=True)
class Detach:
    """Arguments of `/cohort detach`; `room` is what its buttons say."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    room: int = 0


class CohortRoomCommands:
    """Where a cohort speaks."""

    def __init__(self, rooms: CohortRooms) -> None:
        self._rooms = rooms

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "cohort attach",
                "at",
                Attach,
                self.attach,
                Audience.ADMINS,
                mark("Let a cohort speak in one more room: get a code at its home, say it there."),
                main="code",
            ),
            Command(
                "cohort detach",
                "dt",
                Detach,
                self.detach,
                Audience.ADMINS,
                mark("Let a cohort speak in a room no more; what was done there stays."),
                main="cohort",
            ),
        )

    async def attach(self, asker: Asker, say: Voice, args: Attach) -> Reply:
        """Uses a code in this room, or gives one."""
        if args.code:
            return messages.attached(say, await self._rooms.attach(asker, args.code))
        return messages.code(say, await self._rooms.code(asker, args.cohort))

    async def detach(self, asker: Asker, say: Voice, args: Detach) -> Reply:
        """Shows which rooms can be detached; a button detaches one."""
        if args.room:
            return messages.detached(say, await self._rooms.detach(asker, args.cohort, args.room))
        return messages.detachable(say, await self._rooms.detachable(asker, args.cohort))
