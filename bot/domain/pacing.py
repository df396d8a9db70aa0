"""The door to pacing: a roadmap's outline, a pacing and a study calendar in, a timetable out.

`plan` orders study days, `place` dates them, `relay` compiles again around days already posted.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.outline import Outline
from bot.domain.pacing_settings import HolidayRule, Pace, Pacing, StudyCalendar
from bot.domain.placing import (
    AddedBehind,
    FitTooShort,
    Plan,
    PlanWarning,
    Stretch,
    Timetable,
    TimetableDay,
    WindowSlid,
    place,
)
from bot.domain.plan_walk import plan_from
from bot.domain.planned import DayKind, Entry, PlannedDay, ProjectPart, pack, unpack

__all__ = [
    "AddedBehind",
    "DayKind",
    "Entry",
    "FitTooShort",
    "HolidayRule",
    "Pace",
    "Pacing",
    "Plan",
    "PlanWarning",
    "PlannedDay",
    "ProjectPart",
    "Stretch",
    "StudyCalendar",
    "Timetable",
    "TimetableDay",
    "WindowSlid",
    "pack",
    "place",
    "plan",
    "relay",
    "study_days_by_pace",
    "timetable",
    "unpack",
]

MONDAY_TO_FRIDAY = frozenset(range(5))
A_MONDAY = date(2001, 1, 1)


def plan(outline: Outline, pacing: Pacing, calendar: StudyCalendar) -> Plan:
    """Order the study days. Raises `TooMany` for a roadmap of more than 5,000 study days."""
    return plan_from(outline, pacing, calendar)


def timetable(outline: Outline, pacing: Pacing, calendar: StudyCalendar) -> Timetable:
    """Both stages: the study days with their dates. Raises `TooMany` and `Invalid` as they do."""
    return place(plan(outline, pacing, calendar), calendar)


def relay(
    outline: Outline,
    pacing: Pacing,
    calendar: StudyCalendar,
    frozen: Sequence[TimetableDay],
    not_before: date | None = None,
) -> Timetable:
    """Compile again after a holiday or an edit: the `frozen` (posted) days stay, what follows is laid out.

    What was posted is known by its item's id. `not_before` is the first date the future may have (for a
    cohort that was paused). Where nothing has changed, the future is what it was.
    """
    return place(plan_from(outline, pacing, calendar, frozen, not_before), calendar, frozen, not_before)


def study_days_by_pace(
    outline: Outline, calendar: StudyCalendar | None = None, pacing: Pacing | None = None
) -> dict[Pace, int]:
    """How many study days the roadmap has at each pace; by default Monday to Friday, from a Monday."""
    days = calendar or StudyCalendar(A_MONDAY, MONDAY_TO_FRIDAY)
    chosen = pacing or Pacing()
    return {pace: len(plan(outline, replace(chosen, pace=pace), days).days) for pace in Pace}
