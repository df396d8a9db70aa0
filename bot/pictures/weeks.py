"""Where each day stands on a calendar of weeks: a column for a week, in bands that fit a width."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image

_WEEK = timedelta(weeks=1)
_MOST_IN_A_BAND = 53
_MOST_BANDS = 4
_WIDEST = 36


@dataclass(frozen=True, slots=True)
class Weeks:
    """A calendar from the week of `monday` on, with `columns` weeks in a band.

    `pitch` is the distance between two days and `side` that of a day's square, in pixels.
    """

    first: date
    last: date
    monday: date
    count: int
    bands: int
    columns: int
    pitch: int
    side: int

    @property
    def months_height(self) -> int:
        """The line of the months' names above a band."""
        return 28

    @property
    def band_height(self) -> int:
        """A band with the names of its months."""
        return self.months_height + 7 * self.pitch

    @property
    def width(self) -> int:
        """Of the whole."""
        return self.columns * self.pitch

    @property
    def height(self) -> int:
        """Of the whole, with some air between bands."""
        return self.bands * self.band_height + (self.bands - 1) * 14

    def drawn(self, pixels_of: Callable[[date], bytes]) -> Image.Image:
        """All days, each by the pixels of its square.

        Put together line by line, as bytes, which is ten times faster than pasting them one by one.
        """
        sheet = Image.new("L", (self.width, self.height))
        for band, top in enumerate(self.band_tops()):
            rows = b"".join(self._rows(band, weekday, pixels_of) for weekday in range(7))
            sheet.paste(Image.frombytes("L", (self.width, 7 * self.pitch), rows), (0, top))
        return sheet

    def _rows(self, band: int, weekday: int, pixels_of: Callable[[date], bytes]) -> bytes:
        """The lines of pixels of one weekday in a band, and the gap below."""
        begins = self.monday + timedelta(weeks=band * self.columns, days=weekday)
        days = (begins + column * _WEEK for column in range(self.columns))
        nothing = bytes(self.side * self.side)
        squares = [pixels_of(day) if self.first <= day <= self.last else nothing for day in days]
        side, gap = self.side, bytes(self.pitch - self.side)
        lines = [
            gap.join(square[y : y + side] for square in squares) + gap for y in range(0, side * side, side)
        ]
        return b"".join(lines) + gap * self.width

    def months(self) -> Iterator[tuple[date, tuple[int, int]]]:
        """Where a month is named: over the first week that begins in it, unless that is too narrow."""
        named: tuple[int, int] | None = None
        free_from = 0
        for week in range(self.count):
            monday = self.monday + week * _WEEK
            band, column = divmod(week, self.columns)
            free_from = 0 if not column else free_from
            month = (monday.year, monday.month)
            if (month != named or not column) and column * self.pitch >= free_from:
                yield monday, (column * self.pitch, self._top(band))
                named, free_from = month, column * self.pitch + 60

    def band_tops(self) -> Iterator[int]:
        """Where the first day of the week stands, in each band."""
        yield from (self._top(band) + self.months_height for band in range(self.bands))

    def _top(self, band: int) -> int:
        return band * (self.band_height + 14)


def weeks_between(first: date, last: date, room: int) -> Weeks:
    """The calendar of these days in `room` pixels; what lies further back than the bands hold is left out."""
    last_monday = last - timedelta(days=last.weekday())
    furthest = last_monday - (_MOST_BANDS * _MOST_IN_A_BAND - 1) * _WEEK
    monday = max(first - timedelta(days=first.weekday()), furthest)
    count = (last_monday - monday).days // 7 + 1
    bands = -(-count // _MOST_IN_A_BAND)
    columns = -(-count // bands)
    pitch = min(_WIDEST, room // columns)
    side = pitch - max(2, pitch // 6)
    return Weeks(max(first, monday), last, monday, count, bands, columns, pitch, side)
