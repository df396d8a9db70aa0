"""Which dates a piece may have: the author's own, or the span it would have in weeks without holidays."""

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, takewhile

from bot.domain.errors import Invalid
from bot.domain.outline import CalendarDates, MonthDay
from bot.domain.pacing_settings import MOST_YEAR, StudyCalendar
from bot.domain.placing import WindowSlid
from bot.domain.plan_pieces import Piece
from bot.domain.plan_rest import Rest

LEAP_DAY = MonthDay(2, 29)
_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
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

    @property
    def first(self) -> date:
        """The first date that it may have."""
        return self.opens or date.min

    def days(self, calendar: StudyCalendar, free: date) -> Iterator[date]:
        """Its study days that are not before `free`."""
        return takewhile(lambda day: day <= self.closes, calendar.from_day(max(free, self.first)))


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


@dataclass(slots=True)
class Slide:
    """How far the author's dates have slid so far, in whole weeks; `warnings` say where."""

    by: timedelta = timedelta()
    warnings: list[WindowSlid] = field(default_factory=list)

    def reached(self, rest: Rest, window: Window, calendar: StudyCalendar, free: date) -> Window:
        """The window as it has slid, and slides further until it has a study day for what is due.

        A window shorter than a week may never hold one of the cohort's weekdays, wherever it slides: it then
        takes the next study day, and keeps its length.
        """
        if not window.opens or not isinstance(rest.piece.timing, CalendarDates):
            return window.slid(self.by)
        self.by += _weeks(window.slid(self.by).closes, rest.last_day or date.min)
        next_day = next(calendar.from_day(max(free, window.opens + self.by)))
        found = self._kept(window, rest.first_day or next_day)
        if rest.is_passed or not rest.is_due or next_day <= found.closes:
            return found
        further = _weeks(window.closes + self.by, next_day)
        if further:
            self.by += further
            self.warnings.append(WindowSlid(rest.piece.unit, further // _WEEK))
        return self._kept(window, next_day)

    def _kept(self, window: Window, first: date) -> Window:
        """The slid window from its `first` study day on."""
        opens = window.opens or first
        closes = window.closes + self.by
        if self.by and window.closes - opens < _WEEK - _ONE_DAY:
            closes = min(closes, first + (window.closes - opens))
        return Window(closes, min(first, opens + self.by))


def _weeks(closes: date, needed: date) -> timedelta:
    """The whole weeks after which `closes` has come to the day that is needed."""
    return max(timedelta(), -((closes - needed) // _WEEK) * _WEEK)


def spans(
    rests: Sequence[Rest], lengths: Sequence[int], authors: dict[int, Window], calendar: StudyCalendar
) -> list[Window]:
    """For every piece the window it would have without holidays, `lengths` study days after the one before.

    The author's windows would slide there too, if the cohort's weekdays or its start leave them empty: all
    windows are given as if nothing had slid.
    """
    plain = calendar.without_holidays()
    free, slid = calendar.start, timedelta()
    windows = []
    for at, (rest, length) in enumerate(zip(rests, lengths, strict=True)):
        if window := authors.get(at):
            if rest.items or rest.piece.projects:
                study_day = next(plain.from_day(max(free, window.slid(slid).first)))
                slid += _weeks(window.closes + slid, study_day)
        else:
            last = next(islice(plain.from_day(free), length - 1, None)) if length else free - _ONE_DAY
            window = Window(last - slid)
        free = max(free, window.closes + slid + _ONE_DAY)
        windows.append(window)
    return windows
