"""Lessons as one person sees them: today's, and the plan week by week with what they have done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import deadline, local, week_of
from bot.domain.catching_up import Turn, Way
from bot.domain.check_in import is_caught_up
from bot.domain.standing import Status
from bot.domain.streak_status import status_of
from bot.domain.streak_windows import closes
from bot.services.access import cohort_to_see
from bot.services.asker import Asker
from bot.services.catching_up import state_of
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.features import features_of
from bot.services.learners import Learners, Studies
from bot.services.lessons_content import Lesson, Outlook, lesson_of, outlook_of
from bot.services.study_facts import KeepingUp
from bot.services.study_pace import own_date
from bot.services.timetables import study_days_of, unpacked_day
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow
from storage.repositories.excused import ExcusedRow, cohort_days_off
from storage.repositories.timetables import DayRow, timetable
from storage.running import OnConnection


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A study day on the plan. `status` is None for those who do not study in this cohort.

    `catches_up_on` is when its topic is to be caught up with by a plan of one's own, `caught_up` whether it
    was; `also` is the number of the study day that is caught up with on this one (0: none).
    """

    day: date
    number: int
    posts_at: datetime
    outlook: Outlook
    status: Status | None
    caught_up: bool = False
    catches_up_on: date | None = None
    also: int = 0


@dataclass(frozen=True, slots=True)
class MissedLesson:
    """A lesson of before that somebody's own plan has for today; `left` are those of the plan, with it."""

    day: date
    number: int
    lesson: Lesson
    left: int
    level_on: date


@dataclass(frozen=True, slots=True)
class TodaysLesson:
    """The lesson whose window is open. `done_at` is when the asker checked in for it.

    `takes_projects` is whether something may be handed in, `missed` the lesson to catch up with beside it.
    """

    cohort_id: int
    cohort: str
    zone: str
    day: date
    number: int
    study_days: int
    lesson: Lesson
    counts_until: datetime
    status: Status | None
    done_at: datetime | None
    takes_projects: bool
    missed: MissedLesson | None


@dataclass(frozen=True, slots=True)
class NoLessonNow:
    """No window is open. `upcoming` is the next study day, None where nothing is planned.

    `study_days` is how many there are, `missed` the lesson to catch up with today.
    """

    cohort_id: int
    cohort: str
    zone: str
    state: str
    study_days: int
    upcoming: PlanDay | None
    missed: MissedLesson | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A week of the plan; `week` counts the weeks that have study days, from 1.

    `between` are days off on which something is caught up with, each with the number of its study day.
    `keeping_up` is None for those who do not study here.
    """

    cohort_id: int
    cohort: str
    zone: str
    state: str
    week: int
    weeks: int
    days: tuple[PlanDay, ...]
    days_off: tuple[ExcusedRow, ...]
    study_days: int
    between: tuple[tuple[date, int], ...]
    keeping_up: KeepingUp | None


@dataclass(frozen=True, slots=True)
class _Desk:
    cohort: CohortRow
    roadmap: Roadmap
    days: list[DayRow]
    days_off: list[ExcusedRow]
    studies: Studies | None
    study_days: int
    keeping_up: KeepingUp | None

    @property
    def turns(self) -> Sequence[Turn]:
        """Those of the asker's own plan; none for those who go with the group."""
        state = self.keeping_up
        return () if state is None or state.way is Way.GROUP else state.turns

    def number_of(self, day: date) -> int:
        """Which study day it is."""
        return next(each.number for each in self.days if each.day == day)


