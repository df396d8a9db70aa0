"""`/today` and `/plan`."""

from dataclasses import dataclass
from typing import Annotated, assert_never

from bot.interface.command import Audience, Command
from bot.interface.kinds import Count, Pick, Source
from bot.interface.reply import Reply
from bot.messages import lesson as messages
from bot.messages.voice import Voice, mark
from bot.services.asker import Asker
from bot.services.lessons_own import NoLessonNow, OwnLessons, TodaysLesson


@dataclass(frozen=True, slots=True)
class Today:
    """Arguments of `/today`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Arguments of `/plan`."""

    cohort: Annotated[str, Pick("Which cohort", Source.COHORTS)] = ""
    week: Annotated[int, Count("Which week of the roadmap", 1, 1000)] = 0


class LessonCommands:
    """What there is to study, today and later."""

    def __init__(self, lessons: OwnLessons) -> None:
        self._lessons = lessons

    def commands(self) -> tuple[Command, ...]:
        """The declarations of this family."""
        return (
            Command(
                "today",
                "td",
                Today,
                self.today,
                Audience.EVERYBODY,
                mark("Today's lesson, only for you."),
                main="cohort",
            ),
            Command(
                "plan",
                "pl",
                Plan,
                self.plan,
                Audience.EVERYBODY,
                mark("The timetable, week by week, with what you have done."),
                main="week",
            ),
        )

    async def today(self, asker: Asker, say: Voice, args: Today) -> Reply:
        """The lesson whose window is open, or what comes next."""
        match await self._lessons.today(asker, args.cohort):
            case TodaysLesson() as lesson:
                return messages.todays_lesson(say, lesson)
            case NoLessonNow() as nothing:
                return messages.no_lesson_now(say, nothing)
            case other:
                assert_never(other)

    async def plan(self, asker: Asker, say: Voice, args: Plan) -> Reply:
        """A week of the plan."""
        return messages.plan_page(say, await self._lessons.plan(asker, args.cohort, args.week))
