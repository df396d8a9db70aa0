"""Which study date a check-in counts for, and whether it may be taken back. Decides; records nothing.

The windows' timetable is the whole one, or any end of it that holds every date whose grace may still run.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import day_start, own_day
from bot.domain.standing import COUNTED, FOR_NOBODY, Status
from bot.domain.streak_status import status_of
from bot.domain.streak_windows import Windows, clock_at
from bot.domain.study_log import Mode, StudyDate

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """It counts for `day`. `closes` is that day's deadline, `undo_until` the end of its grace."""

    day: date
    late: bool
    closes: datetime
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class AlreadyCounted:
    """There is a check-in for `day` already, made at `at`: nothing is to be recorded."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class OffDay:
    """No study date: kept in the totals under the learner's own date, and never part of the streak."""

    day: date


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """The day is over, or was before the learner joined: its topic counts as done, never for the streak."""

    day: date


class Refusal(StrEnum):
    """Why a check-in cannot count for a day."""

    NOT_POSTED = "not_posted"
    WINDOW_CLOSED = "window_closed"
    BEFORE_JOINING = "before_joining"
    NO_STUDY_DATE = "no_study_date"


@dataclass(frozen=True, slots=True)
class Refused:
    """It counts for nothing. `at` is the post to come, or the end of the grace that has passed."""

    code: Refusal
    day: date
    at: datetime | None = None


Decision = Counted | AlreadyCounted | OffDay | CaughtUp | Refused


def study_date_for(
    windows: Windows, at: datetime, wanted: date | None = None, *, catches_up: bool = False
) -> Decision:
    """What a check-in made at `at` (the event's instant) counts for.

    A button and `/checkin day=` name the day; one that is over is refused, unless the learner `catches_up`
    by a plan of their own. Without one it is the oldest open, undone date; if there is none, the newest
    undone one in its window that asks nothing (paused, excused, posted before joining: it counts all the
    same); else it was done already, or it is the learner's own date: an off-day, unless that is a study date
    to come.
    """
    return _on_no_day(windows, at) if wanted is None else _on_day(windows, wanted, at, catches_up=catches_up)


def can_undo(windows: Windows, day: date, now: datetime) -> bool:
    """Whether the day's check-in may be taken back: until its grace, or the day of making it, ends."""
    made = windows.log.check_ins.get(day)
    if made is None:
        return False
    index = _index_of(windows.timetable, day)
    if index is not None and not is_caught_up(windows, day):
        return now < windows.grace_ends(index)
    zone, rollover = clock_at(windows.learner, made)
    return now < day_start(own_day(made, rollover, zone) + _DAY, rollover, zone)


def is_caught_up(windows: Windows, day: date) -> bool:
    """Whether the check-in for a study date was made when it no longer counted for the streak."""
    made, index = windows.log.check_ins.get(day), _index_of(windows.timetable, day)
    return made is not None and index is not None and status_of(windows, index, made)[0] not in COUNTED


def _on_no_day(windows: Windows, at: datetime) -> Decision:
    reach = windows.unsettled(at)
    for index in reach:
        if _is_open(windows, index, at):
            return _counted(windows, index, at)
    in_window = [index for index in reversed(reach) if at < windows.closes(index)]
    check_ins = windows.log.check_ins
    for index in in_window:
        if windows.timetable[index].day not in check_ins and not _refusal(windows, index, at):
            return _counted(windows, index, at)
    for index in in_window:
        if done := check_ins.get(day := windows.timetable[index].day):
            return AlreadyCounted(day, done)
    zone, rollover = clock_at(windows.learner, at)
    return _on_day(windows, own_day(at, rollover, zone), at, catches_up=False)


def _on_day(windows: Windows, day: date, at: datetime, *, catches_up: bool) -> Decision:
    if done := windows.log.check_ins.get(day):
        return AlreadyCounted(day, done)
    if (index := _index_of(windows.timetable, day)) is not None:
        refused = _refusal(windows, index, at)
        if refused is None:
            return _counted(windows, index, at)
        return CaughtUp(day) if catches_up and _is_missed(windows, index, at) else refused
    zone, rollover = clock_at(windows.learner, at)
    return OffDay(day) if day == own_day(at, rollover, zone) else Refused(Refusal.NO_STUDY_DATE, day)


def _is_open(windows: Windows, index: int, at: datetime) -> bool:
    if windows.timetable[index].day in windows.log.check_ins:
        return False
    return status_of(windows, index, at)[0] is Status.OPEN


def _is_missed(windows: Windows, index: int, at: datetime) -> bool:
    """Whether there is a topic to catch up with; a week that is over has nothing to be made up for."""
    status, rule = status_of(windows, index, at)
    is_asked = status in (Status.MISSED, Status.EXCUSED) and rule not in FOR_NOBODY
    return is_asked and at >= windows.timetable[index].posted and windows.policy.mode is not Mode.WEEKLY


def _refusal(windows: Windows, index: int, at: datetime) -> Refused | None:
    study_date = windows.timetable[index]
    if at < study_date.posted:
        return Refused(Refusal.NOT_POSTED, study_date.day, study_date.posted)
    if windows.closes(index) <= windows.learner.joined:
        return Refused(Refusal.BEFORE_JOINING, study_date.day)
    if at < windows.closes(index) or at < (ended := windows.grace_ends(index)):
        return None
    return Refused(Refusal.WINDOW_CLOSED, study_date.day, ended)


def _counted(windows: Windows, index: int, at: datetime) -> Counted:
    closes = windows.closes(index)
    return Counted(windows.timetable[index].day, closes <= at, closes, windows.grace_ends(index))


def _index_of(timetable: Sequence[StudyDate], day: date) -> int | None:
    index = bisect_left(timetable, day, key=lambda date: date.day)
    return index if index < len(timetable) and timetable[index].day == day else None