class OwnLessons:
    """Shows lessons to those who ask."""

    def __init__(self, database: Database, curricula: Curricula, learners: Learners) -> None:
        self._database = database
        self._curricula = curricula
        self._learners = learners

    async def today(self, asker: Asker, wanted: str) -> TodaysLesson | NoLessonNow:
        """The lesson posted last while its window is open for the asker, else what comes next."""
        desk = await self._desk(asker, wanted)
        cohort, days = desk.cohort, desk.days
        posted = [day for day in days if day.posts_at <= asker.at]
        until = _counts_until(desk, asker, posted[-1]) if posted else asker.at
        if posted and asker.at < until:
            latest, studies = posted[-1], desk.studies
            return TodaysLesson(
                cohort_id=cohort.id,
                cohort=cohort.name,
                zone=cohort.zone,
                day=latest.day,
                number=latest.number,
                study_days=desk.study_days,
                lesson=lesson_of(desk.roadmap, unpacked_day(latest.planned)),
                counts_until=until,
                status=_status(desk, len(posted) - 1, asker.at),
                done_at=None if studies is None else studies.log.check_ins.get(latest.day),
                takes_projects=features_of(cohort.features).projects,
                missed=_missed(desk, asker.at),
            )
        upcoming = None
        if len(posted) < len(days):
            upcoming = _plan_day(desk, len(posted), asker.at)
        missed = _missed(desk, asker.at)
        return NoLessonNow(
            cohort.id, cohort.name, cohort.zone, cohort.state, desk.study_days, upcoming, missed
        )

    async def plan(self, asker: Asker, wanted: str, week: int) -> PlanPage:
        """A week of the plan, the present one unless told otherwise; weeks out of range are the nearest."""
        desk = await self._desk(asker, wanted)
        mondays = sorted({week_of(day.day) for day in desk.days})
        page = max(1, min(week or _week_now(desk, mondays, asker.at), len(mondays)))
        monday = mondays[page - 1] if mondays else date.min
        shown = [place for place, day in enumerate(desk.days) if week_of(day.day) == monday]
        return PlanPage(
            cohort_id=desk.cohort.id,
            cohort=desk.cohort.name,
            zone=desk.cohort.zone,
            state=desk.cohort.state,
            week=page,
            weeks=len(mondays),
            days=tuple(_plan_day(desk, place, asker.at) for place in shown),
            days_off=tuple(row for row in desk.days_off if mondays and week_of(row.day) == monday),
            study_days=len(desk.days),
            between=tuple(_between(desk, monday)),
            keeping_up=desk.keeping_up,
        )

    async def _desk(self, asker: Asker, wanted: str) -> _Desk:
        async with self._database.read() as connection:
            cohort = await cohort_to_see(connection, asker, wanted)
        roadmap = await self._curricula.roadmap(cohort.curriculum_version_id)
        async with self._database.read() as connection:
            days = await timetable(connection, cohort.id)
            days_off = await cohort_days_off(connection, cohort.id)
            studies = await self._studies(connection, asker, cohort)
            # While it does not run, what lies ahead is not stored.
            is_whole = cohort.state == "running"
            whole = len(days) if is_whole else await study_days_of(connection, cohort, roadmap, asker.at)
        state = None if studies is None else state_of(studies, asker.at, studies.way)
        return _Desk(cohort, roadmap, days, days_off, studies, whole, state)

    async def _studies(self, connection: Connection, asker: Asker, cohort: CohortRow) -> Studies | None:
        key = (asker.person_id, cohort.id)
        found = (await self._learners.read(OnConnection(connection), [key])).get(key)
        if found is None or found.member.left_at is not None:
            return None
        return await self._learners.read_whole(OnConnection(connection), key)


def _counts_until(desk: _Desk, asker: Asker, day: DayRow) -> datetime:
    if desk.studies is None:
        return deadline(day.posts_at, asker.zone or desk.cohort.zone)
    return closes(desk.studies.learner, day.posts_at)


def _status(desk: _Desk, place: int, at: datetime) -> Status | None:
    if desk.studies is None or place >= len(desk.studies.windows.timetable):
        return None
    return status_of(desk.studies.windows, place, at)[0]


def _plan_day(desk: _Desk, place: int, at: datetime) -> PlanDay:
    day = desk.days[place]
    return PlanDay(
        day=day.day,
        number=day.number,
        posts_at=day.posts_at,
        outlook=outlook_of(desk.roadmap, unpacked_day(day.planned)),
        status=_status(desk, place, at),
        caught_up=desk.studies is not None and is_caught_up(desk.studies.windows, day.day),
        catches_up_on=next((turn.on for turn in desk.turns if turn.topic == day.day), None),
        also=next((desk.number_of(turn.topic) for turn in desk.turns if turn.on == day.day), 0),
    )


def _missed(desk: _Desk, at: datetime) -> MissedLesson | None:
    """What the asker's own plan has for today."""
    if desk.studies is None or not desk.turns or desk.turns[0].on != own_date(desk.studies, at):
        return None
    day = next(each for each in desk.days if each.day == desk.turns[0].topic)
    lesson = lesson_of(desk.roadmap, unpacked_day(day.planned))
    return MissedLesson(day.day, day.number, lesson, len(desk.turns), desk.turns[-1].on)


def _between(desk: _Desk, monday: date) -> Iterator[tuple[date, int]]:
    """The turns of a week that fall on no study day."""
    study_days = {day.day for day in desk.days}
    for turn in desk.turns:
        if week_of(turn.on) == monday and turn.on not in study_days:
            yield turn.on, desk.number_of(turn.topic)


def _week_now(desk: _Desk, mondays: list[date], at: datetime) -> int:
    today = local(at, desk.cohort.zone).date()
    return len([monday for monday in mondays if monday <= today])
