"""Which dates a piece may have: the author's own, or the span it would have in weeks without holidays."""

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile

from bot.domain.errors import Invalid
from bot.domain.outline import CalendarDates, MonthDay
from bot.domain.pacing_settings import MOST_YEAR, StudyCalendar
from bot.domain.plan_pieces import Piece

LEAP_DAY = MonthDay(2, 29)
_ONE_DAY = timedelta(days=1)
# Years that only serve to count the days between month-days: the leap year where one of them is 29 February.
_ANY_YEAR, _ANY_LEAP_YEAR = 2001, 2004


@dataclass(frozen=True, slots=True)
class Window:
    """The dates of a piece, both included. Without `opens` it begins whenever the piece before it is over."""

    closes: date
    opens: date | None = None

    def slid(self, by: timedelta) -> "Window":
        """The same window so much later."""
        return Window(self.closes + by, self.opens + by if self.opens else None)

    def days(self, calendar: StudyCalendar, free: date) -> Iterator[date]:
        """Its study days that are not before `free`."""
        return takewhile(lambda day: day <= self.closes, calendar.from_day(max(free, self.opens or free)))


def author_windows(pieces: Sequence[Piece], start: date, year: int | None) -> dict[int, Window]:
    """The windows of the pieces with calendar dates, by their place.

    In `year` they are absolute; without it the first date of the roadmap falls on `start`, and all others
    follow at the author's distances. A date that is earlier than the one before it lies in the next year.
    """
    dated = {at: piece.timing for at, piece in enumerate(pieces) if isinstance(piece.timing, CalendarDates)}
    windows = dict(zip(dated, _in_years(list(dated.values()), year), strict=True))
    if year or not windows:
        return windows
    opens = [window.opens for window in windows.values() if window.opens]
    return {at: window.slid(start - opens[0]) for at, window in windows.items()}


def _in_years(dated: Sequence[CalendarDates], year: int | None) -> list[Window]:
    leaps = any(LEAP_DAY in {timing.start, timing.end} for timing in dated)
    running = year or (_ANY_LEAP_YEAR if leaps else _ANY_YEAR)
    windows: list[Window] = []
    before = date.min
    for timing in dated:
        running = timing.year if timing.year and not year else running
        running += _date(running, timing.start) < before
        before = _date(running, timing.start)
        windows.append(Window(_date(running + (timing.end < timing.start), timing.end), before))
    return windows


def _date(year: int, day: MonthDay) -> date:
    if year > MOST_YEAR:
        raise Invalid("year", value=year, most=MOST_YEAR)
    if day == LEAP_DAY and not isleap(year):
        return date(year, 2, 28)
    return date(year, day.month, day.day)


def spans(days: Sequence[int], authors: dict[int, Window], calendar: StudyCalendar) -> list[Window]:
    """For every piece the window it would have without holidays: so many `days` after the one before."""
    plain = calendar.without_holidays()
    free = calendar.start
    windows = []
    for at, length in enumerate(days):
        last = list(islice(plain.from_day(free), length))[-1:]
        window = authors.get(at) or Window(last[0] if last else free - _ONE_DAY)
        free = max(free, window.closes + _ONE_DAY)
        windows.append(window)
    return windows
