"""Facts about pace, read off a member's whole studies."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.calendar import own_day
from bot.domain.pace import Pace, pace, pace_of_weeks
from bot.domain.standing import DayLine
from bot.domain.streak import explain_weeks
from bot.domain.streak_windows import clock_at
from bot.domain.study_log import Mode
from bot.services.learners import Studies


def pace_of(studies: Studies, lines: Sequence[DayLine], at: datetime) -> Pace:
    """The pace at `at`; `lines` are the receipt of all days."""
    if studies.course.policy.mode is Mode.WEEKLY:
        return pace_of_weeks(explain_weeks(studies.windows, at), lines)
    zone, rollover = clock_at(studies.learner, at)
    return pace(lines, days_on_top(studies), own_day(at, rollover, zone))


def days_on_top(studies: Studies) -> tuple[date, ...]:
    """The days of check-ins that asked for nothing, in order."""
    return tuple(sorted(day for day in studies.check_ins if not studies.course.number_of(day)))
