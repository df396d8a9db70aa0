"""What a cohort chooses about its speed and its days. Values only; what follows from them is elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import Invalid

MOST_SHARE = 0.9
MOST_YEAR = 5_000
_ONE_DAY = timedelta(days=1)


class Pace(StrEnum):
    """Which end of an author's range is taken; MID is the middle."""

    MIN = "min"
    MID = "mid"
    MAX = "max"


class HolidayRule(StrEnum):
    """What a holiday does: SHIFT pushes everything after it, ABSORB keeps the end by shrinking the unit."""

    SHIFT = "shift"
    ABSORB = "absorb"


@dataclass(frozen=True, slots=True)
class Pacing:
    """How fast a roadmap is walked. Raises `Invalid` with the setting's name as its data.

    `project_share` is the part of a unit timed in months, or ongoing, that belongs to its projects.
    `items_per_day` and `fit_days` (study days for all of it) rule units without timing.
    `review_days` adds a day after each outermost unit, unless the author gave it dates or day numbers.
    `catch_up_every` adds a day after so many study days, unless the roadmap has dates.
    `year` makes an author's month-days absolute; without it they are offsets from the start.
    `holiday_rule` None is the roadmap's own: absorb where it has dates, else shift.
    """

    pace: Pace = Pace.MID
    project_share: float = 0.4
    items_per_day: int = 2
    fit_days: int | None = None
    review_days: bool = False
    catch_up_every: int | None = None
    year: int | None = None
    holiday_rule: HolidayRule | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.project_share <= MOST_SHARE:
            raise Invalid("project_share", value=self.project_share, least=0, most=MOST_SHARE)
        for name in ("items_per_day", "fit_days", "catch_up_every", "year"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise Invalid(name, value=value, least=1)
        if self.year is not None and self.year > MOST_YEAR:
            raise Invalid("year", value=self.year, most=MOST_YEAR)


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """The days a cohort studies on: `weekdays` (Monday is 0) from `start`, without `holidays`.

    Raises `Invalid` without a weekday, and where the dates run past the last day Python knows.
    """

    start: date
    weekdays: frozenset[int]
    holidays: frozenset[date] = field(default=frozenset())

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise Invalid("weekdays", value=sorted(self.weekdays))

    @property
    def days_a_week(self) -> int:
        """How many study days a week without holidays has."""
        return len(self.weekdays)

    def is_study_day(self, day: date) -> bool:
        """Whether the cohort studies on this day, wherever it lies before or after the start."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def from_day(self, day: date) -> Iterator[date]:
        """The study days on and after `day`, never before the start."""
        day = max(day, self.start)
        while day < date.max:
            if self.is_study_day(day):
                yield day
            day += _ONE_DAY
        raise Invalid("start", value=self.start)

    def without_holidays(self) -> "StudyCalendar":
        """The same weeks as if nobody ever had a day off."""
        return replace(self, holidays=frozenset())
