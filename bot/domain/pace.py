"""Pace: how far somebody is ahead of the timetable or behind it, and when they finish if they go on so.

Every check-in is a day of the roadmap: one on a day off makes up for a day that was left out. What asked
nothing of anybody, and what was posted before somebody joined, is no arrears of theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from bot.domain.standing import COUNTED, DayLine, Rule, Status, WeekLine

ENOUGH = 0.8
"""The share of a roadmap's days that makes it finished."""

_FOR_NOBODY = frozenset({Rule.HOLIDAY, Rule.COHORT_PAUSE, Rule.OUTAGE})
_DONE = COUNTED | {Status.CREDITED}
_TO_COME = frozenset({Status.OPEN, Status.FUTURE})
_RECENT = 20
_HORIZON = 3 * 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Days done, those asked by now, and those asked in all; `left` of the timetable are open or to come.

    `finishes_on` is None where that cannot be foreseen. `makes_up` are the days off to come on which one
    check-in each would make up for all arrears.
    """

    done: int
    due: int
    of: int
    left: int
    finishes_on: date | None
    makes_up: tuple[date, ...] = ()

    @property
    def lead(self) -> int:
        """Days ahead; behind where it is negative."""
        return self.done - self.due

    @property
    def needed(self) -> int:
        """The days that make the roadmap finished."""
        return ceil(self.of * ENOUGH)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is open or to come, and enough of it was done."""
        return not self.left and 0 < self.needed <= self.done


def pace(lines: Sequence[DayLine], extra: Sequence[date], today: date) -> Pace:
    """The pace of a receipt's lines, future ones included, with check-ins on days off (`extra`).

    `today` is the learner's own date.
    """
    asked = [line for line in lines if line.rule not in _FOR_NOBODY]
    due = [line for line in asked if line.status not in _TO_COME and line.rule is not Rule.BEFORE_JOINING]
    coming = [line.day for line in asked if line.status in _TO_COME]
    done = sum(line.status in _DONE for line in due) + len(extra)
    arrears = max(0, len(due) - done)
    rhythm = {line.day.weekday() for line in lines}
    return Pace(
        done=done,
        due=len(due),
        of=len(asked),
        left=len(coming),
        finishes_on=_finish(coming, arrears, _rate(due, extra), _study_days(lines, rhythm, today)),
        makes_up=tuple(_days_off(rhythm, today, arrears)),
    )


def pace_of_weeks(weeks: Sequence[WeekLine], lines: Sequence[DayLine]) -> Pace:
    """The pace where weeks are counted: of each week no more is asked than its quota."""
    left = [line.day for line in lines if line.status in _TO_COME and line.rule not in _FOR_NOBODY]
    done = sum(min(week.done, week.need) for week in weeks)
    due = sum(week.need if week.is_over else min(week.done, week.need) for week in weeks)
    return Pace(done, due, sum(week.need for week in weeks), len(left), left[-1] if left else None)


def _rate(due: Sequence[DayLine], extra: Sequence[date]) -> float:
    """Days done for each one asked of late; 1 as long as nothing was asked."""
    recent = due[-_RECENT:]
    if not recent:
        return 1.0
    more = sum(day > recent[0].day for day in extra)
    return (sum(line.status in _DONE for line in recent) + more) / len(recent)


def _finish(coming: Sequence[date], arrears: int, rate: float, after: Iterator[date]) -> date | None:
    """The last study day, or a later one on which all would be made up at that rate."""
    remaining = arrears + len(coming)
    if not remaining or not rate:
        return None
    beyond = ceil(remaining / rate) - len(coming)
    if beyond <= 0:
        return coming[-1] if coming else None
    return next((day for number, day in enumerate(after, start=1) if number == beyond), None)


def _study_days(lines: Sequence[DayLine], rhythm: set[int], today: date) -> Iterator[date]:
    """The days after the timetable, as if it went on on the same weekdays."""
    begins = max(lines[-1].day, today) if lines else today
    days = (begins + passed * _DAY for passed in range(1, _HORIZON))
    return (day for day in days if day.weekday() in rhythm)


def _days_off(rhythm: set[int], today: date, most: int) -> Iterator[date]:
    if not rhythm or len(rhythm) == 7:  # noqa: PLR2004 - days of a week
        return
    found, day = 0, today
    while found < most:
        if day.weekday() not in rhythm:
            found += 1
            yield day
        day += _DAY
