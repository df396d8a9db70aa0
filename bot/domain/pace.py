"""Pace: how far somebody is ahead of the timetable or behind it, and when they finish if they go on so.

Every check-in is a day of the roadmap: one on a day off makes up for a day that was left out, and so does
catching up with a topic. What asked nothing of anybody, and what was posted before somebody joined, is no
arrears of theirs; who has a plan of their own catches up with that, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from bot.domain.calendar import week_of
from bot.domain.catching_up import Turn, Wish, own_plan
from bot.domain.standing import COUNTED, FOR_NOBODY, DayLine, Rule, Status, WeekLine

ENOUGH = 0.8
"""The share of a roadmap's days that makes it finished."""

_DONE = COUNTED | {Status.CREDITED}
_TO_COME = frozenset({Status.OPEN, Status.FUTURE})
_RECENT = 20
_HORIZON = 3 * 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """Days done, those asked by now, and those asked in all; `left` of the timetable are open or to come.

    `finishes_on` is None where that cannot be foreseen. `makes_up` are the days off to come on which one
    check-in each would make up for all arrears. `to_catch_up` are the study dates whose topics are arrears,
    in order, and `plan` says when each is caught up with, for those who want a plan of their own.
    """

    done: int
    due: int
    of: int
    left: int
    finishes_on: date | None
    makes_up: tuple[date, ...] = ()
    to_catch_up: tuple[date, ...] = ()
    plan: tuple[Turn, ...] = ()

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


def pace(lines: Sequence[DayLine], extra: Sequence[date], today: date, wish: Wish | None = None) -> Pace:
    """The pace of a receipt's lines, future ones included, with check-ins on days off (`extra`).

    `today` is the learner's own date. With a wish for a plan of their own the days posted before they joined
    are to be caught up with, without being arrears: nobody is behind for having joined late.
    """
    asked = [line for line in lines if line.rule not in FOR_NOBODY]
    over = [line for line in asked if not _is_to_come(line, today)]
    coming = [line.day for line in asked if _is_to_come(line, today)]
    due = [line for line in over if line.rule is not Rule.BEFORE_JOINING or line.caught_up]
    left_out = [line.day for line in (due if wish is None else over) if not _is_done(line)]
    done, to_catch_up = sum(map(_is_done, due)) + len(extra), left_out[len(extra) :]
    arrears = max(0, len(due) - done)
    plan = () if wish is None else own_plan(to_catch_up, lines, wish)
    rhythm = {line.day.weekday() for line in lines}
    after = _study_days(lines, rhythm, today)
    foreseen = _finish(coming, arrears if wish is None else 0, _rate(due, extra), after)
    return Pace(
        done=done,
        due=len(due) + min(_from_before(left_out, due), max(0, done - len(due))),
        of=len(asked),
        left=len(coming),
        finishes_on=max(filter(None, (foreseen, *(turn.on for turn in plan[-1:]))), default=None),
        makes_up=tuple(_days_off(rhythm, today, arrears if wish is None else 0)),
        to_catch_up=tuple(to_catch_up),
        plan=plan,
    )


def pace_of_weeks(weeks: Sequence[WeekLine], lines: Sequence[DayLine]) -> Pace:
    """The pace where weeks are counted: of each week no more is asked than its quota, and nothing of somebody
    who rests through all of it, or has not joined yet.
    """
    asked = [line for line in lines if line.rule not in FOR_NOBODY]
    left = [line.day for line in asked if line.status in _TO_COME]
    done = sum(min(week.done, week.need) for week in weeks)
    due = sum(week.need if week.is_over and week.required else min(week.done, week.need) for week in weeks)
    mondays = {week_of(line.day) for line in asked}
    of = sum(week.need for week in weeks if week.monday in mondays)
    return Pace(done, due, of, len(left), left[-1] if left else None)


def _is_done(line: DayLine) -> bool:
    return line.status in _DONE or line.caught_up


def _is_to_come(line: DayLine, today: date) -> bool:
    """Open or to be posted; a day that is excused may be, too."""
    return line.status in _TO_COME or (
        line.status is Status.EXCUSED and not line.caught_up and line.day >= today
    )


def _from_before(left_out: Sequence[date], due: Sequence[DayLine]) -> int:
    """How many of the days left out were posted before somebody joined."""
    return len(left_out) - sum(not _is_done(line) for line in due)


def _rate(due: Sequence[DayLine], extra: Sequence[date]) -> float:
    """Days done for each one asked of late; 1 as long as nothing was asked."""
    recent = due[-_RECENT:]
    if not recent:
        return 1.0
    more = sum(day > recent[0].day for day in extra)
    return (sum(map(_is_done, recent)) + more) / len(recent)


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
