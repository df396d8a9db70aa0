"""`/join` and `/leave`."""

from dataclasses import dataclass
from typing import Annotated

from bot.commands.words import reminder
from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Prose, Source, YesNo
from bot.interface.reply import Reply
from bot.messages import joining as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.catching_up import CatchingUp
from bot.services.joining import Joining
from bot.services.people import Wishes


@dataclass(frozen=True, slots=True)
class Join:
    """Arguments of `/join`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    zone: Annotated[str, Pick("Your time zone", Source.ZONES)] = ""
    reminder: Annotated[str, Prose("Remind me at, before (my day ends), or off", 20)] = ""
    listed: Annotated[bool | None, YesNo("Show me on the leaderboard")] = None
    plan: Annotated[str, Prose("I open the topic after...", 60)] = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Arguments of `/leave`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""


class JoiningCommands:
    """The way in and the way out."""

    def __init__(self, joining: Joining, catching_up: CatchingUp) -> None:
        self._joining = joining
        self._catching_up = catching_up

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
                asks=("zone", "reminder", "plan", "listed"),
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
        wish = reminder("reminder", args.reminder) if args.reminder else None
        wishes = Wishes(
            zone=args.zone or None,
            reminder=wish,
            no_reminder=bool(args.reminder) and wish is None,
            plan=args.plan or None,
            listed=args.listed,
        )
        fact = await self._joining.join(asker, args.cohort, wishes)
        state = await self._catching_up.state(asker, str(fact.cohort_id))
        return messages.joined(say, fact, state)

    async def leave(self, asker: Asker, say: Voice, args: Leave) -> Reply:
        """Lets the asker out."""
        return messages.left(say, await self._joining.leave(asker, args.cohort))
