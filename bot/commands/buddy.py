"""`/buddy`: two members who look after each other."""

from dataclasses import dataclass
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Source
from bot.interface.reply import Reply
from bot.messages import buddy as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.buddies import Buddies


@dataclass(frozen=True, slots=True)
class Buddy:
    """Arguments of `/buddy`. Only buttons give an `answer`; `whom` it is about is a membership."""

    action: Annotated[str, Pick("What to do", Source.BUDDY_ACTIONS)] = ""
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    answer: str = ""
    whom: int = 0


class BuddyCommand:
    """The way to a buddy, and the way out."""

    def __init__(self, buddies: Buddies) -> None:
        self._buddies = buddies

    def commands(self) -> tuple[Command, ...]:
        """The declaration of this family."""
        return (
            Command(
                "buddy",
                "bd",
                Buddy,
                self.buddy,
                Audience.EVERYBODY,
                mark("Find somebody of your cohort to keep an eye on each other, or stop."),
                main="action",
            ),
        )

    async def buddy(self, asker: Asker, say: Voice, args: Buddy) -> Reply:
        """Shows how it stands, after doing what was said."""
        if args.answer:
            return await self._answered(asker, say, args)
        match args.action:
            case "find":
                return messages.buddy(say, await self._buddies.find(asker, args.cohort))
            case "stop":
                return messages.stopped(say, await self._buddies.stop(asker, args.cohort))
            case _:
                return messages.buddy(say, await self._buddies.shown(asker, args.cohort))

    async def _answered(self, asker: Asker, say: Voice, args: Buddy) -> Reply:
        match args.answer:
            case messages.YES:
                return messages.buddy(say, await self._buddies.agree(asker, args.cohort, args.whom))
            case messages.NO:
                return messages.buddy(say, await self._buddies.decline(asker, args.cohort, args.whom))
            case messages.HELLO:
                return messages.greeted(say, await self._buddies.greet(asker, args.cohort, args.whom))
            case _:
                await self._buddies.answered(asker)
                return messages.asks_themselves(say)
