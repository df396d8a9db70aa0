"""`/cohort start`, `pause`, `resume`, `end` and `delete`: the life of a cohort."""

from dataclasses import dataclass
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Source
from bot.interface.reply import Reply
from bot.messages import cohort_states as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.cohort_states import CohortStates


@dataclass(frozen=True, slots=True)
class Which:
    """The argument of all but `/cohort delete`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]


@dataclass(frozen=True, slots=True)
class Delete:
    """Arguments of `/cohort delete`; `sure` is what its button says."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)]
    sure: bool = False


class CohortStateCommands:
    """Steps from one state to the next."""

    def __init__(self, states: CohortStates) -> None:
        self._states = states

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        admins = Audience.ADMINS
        return (
            Command(
                "cohort start",
                "cs",
                Which,
                self.start,
                admins,
                mark("Let a draft begin: from now on it posts."),
                main="cohort",
            ),
            Command(
                "cohort pause",
                "cp",
                Which,
                self.pause,
                admins,
                mark("Stop the posts for a while; no streak suffers."),
                main="cohort",
            ),
            Command(
                "cohort resume",
                "cr",
                Which,
                self.resume,
                admins,
                mark("Go on after a pause, or bring back a deleted cohort."),
                main="cohort",
            ),
            Command(
                "cohort end",
                "ce",
                Which,
                self.end,
                admins,
                mark("End a cohort; what was reached stays."),
                main="cohort",
            ),
            Command(
                "cohort delete",
                "cd",
                Delete,
                self.delete,
                admins,
                mark("Delete a cohort; for thirty days it can be brought back."),
                main="cohort",
            ),
        )

    async def start(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """Lets a draft run."""
        return messages.started(say, await self._states.start(asker, args.cohort))

    async def pause(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """Stops the posts for a while."""
        return messages.paused(say, await self._states.pause(asker, args.cohort))

    async def resume(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """Goes on, or brings back."""
        return messages.resumed(say, await self._states.resume(asker, args.cohort))

    async def end(self, asker: Asker, say: Voice, args: Which) -> Reply:
        """Ends it."""
        return messages.ended(say, await self._states.end(asker, args.cohort))

    async def delete(self, asker: Asker, say: Voice, args: Delete) -> Reply:
        """Asks whether the asker is sure, then deletes."""
        if not args.sure:
            return messages.about_to_delete(say, await self._states.to_delete(asker, args.cohort))
        return messages.deleted(say, await self._states.delete(asker, args.cohort))
