"""Facts about pace, read off a member's whole studies."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.calendar import own_day
from bot.domain.catching_up import Way, Wish
from bot.domain.pace import Pace, pace, pace_of_weeks
from bot.domain.standing import DayLine, Rule
from bot.domain.streak import explain_weeks
from bot.domain.streak_windows import clock_at
from bot.domain.study_log import Mode
from bot.services.learners import Studies
from bot.services.study_facts import KeepingUp

_DAY = timedelta(days=1)


def pace_of(studies: Studies, lines: Sequence[DayLine], at: datetime, way: Way = Way.GROUP) -> Pace:
    """The pace at `at` of somebody who keeps up that way; `lines` are the receipt of all days."""
    if studies.course.policy.mode is Mode.WEEKLY:
        return pace_of_weeks(explain_weeks(studies.windows, at), lines)
    today, extra = own_date(studies, at), days_on_top(studies)
    if way is Way.GROUP:
        return pace(lines, extra, today)
    begins = today + _DAY if _has_caught_up(studies, lines, today) else today
    return pace(lines, extra, today, Wish(way, begins, studies.learner.pauses))


def keeping_up(studies: Studies, lines: Sequence[DayLine], at: datetime, way: Way) -> KeepingUp:
    """How somebody keeps up, and what a plan of their own holds, or would hold where there may be one."""
    if not studies.course.own_plans:
        return KeepingUp(Way.GROUP, (), may_plan=False, rests=studies.member.way != Way.GROUP)
    planned = pace_of(studies, lines, at, Way.STUDY_DAYS if way is Way.GROUP else way)
    return KeepingUp(way, planned.plan)


def days_on_top(studies: Studies) -> tuple[date, ...]:
    """The days of check-ins that asked for nothing, in order."""
    return tuple(sorted(day for day in studies.check_ins if not studies.course.number_of(day)))


def own_date(studies: Studies, at: datetime) -> date:
    """The learner's own date."""
    zone, rollover = clock_at(studies.learner, at)
    return own_day(at, rollover, zone)


def _has_caught_up(studies: Studies, lines: Sequence[DayLine], today: date) -> bool:
    """Whether today holds a second topic already: one caught up with, or a day whose grace still runs."""
    return today in days_on_top(studies) or any(
        line.rule is Rule.GRACE_RUNNING
        or (line.caught_up and line.checked_in_at and own_date(studies, line.checked_in_at) == today)
        for line in lines
    )
