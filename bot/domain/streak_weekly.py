"""The weekly-quota mode: the walk whose unit is the calendar week (streaks.md, "Weekly-quota mode").

Met adds a week, the current week never breaks, a week that asks nothing bridges; there are no freezes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.calendar import day_start, week_of
from bot.domain.standing import COUNTED, Status
from bot.domain.streak_fold import Fold, tallied
from bot.domain.streak_status import Reading, is_required, status_of
from bot.domain.streak_walk import Step
from bot.domain.streak_windows import Windows, clock_at
from bot.domain.study_log import Policy

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week, by the indexes of its study dates: what it asks of the learner and what was done.

    `required` dates are those without an excuse; a check-in on any other counts all the same. `over_at` is
    when nothing in it can change any more, at the earliest when the learner's next week begins.
    """

    monday: date
    indexes: range
    readings: tuple[Reading, ...]
    required: int
    need: int
    done: int
    over_at: datetime

    @property
    def is_met(self) -> bool:
        """Whether the week adds 1. One that asks nothing is met by a single check-in."""
        return self.done >= self.need

    @property
    def breaks_at(self) -> datetime | None:
        """When the week ends the run if nobody acts; None where it is met or asks nothing."""
        return None if self.is_met or not self.required else self.over_at


def weeks_of(windows: Windows, indexes: range, now: datetime) -> Iterator[Week]:
    """The weeks that hold one of these study dates, each to its end; the first of them begins its week."""
    dates, first = windows.timetable, indexes.start
    while first < indexes.stop:
        monday = week_of(dates[first].day)
        end = first
        while end < len(dates) and dates[end].day < monday + _WEEK:
            end += 1
        yield _week(windows, monday, range(first, end), now)
        first = end


def _week(windows: Windows, monday: date, indexes: range, now: datetime) -> Week:
    readings = tuple(status_of(windows, index, now) for index in indexes)
    required = sum(1 for index in indexes if is_required(windows, index))
    return Week(
        monday=monday,
        indexes=indexes,
        readings=readings,
        required=required,
        need=_need(windows.policy, required, len(indexes)),
        done=sum(1 for status, _ in readings if status in COUNTED),
        over_at=_over_at(windows, monday, indexes),
    )


def _need(policy: Policy, required: int, study_dates: int) -> int:
    """ceil(quota x required / the week's normal study days), at least 1 and never more than is required."""
    normal = policy.week_days or study_dates
    return max(1, min(required, -(-policy.quota * required // normal)))


def _over_at(windows: Windows, monday: date, indexes: range) -> datetime:
    zone, rollover = clock_at(windows.learner, windows.timetable[indexes[-1]].posted)
    next_week = day_start(monday + _WEEK, rollover, zone)
    return max(next_week, *(windows.settles(index) for index in indexes))


def walk_weeks(windows: Windows, fold: Fold, indexes: range, now: datetime) -> Iterator[Step]:
    """The steps over the weeks of these dates, which follow the fold's. It is kept where a week is over."""
    settled = True
    for week in weeks_of(windows, indexes, now):
        is_over = week.over_at <= now
        settled = settled and is_over
        done = 0
        for index, (status, rule) in zip(week.indexes, week.readings, strict=True):
            day, counts = windows.timetable[index].day, status in COUNTED
            done += counts
            fold = _advance(fold, day, status, adds=counts and done == week.need)
            turns = windows.grace_ends(index) if status is Status.OPEN else None
            ends = index == week.indexes[-1]
            if ends and week.breaks_at and fold.run and is_over:
                fold = fold._replace(run=0, broke_on=day)
            elif ends and not is_over:
                turns = turns or week.breaks_at
            yield Step(index, status, rule, fold, turns, settled and ends)


def _advance(fold: Fold, day: date, status: Status, *, adds: bool) -> Fold:
    return tallied(
        fold, day, status, run=fold.run + adds, freezes=fold.freezes, gap=0, broke_on=fold.broke_on
    )
