"""Projects: `/submit` and `/review`."""

from dataclasses import dataclass
from typing import Annotated, assert_never

from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Prose, Source, YesNo
from bot.interface.reply import Reply
from bot.messages import project as messages
from bot.messages import review as review_messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.project_facts import Decided, NothingToReview, ToReview
from bot.services.projects import Projects
from bot.services.reviews import NOTHING_SAID, Answers, Reviews

_LONGEST_LINK = 300
_LONGEST_NOTE = 400


@dataclass(frozen=True, slots=True)
class Submit:
    """Arguments of `/submit`."""

    project: Annotated[str, Pick("Which project", Source.PROJECTS)]
    link: Annotated[str, Prose("A link that shows it", _LONGEST_LINK)]
    note: Annotated[str, Prose("What your reviewers should know", _LONGEST_NOTE, long=True)] = ""
    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""


@dataclass(frozen=True, slots=True)
class Review:
    """Arguments of `/review`; the three answers are asked in a form."""

    submission: Annotated[str, Pick("Which project that was handed in", Source.SUBMISSIONS)] = ""
    works: Annotated[bool | None, YesNo("Does it work?")] = None
    clear: Annotated[bool | None, YesNo("Is it clear?")] = None
    suggestion: Annotated[str, Prose("One suggestion", _LONGEST_NOTE, long=True)] = ""


class ProjectCommands:
    """What members build, and what they say to each other about it."""

    def __init__(self, projects: Projects, reviews: Reviews) -> None:
        self._projects = projects
        self._reviews = reviews

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "submit",
                "sb",
                Submit,
                self.submit,
                Audience.EVERYBODY,
                mark("Hand in a project; two members look at it, and its days are credited."),
                main="link",
            ),
            Command(
                "review",
                "rv",
                Review,
                self.review,
                Audience.EVERYBODY,
                mark("Look at a project that waits for you, or see what was said to yours."),
                main="submission",
            ),
        )

    async def submit(self, asker: Asker, say: Voice, args: Submit) -> Reply:
        """Takes a project in."""
        taken = await self._projects.submit(asker, args.cohort, args.project, args.link, args.note)
        return messages.handed_in(say, taken)

    async def review(self, asker: Asker, say: Voice, args: Review) -> Reply:
        """Shows what waits or what was said, or keeps what is answered."""
        said = Answers(args.works, args.clear, args.suggestion)
        if said != NOTHING_SAID:
            return review_messages.reviewed(say, await self._reviews.give(asker, args.submission, said))
        match await self._reviews.shown(asker, args.submission):
            case ToReview() as waiting:
                return review_messages.to_review(say, waiting)
            case Decided() as own:
                return review_messages.decided(say, own)
            case NothingToReview() as nothing:
                return review_messages.nothing_to_review(say, nothing)
            case other:
                assert_never(other)
