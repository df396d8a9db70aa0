"""Reminders: who has one due, and what it is about. They come at the member's own hour while a day waits.

A membership is looked at when its `remind_at` has come: within the budget a reminder is entered if the day
posted last is still open, and the next look is set to the next time that hour comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import Clock
from bot.domain.nudging import (
    ReminderWish,
    next_occurrence,
    reminder_time,
    worth_until,
)
from bot.domain.standing import Standing
from bot.services.curricula import Curricula
from bot.services.features import features_of
from bot.services.learners import Learners, Studies
from bot.services.lessons_content import outlook_of
from bot.services.nudges import Nudge, Telling, nudge
from bot.services.study_facts import StudyDay, Whereabouts, Window
from bot.services.study_windows import open_window, study_day, whereabouts
from bot.services.timetables import unpacked_day
from storage.connection import Connection
from storage.database import Database
from storage.repositories.reminders import (
    REMINDER_LOOKS,
    DueRow,
    LetterRow,
    due_reminders,
    letters_to_write,
)
from storage.repositories.standings import MemberKey
from storage.running import OnConnection

REMINDER = "reminder"
_CHUNK = 250
_MOMENT = timedelta(microseconds=1)
_NO_MORE = frozenset({"ended", "deleted"})


@dataclass(frozen=True, slots=True)
class Reminder:
    """A study day that waits for somebody. `earlier` is an older day that waits too, `step` what comes first.

    `plan` is after what they wanted to study, in their own words, or empty. `comeback` is whether a run ended
    just before. `last` is whether no reminder follows unless this one is answered.
    """

    where: Whereabouts
    language: str
    study_day: StudyDay
    closes: datetime
    earlier: Window | None
    standing: Standing
    plan: str
    step: str
    comeback: bool
    last: bool


def wish_of(reminder_minutes: int | None) -> ReminderWish | None:
    """A stored wish: minutes from midnight, or back from the end of the day."""
    if reminder_minutes is None:
        return None
    if reminder_minutes < 0:
        return timedelta(minutes=-reminder_minutes)
    return time(*divmod(reminder_minutes, 60))


def stored_wish(wish: ReminderWish | None) -> int | None:
    """A wish as it is stored."""
    match wish:
        case None:
            return None
        case time():
            return wish.hour * 60 + wish.minute
        case timedelta():
            return -(wish // timedelta(minutes=1))


class Reminders:
    """Enters reminders that are due, and says what each is about when it is sent."""

    def __init__(self, database: Database, curricula: Curricula, learners: Learners, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._learners = learners
        self._clock = clock

    async def next_look_at(self) -> datetime | None:
        """When somebody's hour comes next."""
        return await REMINDER_LOOKS.next(self._database.look)

    async def enter_due(self) -> int:
        """Enters all reminders whose hour has come; returns how many."""
        entered = 0
        while (due := await self.next_look_at()) is not None and due <= self._clock.now():
            async with self._database.write() as connection:
                entered += await self._enter_chunk(connection, self._clock.now())
        return entered

    async def letters(self, tellings: Sequence[Telling]) -> dict[int, Reminder]:
        """What reminders are about, by row; those that need no longer be sent are left out."""
        now, found = self._clock.now(), {}
        async with self._database.read() as connection:
            rows = await letters_to_write(connection, [telling.row.id for telling in tellings])
            keys = {telling.member for telling in tellings}
            studies = await self._learners.read(OnConnection(connection), keys)
        for telling in tellings:
            row, own = rows.get(telling.row.id), studies.get(telling.member)
            if row and own and waits(own, own.standing(now), telling.row.day, now):
                found[telling.row.id] = await self._reminder(telling, row, own, now)
        return found

    async def _reminder(self, telling: Telling, row: LetterRow, own: Studies, now: datetime) -> Reminder:
        roadmap = await self._curricula.roadmap(row.curriculum_version_id)
        about = outlook_of(roadmap, unpacked_day(row.planned)).about
        standing = own.standing(now)
        waits, day = open_window(own, standing), telling.row.day
        return Reminder(
            where=whereabouts(own),
            language=telling.row.language,
            study_day=study_day(own.course, day),
            closes=own.windows.closes(own.course.number_of(day) - 1),
            earlier=None if waits is None or waits.day == day else waits,
            standing=standing,
            plan=row.plan,
            step=about[0] if about else "",
            comeback=standing.broke_on is not None and standing.current == 0,
            last=telling.last,
        )

    async def _enter_chunk(self, connection: Connection, now: datetime) -> int:
        rows = await due_reminders(connection, now, _CHUNK)
        runs = OnConnection(connection)
        await runs.run(REMINDER_LOOKS.moving_on([(_next_look(row, now), row.membership_id) for row in rows]))
        wanted = [row for row in rows if _is_wanted(row, now)]
        keys = {(row.person_id, row.cohort_id) for row in wanted}
        studies: Mapping[MemberKey, Studies] = await self._learners.read(runs, keys) if keys else {}
        waiting = [row for row in wanted if _still_waits(studies, row, now)]
        return len(await nudge(connection, [_nudge(row) for row in waiting], now))


def _hour(row: DueRow) -> time | None:
    wish = wish_of(row.reminder_minutes)
    return None if wish is None else reminder_time(wish, time(*divmod(row.rollover_minutes, 60)))


def _next_look(row: DueRow, now: datetime) -> datetime | None:
    at = _hour(row)
    return None if at is None or row.state in _NO_MORE else next_occurrence(now, at, row.zone)


def _is_wanted(row: DueRow, now: datetime) -> bool:
    """Whether it is the member's hour indeed, and a day may wait."""
    at = _hour(row)
    if at is None or row.state != "running" or row.waiting_day is None:
        return False
    if not features_of(row.features).reminders or now >= worth_until(row.remind_at, row.zone):
        return False
    return next_occurrence(row.remind_at - _MOMENT, at, row.zone) == row.remind_at


def _still_waits(studies: Mapping[MemberKey, Studies], row: DueRow, now: datetime) -> bool:
    own = studies.get((row.person_id, row.cohort_id))
    return own is not None and waits(own, own.standing(now), row.waiting_day, now)


def waits(own: Studies, standing: Standing, day: date | None, now: datetime) -> bool:
    """Whether the day is open, and its own window has not closed: in its grace nobody is reminded of it."""
    if day is None or own.member.left_at is not None or day not in standing.open_days:
        return False
    return now < own.windows.closes(own.course.number_of(day) - 1)


def _nudge(row: DueRow) -> Nudge:
    assert row.waiting_day is not None  # noqa: S101 - `_is_wanted` has seen to it
    return Nudge(REMINDER, row.person_id, row.cohort_id, row.waiting_day, row.zone, row.remind_at)
