"""Checking in, taking it back, resting and coming back: `/checkin`, `/undo`, `/pause`, `/resume`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Count, Day, File, Pick, Prose, Source
from bot.interface.reply import Reply
from bot.interface.request import Attachment
from bot.messages import study as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.check_in_fold import Details
from bot.services.check_ins import CheckIns
from bot.services.pauses import Pauses

_LONGEST_NOTE = 400
_LARGEST_PROOF = 8 * 1024 * 1024  # what can be shown again everywhere
_LONGEST_NAME = 300
_MOST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Arguments of `/checkin`; `row` is the post whose button was pressed, for finding that post again."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    day: Annotated[date | None, Day("For which day, if not the oldest open one")] = None
    note: Annotated[str, Prose("What you did", _LONGEST_NOTE, long=True)] = ""
    minutes: Annotated[int, Count("How many minutes", 1, _MOST_MINUTES)] = 0
    proof: Annotated[Attachment | None, File("A picture or file that shows it", _LARGEST_PROOF)] = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    """Arguments of `/undo`; `day` is that of the check-in under which the button stood."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Arguments of `/pause`."""

    from_: Annotated[date | None, Day("From which day; today if you leave it out")] = None
    until: Annotated[date | None, Day("Until which day; as long as you may if you leave it out")] = None
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Arguments of `/resume`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""


class StudyCommands:
    """What a member does from day to day."""

    def __init__(self, check_ins: CheckIns, pauses: Pauses) -> None:
        self._check_ins = check_ins
        self._pauses = pauses

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        everybody = Audience.EVERYBODY
        return (
            Command(
                "checkin",
                "ci",
                CheckIn,
                self.check_in,
                everybody,
                mark("Count a study day, with a note if you like."),
                main="note",
            ),
            Command(
                "undo",
                "un",
                Undo,
                self.undo,
                everybody,
                mark("Take back your last check-in while its day is open."),
                main="cohort",
            ),
            Command(
                "pause",
                "pa",
                Pause,
                self.pause,
                everybody,
                mark("Rest for some days without losing anything."),
                main="until",
            ),
            Command(
                "resume",
                "re",
                Resume,
                self.resume,
                everybody,
                mark("Come back from a pause before it is over."),
                main="cohort",
            ),
        )

    async def check_in(self, asker: Asker, say: Voice, args: CheckIn) -> Reply:
        """Counts a study day."""
        proof = args.proof.name[:_LONGEST_NAME] if args.proof else ""
        details = Details(args.note, args.minutes, proof)
        return messages.checked_in(say, await self._check_ins.check_in(asker, args.cohort, args.day, details))

    async def undo(self, asker: Asker, say: Voice, args: Undo) -> Reply:
        """Takes a check-in back."""
        day = date.fromisoformat(args.day) if args.day else None
        return messages.undone(say, await self._check_ins.undo(asker, args.cohort, day))

    async def pause(self, asker: Asker, say: Voice, args: Pause) -> Reply:
        """Declares a pause."""
        return messages.rested(say, await self._pauses.pause(asker, args.from_, args.until, args.cohort))

    async def resume(self, asker: Asker, say: Voice, args: Resume) -> Reply:
        """Ends a pause."""
        return messages.resumed(say, await self._pauses.resume(asker, args.cohort))
