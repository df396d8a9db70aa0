"""Laying out a cohort's timetable: its stored settings and days off go in, stored study days come out.

What was posted, or is just being posted, stays; only what lies ahead is laid out, and laid out again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.calendar import local, occurrence
from bot.domain.pacing import (
    DayKind,
    HolidayRule,
    Pace,
    Pacing,
    PlannedDay,
    StudyCalendar,
    Timetable,
    TimetableDay,
    pack,
    relay,
    unpack,
)
from bot.services.curricula_roadmap import Roadmap
from storage.connection import Connection
from storage.repositories.cohorts import CohortRow
from storage.repositories.cohorts_writing import change_cohort, plan_next_post
from storage.repositories.excused import ExcusedRow, cohort_days_off
from storage.repositories.timetables import DayRow, NewDay, replace_movable, timetable

HOLIDAY = "holiday"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Layout:
    """A timetable as it is or would be: what stays, what is laid out anew, and the days off in between.

    `start` is the cohort's, or later while nothing is posted and that has passed.
    """

    start: date
    kept: tuple[DayRow, ...]
    ahead: tuple[NewDay, ...]
    days_off: tuple[ExcusedRow, ...]
    compiled: Timetable


def post_time(post_minutes: int) -> time:
    """The time of day that is so many minutes after midnight."""
    return time(*divmod(post_minutes, 60))


def minutes_of(at: time) -> int:
    """The minutes from midnight to a time of day."""
    return at.hour * 60 + at.minute


def weekdays_of(stored: str) -> frozenset[int]:
    """The weekdays (Monday is 0) that a cohort studies on, from their digits."""
    return frozenset(int(digit) for digit in stored)


def stored_weekdays(weekdays: Iterable[int]) -> str:
    """The weekdays as the cohort's row keeps them."""
    return "".join(str(weekday) for weekday in sorted(weekdays))


def pacing_of(stored: Mapping[str, Any]) -> Pacing:
    """The pacing of a cohort's row, which keeps only what is not at its default."""
    chosen = dict(stored)
    if "pace" in chosen:
        chosen["pace"] = Pace(chosen["pace"])
    if chosen.get("holiday_rule") is not None:
        chosen["holiday_rule"] = HolidayRule(chosen["holiday_rule"])
    return Pacing(**chosen)


def first_open_date(now: datetime, zone: str, at: time) -> date:
    """The first date whose post can still be made on time: today, unless its time has passed."""
    today = local(now, zone).date()
    return today if occurrence(today, at, zone) > now else today + _ONE_DAY


async def layout(
    connection: Connection,
    cohort: CohortRow,
    roadmap: Roadmap,
    now: datetime,
    *,
    extra_days_off: Iterable[date] = (),
    movable_after: datetime | None = None,
    not_before: date | None = None,
) -> Layout:
    """What the cohort's timetable would be by these settings; nothing is saved.

    Days posted later than `movable_after` (by default `now`) are laid out anew unless they are frozen; none
    is laid before `not_before` (by default the first date whose post can still be made on time).
    """
    at = post_time(cohort.post_minutes)
    earliest = not_before or first_open_date(now, cohort.zone, at)
    kept = _kept(await timetable(connection, cohort.id), movable_after or now)
    days_off = await cohort_days_off(connection, cohort.id)
    holidays = frozenset(row.day for row in days_off if row.kind == HOLIDAY) | frozenset(extra_days_off)
    start = cohort.start if kept else max(cohort.start, earliest)
    compiled = relay(
        roadmap.outline,
        pacing_of(cohort.pacing),
        StudyCalendar(start, weekdays_of(cohort.weekdays), holidays),
        [TimetableDay(row.day, row.number, unpacked_day(row.planned)) for row in kept],
        earliest,
    )
    ahead = new_days(compiled.days[len(kept) :], cohort.zone, at)
    return Layout(start, kept, ahead, tuple(days_off), compiled)


async def study_days_of(connection: Connection, cohort: CohortRow, roadmap: Roadmap, now: datetime) -> int:
    """How many study days the whole timetable of a cohort has, or would have if it went on now."""
    return len((await layout(connection, cohort, roadmap, now)).compiled.days)


async def save_layout(connection: Connection, cohort_id: int, found: Layout, movable_after: datetime) -> None:
    """Stores what lies ahead in the place of what lay ahead; `movable_after` as it was for `layout`.

    The cohort's next post follows, and its revision grows.
    """
    await replace_movable(connection, cohort_id, movable_after, found.ahead)
    await change_cohort(connection, cohort_id, start=found.start)
    await plan_next_post(connection, cohort_id)


def new_days(days: Sequence[TimetableDay], zone: str, at: time) -> tuple[NewDay, ...]:
    """The days as they are stored, each with the instant of its post."""
    return tuple(
        NewDay(
            day.day,
            day.number,
            dict(pack(day.planned)),
            occurrence(day.day, at, zone),
            _block(day.planned),
        )
        for day in days
    )


def unpacked_day(stored: Mapping[str, Any]) -> PlannedDay:
    """The planned day that a stored one holds."""
    return unpack(stored)  # type: ignore[arg-type]  # JSON that `pack` has made


def _kept(rows: Iterable[DayRow], movable_after: datetime) -> tuple[DayRow, ...]:
    return tuple(row for row in rows if row.frozen_at is not None or row.posts_at <= movable_after)


def _block(planned: PlannedDay) -> str:
    is_project_day = planned.kind in {DayKind.PROJECT, DayKind.CAPSTONE}
    return planned.projects[0].project if is_project_day and planned.projects else ""
