"""From planned study days to dates: the second stage of compiling. It knows no roadmaps, no budgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from bot.domain.pacing_settings import StudyCalendar
from bot.domain.planned import PlannedDay

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WindowSlid:
    """The dates of `unit` left it no study day: it and everything after it came so many weeks later."""

    unit: str
    weeks: int


@dataclass(frozen=True, slots=True)
class FitTooShort:
    """The roadmap cannot be fitted to the `asked` study days: its units need at least one each."""

    asked: int
    least: int


@dataclass(frozen=True, slots=True)
class AddedBehind:
    """These ids were added to the roadmap where the cohort had already passed; a catch-up day has them."""

    items: tuple[str, ...]
    projects: tuple[str, ...] = ()


PlanWarning = WindowSlid | FitTooShort | AddedBehind


@dataclass(frozen=True, slots=True)
class Stretch:
    """Planned days that follow one another, the first not before `opens`."""

    days: tuple[PlannedDay, ...]
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Ordered study days without dates, but for the opening days of a roadmap that has dates."""

    stretches: tuple[Stretch, ...]
    warnings: tuple[PlanWarning, ...] = ()

    @property
    def days(self) -> tuple[PlannedDay, ...]:
        """All planned days in order."""
        return tuple(day for stretch in self.stretches for day in stretch.days)


@dataclass(frozen=True, slots=True)
class TimetableDay:
    """A planned day on its date; `number` counts the timetable's study days from 1."""

    day: date
    number: int
    planned: PlannedDay


@dataclass(frozen=True, slots=True)
class Timetable:
    """The study days of a cohort: strictly increasing dates, numbered without a gap."""

    days: tuple[TimetableDay, ...]
    warnings: tuple[PlanWarning, ...] = ()


def place(
    plan: Plan,
    calendar: StudyCalendar,
    frozen: Sequence[TimetableDay] = (),
    not_before: date | None = None,
) -> Timetable:
    """Give every planned day its date: after the `frozen` days, which stay as they are, and `not_before`."""
    placed = list(frozen)
    free = first_free_day(calendar, frozen, not_before)
    for stretch in plan.stretches:
        dates = dates_of(stretch, calendar, free)
        for day, planned in zip(dates, stretch.days, strict=True):
            placed.append(TimetableDay(day, placed[-1].number + 1 if placed else 1, planned))
        free = dates[-1] + _ONE_DAY if dates else free
    return Timetable(tuple(placed), plan.warnings)


def first_free_day(
    calendar: StudyCalendar, frozen: Sequence[TimetableDay], not_before: date | None = None
) -> date:
    """The first date that may still be given to a day."""
    after_frozen = frozen[-1].day + _ONE_DAY if frozen else calendar.start
    return max(after_frozen, not_before or after_frozen)


def dates_of(stretch: Stretch, calendar: StudyCalendar, free: date) -> list[date]:
    """The dates of a stretch when `free` is the first date nobody has."""
    study_days = calendar.from_day(max(free, stretch.opens or free))
    return list(islice(study_days, len(stretch.days)))
