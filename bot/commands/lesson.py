"""`/today` and `/plan`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, assert_never

from bot.domain.catching_up import Way
from bot.domain.recall import Grade
from bot.interface.command import Audience, Command
from bot.interface.kinds import Count, Pick, Source, YesNo
from bot.interface.reply import Reply
from bot.messages import lesson as messages
from bot.messages import recall as recalls
from bot.messages.catching_up import chosen
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.catching_up import CatchingUp
from bot.services.lessons_own import NoLessonNow, OwnLessons, TodaysLesson
from bot.services.recall import Recall
from bot.services.recall_facts import NothingToRecall, Prompt


@dataclass(frozen=True, slots=True)
class Today:
    """Arguments of `/today`.

    Only buttons give a `grade`: to the topic at `place` of a study day, in its `turn`, as number `page` of a
    round.
    """

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    recall: Annotated[bool | None, YesNo("Topics to recall instead")] = None
    grade: str = ""
    day: str = ""
    place: int = 0
    turn: int = 0
    page: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """Arguments of `/plan`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    week: Annotated[int, Count("Which week of the roadmap", 1, 1000)] = 0
    keepup: Annotated[str, Pick("How you want to keep up", Source.WAYS)] = ""


class LessonCommands:
    """What there is to study, today and later."""

    def __init__(self, lessons: OwnLessons, recall: Recall, catching_up: CatchingUp) -> None:
        self._lessons = lessons
        self._recall = recall
        self._catching_up = catching_up

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "today",
                "td",
                Today,
                self.today,
                Audience.EVERYBODY,
                mark("Today's lesson, only for you, or topics to recall."),
                main="cohort",
            ),
            Command(
                "plan",
                "pl",
                Plan,
                self.plan,
                Audience.EVERYBODY,
                mark("The timetable, week by week, with what you have done; or how you keep up."),
                main="week",
            ),
        )

    async def today(self, asker: Asker, say: Voice, args: Today) -> Reply:
        """The lesson whose window is open, or what comes next; or a topic to recall."""
        if args.grade:
            return await self._graded(asker, say, args)
        if args.recall:
            return await self._recalling(asker, say, args.cohort)
        found = await self._lessons.today(asker, args.cohort)
        state = await self._recall.state(asker, args.cohort)
        match found:
            case TodaysLesson() as lesson:
                return messages.todays_lesson(say, lesson, state)
            case NoLessonNow() as nothing:
                return messages.no_lesson_now(say, nothing, state)
            case other:
                assert_never(other)

    async def _recalling(self, asker: Asker, say: Voice, cohort: str) -> Reply:
        match await self._recall.begin(asker, cohort):
            case Prompt() as prompt:
                return recalls.prompt(say, prompt)
            case NothingToRecall() as nothing:
                return recalls.nothing(say, nothing)
            case other:
                assert_never(other)

    async def _graded(self, asker: Asker, say: Voice, args: Today) -> Reply:
        day, grade = date.fromisoformat(args.day), Grade(args.grade)
        fact = await self._recall.grade(asker, args.cohort, day, args.place, args.turn, grade, args.page)
        return recalls.recalled(say, fact)

    async def plan(self, asker: Asker, say: Voice, args: Plan) -> Reply:
        """A week of the plan; or a choice of how to keep up."""
        if args.keepup:
            return chosen(say, await self._catching_up.choose(asker, args.cohort, Way(args.keepup)))
        page = await self._lessons.plan(asker, args.cohort, args.week)
        return messages.plan_page(say, page)
