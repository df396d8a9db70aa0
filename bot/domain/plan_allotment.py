"""What each piece may use before a day is laid: its budget, its window of dates, its review day."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import TooMany
from bot.domain.outline import CalendarDates, Outline
from bot.domain.pacing_budget import budgets, fitted
from bot.domain.pacing_settings import HolidayRule, Pacing, StudyCalendar
from bot.domain.placing import FitTooShort
from bot.domain.plan_extras import Rhythm, catch_up_every, reviewed_units
from bot.domain.plan_rest import Rest
from bot.domain.plan_windows import Window, author_windows, spans
from bot.domain.planned import DayKind, PlannedDay

MOST_STUDY_DAYS = 5_000
_ANY_DAY = PlannedDay(DayKind.TOPIC, "")


@dataclass(frozen=True, slots=True)
class Allotment:
    """`budget` counts study days, posted ones too; where holidays are absorbed, `window` rules instead."""

    rest: Rest
    budget: int
    window: Window | None
    has_review: bool


def absorbs(rests: Sequence[Rest], pacing: Pacing) -> bool:
    """Whether holidays shrink the units instead of pushing them."""
    if pacing.holiday_rule is not None:
        return pacing.holiday_rule is HolidayRule.ABSORB
    return any(isinstance(rest.piece.timing, CalendarDates) for rest in rests)


def allotments(
    rests: Sequence[Rest], outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> tuple[list[Allotment], list[FitTooShort]]:
    """One for each piece. Raises `TooMany` beyond 5,000 study days: nobody could mean as many."""
    authors = author_windows([rest.piece for rest in rests], calendar.start, pacing.year)
    found, warnings = _budgets(rests, authors, pacing, calendar)
    reviewed = reviewed_units(outline, pacing)
    reviews = [rest.piece.ends in reviewed for rest in rests]
    windows: list[Window | None] = [authors.get(at) for at in range(len(rests))]
    if absorbs(rests, pacing):
        rhythm = Rhythm(catch_up_every(outline, pacing))
        lengths = [
            sum(1 for _ in rhythm.woven([_ANY_DAY] * budget)) + review
            for budget, review in zip(found, reviews, strict=True)
        ]
        windows = [*spans(rests, lengths, authors, calendar)]
    return [Allotment(*each) for each in zip(rests, found, windows, reviews, strict=True)], warnings


def _budgets(
    rests: Sequence[Rest], authors: dict[int, Window], pacing: Pacing, calendar: StudyCalendar
) -> tuple[list[int], list[FitTooShort]]:
    found = budgets(rests, pacing, calendar.days_a_week)
    warnings: list[FitTooShort] = []
    if pacing.fit_days is not None:
        fit, warnings = fitted(rests, pacing.fit_days, by_dates=absorbs(rests, pacing))
        found = [fit.get(at, budget) for at, budget in enumerate(found)]
    plain = calendar.without_holidays()
    total = sum(found)
    for at, window in authors.items():
        found[at] = sum(1 for _ in window.days(plain, calendar.start))
        total += found[at]
        if total > MOST_STUDY_DAYS:
            break
    if total > MOST_STUDY_DAYS:
        raise TooMany("study_days", MOST_STUDY_DAYS)
    return found, warnings
