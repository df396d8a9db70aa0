"""Where people stand: `/streak`, `/why`, `/progress`, `/leaderboard`."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from bot.domain.ranking import By
from bot.interface.address import PersonRef
from bot.interface.command import Audience, Command
from bot.interface.kinds import Person, Pick, Source
from bot.interface.reply import Reply
from bot.messages import project, standing, standing_board, standing_picture, standing_receipt
from bot.messages.voice import Voice, mark
from bot.pictures.member_card import draw_member_card
from bot.pictures.studio import Studio
from bot.services.asker import Asker
from bot.services.pace_board import PaceBoards
from bot.services.projects import Projects
from bot.services.recall import Recall
from bot.services.standings import Standings
from bot.services.standings_board import Leaderboard

_PACE = "pace"


@dataclass(frozen=True, slots=True)
class Of:
    """Arguments of `/streak`; nobody is the asker."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    member: Annotated[PersonRef | None, Person("Whose, if not your own")] = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Arguments of `/progress`; only buttons ask for a view: `projects`, or `file` for them as a file."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    member: Annotated[PersonRef | None, Person("Whose, if not your own")] = None
    view: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Why:
    """Arguments of `/why`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Leaders:
    """Arguments of `/leaderboard`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    by: Annotated[str, Pick("In which order", Source.RANKINGS)] = By.STREAK.value
    page: int = 1


class StandingCommands:
    """Questions that never change an answer."""

    def __init__(
        self,
        standings: Standings,
        leaderboard: Leaderboard,
        pace: PaceBoards,
        projects: Projects,
        recall: Recall,
        studio: Studio,
    ) -> None:
        self._standings = standings
        self._projects = projects
        self._recall = recall
        self._studio = studio
        self._leaderboard = leaderboard
        self._pace = pace

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        everybody = Audience.EVERYBODY
        return (
            Command(
                "streak",
                "st",
                Of,
                self.streak,
                everybody,
                mark("Your streak in figures, or that of somebody who shares it."),
                main="cohort",
            ),
            Command(
                "why",
                "wh",
                Why,
                self.why,
                everybody,
                mark("Your streak day by day, with the rule behind each."),
                main="cohort",
            ),
            Command(
                "progress",
                "pr",
                Progress,
                self.progress,
                everybody,
                mark("How far you have come: a picture of your days, your streak and your pace."),
                main="cohort",
            ),
            Command(
                "leaderboard",
                "lb",
                Leaders,
                self.leaderboard,
                everybody,
                mark("Who leads among those who want to be seen, and your own place."),
                main="cohort",
            ),
        )

    async def streak(self, asker: Asker, say: Voice, args: Of) -> Reply:
        """Somebody's streak."""
        return standing.streak(say, await self._standings.streak(asker, args.cohort, args.member))

    async def why(self, asker: Asker, say: Voice, args: Why) -> Reply:
        """The receipt behind the asker's streak."""
        return standing_receipt.receipt(say, await self._standings.why(asker, args.cohort, args.page))

    async def progress(self, asker: Asker, say: Voice, args: Progress) -> Reply:
        """Somebody's way so far, as a picture and as text; or their projects alone."""
        built = await self._projects.portfolio(asker, args.cohort, args.member)
        if args.view:
            is_file = args.view == "file"
            return project.portfolio_file(say, built) if is_file else project.portfolio(say, built, args.page)
        fact = await self._standings.progress(asker, args.cohort, args.member)
        kept = await self._recall.state(asker, args.cohort) if fact.whose.own else None
        card = standing_picture.member_card(say, fact, kept)
        if card is None:
            return standing.progress(say, fact, built, kept)
        drawn = await self._studio.drawn(partial(draw_member_card, card))
        return standing.progress(say, fact, built, kept, standing_picture.pictured(say, fact, drawn))

    async def leaderboard(self, asker: Asker, say: Voice, args: Leaders) -> Reply:
        """The board, or the small one of the asker's pace."""
        if args.by == _PACE:
            return standing_board.pace(say, await self._pace.group(asker, args.cohort))
        found = await self._leaderboard.leaders(asker, args.cohort, By(args.by), args.page)
        return standing_board.leaders(say, found)
