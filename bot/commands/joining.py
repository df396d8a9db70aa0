"""`/join` and `/leave`."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Source, TimeOfDay, YesNo
from bot.interface.reply import Reply
from bot.messages import joining as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.joining import Joining
from bot.services.people import Wishes


@dataclass(frozen=True, slots=True)
class Join:
    """Arguments of `/join`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    zone: Annotated[str, Pick("Your time zone", Source.ZONES)] = ""
    reminder: Annotated[time | None, TimeOfDay("Remind me at, on my clock")] = None
    listed: Annotated[bool | None, YesNo("Show me on the leaderboard")] = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Arguments of `/leave`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""


class JoiningCommands:
    """The way in and the way out."""

    def __init__(self, joining: Joining) -> None:
        self._joining = joining

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "join",
                "jo",
                Join,
                self.join,
                Audience.EVERYBODY,
                mark("Join a cohort; past days never count against you."),
                main="cohort",
                asks=("zone", "reminder", "listed"),
            ),
            Command(
                "leave",
                "le",
                Leave,
                self.leave,
                Audience.EVERYBODY,
                mark("Leave a cohort; your history waits for thirty days."),
                main="cohort",
            ),
        )

    async def join(self, asker: Asker, say: Voice, args: Join) -> Reply:
        """Lets the asker in, with what they answered about themselves."""
        wishes = Wishes(zone=args.zone or None, reminder=args.reminder, listed=args.listed)
        return messages.joined(say, await self._joining.join(asker, args.cohort, wishes))

    async def leave(self, asker: Asker, say: Voice, args: Leave) -> Reply:
        """Lets the asker out."""
        return messages.left(say, await self._joining.leave(asker, args.cohort))
