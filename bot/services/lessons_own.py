"""Lessons as one person sees them: today's, and the plan week by week with what they have done."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import deadline, local, week_of
from bot.domain.standing import Status
from bot.domain.streak_status import status_of
from bot.domain.streak_windows import closes
from bot.services.access import cohort_to_see
from bot.services.asker import Asker
from bot.services.curricula import Curricula
from bot.services.curricula_roadmap import Roadmap
from bot.services.learners import Learners, Studies
from bot.services.lessons_content import Lesson, Outlook, lesson_of, outlook_of
from bot.services.timetables import study_days_of, unpacked_day
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow
from storage.repositories.excused import ExcusedRow, cohort_days_off
from storage.repositories.timetables import DayRow, timetable
from storage.running import OnConnection


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A study day on the plan. `status` is None for those who do not study in this cohort."""

    day: date
    number: int
    posts_at: datetime
    outlook: Outlook
    status: Status | None


@dataclass(frozen=True, slots=True)
class TodaysLesson:
    """The lesson whose window is open. `done_at` is when the asker checked in for it."""

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


@dataclass(frozen=True, slots=True)
class NoLessonNow:
    """No window is open. `upcoming` is the next study day, None where nothing is planned."""

    cohort_id: int
    cohort: str
    zone: str
    state: str
    upcoming: PlanDay | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A week of the plan; `week` counts the weeks that have study days, from 1."""

    cohort_id: int
    cohort: str
    zone: str
    state: str
    week: int
    weeks: int
    days: tuple[PlanDay, ...]
    days_off: tuple[ExcusedRow, ...]
    study_days: int


@dataclass(frozen=True, slots=True)
class _Desk:
    cohort: CohortRow
    roadmap: Roadmap
    days: list[DayRow]
    days_off: list[ExcusedRow]
    studies: Studies | None
    study_days: int


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
            )
        upcoming = None
        if len(posted) < len(days):
            upcoming = _plan_day(desk, len(posted), asker.at)
        return NoLessonNow(cohort.id, cohort.name, cohort.zone, cohort.state, upcoming)

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
        return _Desk(cohort, roadmap, days, days_off, studies, whole)

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
    outlook = outlook_of(desk.roadmap, unpacked_day(day.planned))
    return PlanDay(day.day, day.number, day.posts_at, outlook, _status(desk, place, at))


def _week_now(desk: _Desk, mondays: list[date], at: datetime) -> int:
    today = local(at, desk.cohort.zone).date()
    return len([monday for monday in mondays if monday <= today])
