"""How long a unit takes, exactly as the roadmap's author wrote it: never resolved to dates or study days."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, model_validator

# Only to decide whether a month has a day: in a leap year 29 February exists, and the file knows no year.
_LEAP_YEAR = 2000


class _Timing(BaseModel):
    """`kind` has no default on purpose: `exclude_defaults` would drop it, and no dump could be read back."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _month_day(text: str) -> str:
    month, day = (int(part) for part in text.split("-"))
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        msg = "is no day of the year; it must look like 10-21 (month, then day)"
        raise ValueError(msg) from None
    return text


MonthDay = Annotated[str, Field(pattern=r"^[0-9]{2}-[0-9]{2}$"), AfterValidator(_month_day)]


class CalendarTiming(_Timing):
    """Fixed dates such as "Oct 21 - Nov 3". Without a year, an end before its start lies in the next year."""

    kind: Literal["calendar"]
    start: MonthDay
    """The first day, as month-day: `10-21`."""
    end: MonthDay
    """The last day, which still belongs to the unit, as month-day: `11-03`."""
    year: Annotated[int, Field(ge=1970, le=9999)] | None = None
    """The year of `start`, only when the author wrote one."""

    @property
    def start_month_day(self) -> tuple[int, int]:
        """`start` as (month, day)."""
        return _pair(self.start)

    @property
    def end_month_day(self) -> tuple[int, int]:
        """`end` as (month, day)."""
        return _pair(self.end)


def _pair(text: MonthDay) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


class _Range(_Timing):
    min: PositiveInt
    """The least, as written; equal to `max` where the author gave one number."""
    max: PositiveInt
    """The most, as written."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            msg = f"has min {self.min} above max {self.max}"
            raise ValueError(msg)
        return self


class DaysTiming(_Range):
    """A range of study days, such as "3-4 days"."""

    kind: Literal["days"]


class MonthsTiming(_Range):
    """A range of months, such as "2-3 meses"."""

    kind: Literal["months"]


class DayNumberTiming(_Timing):
    """The unit is one study day, and this is its number in the roadmap ("Day 7")."""

    kind: Literal["day_number"]
    n: PositiveInt
    """Which study day, counted from 1."""


class WeeksTiming(_Timing):
    """A number of weeks."""

    kind: Literal["weeks"]
    n: PositiveInt
    """How many weeks."""


class OngoingTiming(_Timing):
    """The unit runs beside or after everything else and never ends ("Continuo")."""

    kind: Literal["ongoing"]


class AbsentTiming(_Timing):
    """The author says nothing about time. A unit without the key `timing` has this one."""

    kind: Literal["absent"]


Timing = Annotated[
    CalendarTiming | DaysTiming | MonthsTiming | DayNumberTiming | WeeksTiming | OngoingTiming | AbsentTiming,
    Field(discriminator="kind"),
]
ABSENT = AbsentTiming(kind="absent")
