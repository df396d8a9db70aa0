"""What all cards have in common: the head, a row of figures, a calendar with its names and key, a foot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image

from bot.pictures.canvas import Canvas
from bot.pictures.ink import Ink
from bot.pictures.letters import Line, line
from bot.pictures.weeks import Weeks

WIDTH = 960
MARGIN = 44
INSIDE = WIDTH - 2 * MARGIN
LEFT = MARGIN + 60
ROOM = WIDTH - MARGIN - LEFT
FOOT = 76
KEY_SIDE = 20
_KEY_LINE = 34
_GAP = 20
_BAR = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label; `share` (0 to 1) is shown as a bar below it."""

    label: str
    value: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What days are called: the weekdays from Monday on, and the calendar's months, by year and month."""

    weekdays: tuple[str, ...]
    months: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Key:
    """A shape with what it means."""

    shape: Image.Image
    label: str


def draw_head(canvas: Canvas, title: str, subtitle: str) -> None:
    """A name, and what it is about."""
    canvas.write((MARGIN, 80), fitted(title, 42, 27, INSIDE))
    canvas.write((MARGIN, 118), line(subtitle, 23, most=INSIDE), Ink.MUTED)


def fitted(text: str, largest: int, smallest: int, room: float) -> Line:
    """The text in bold as large as it fits, shortened only where the smallest size is too large."""
    width = line(text, largest, bold=True).width
    size = largest if width <= room else max(smallest, int(largest * room / width))
    return line(text, size, bold=True, most=room)


def draw_figures(canvas: Canvas, top: int, figures: Sequence[Figure]) -> None:
    """A row of figures, evenly spread."""
    step = INSIDE // len(figures)
    for place, figure in enumerate(figures):
        left = MARGIN + place * step
        canvas.write((left, top + 40), line(figure.value, 40, bold=True, most=step - 20))
        canvas.write((left, top + 70), line(figure.label, 20, most=step - 20), Ink.MUTED)
        if figure.share is not None:
            _draw_share(canvas, left, top + 86, step - 40, figure.share)


def _draw_share(canvas: Canvas, left: int, top: int, width: int, share: float) -> None:
    canvas.bar((left, top), (width, _BAR), Ink.FAINT)
    if share > 0:
        canvas.bar((left, top), (max(_BAR, round(width * min(1.0, share))), _BAR), Ink.DONE)


def _draw_names(canvas: Canvas, at: tuple[int, int], weeks: Weeks, names: Names) -> None:
    """The months above the bands, and every other weekday beside them."""
    left, top = at
    for monday, (x, y) in weeks.months():
        canvas.write((left + x, top + y + 19), line(names.months[monday.year, monday.month], 18), Ink.MUTED)
    for band_top in weeks.band_tops():
        for weekday in (0, 2, 4):
            baseline = top + band_top + weekday * weeks.pitch + weeks.side // 2 + 6
            canvas.write((left - 12, baseline), line(names.weekdays[weekday], 16), Ink.MUTED, right=True)


def draw_calendar(
    canvas: Canvas,
    top: int,
    weeks: Weeks,
    pixels_of: Callable[[date], bytes],
    names: Names,
    keys: Sequence[Key],
) -> None:
    """A calendar with its names, and its key at its side or below."""
    canvas.put((LEFT, top), weeks.drawn(pixels_of))
    _draw_names(canvas, (LEFT, top), weeks, names)
    if _is_beside(weeks):
        _draw_key_beside(canvas, (LEFT + weeks.width + 60, top + weeks.months_height), keys)
    else:
        _draw_key_below(canvas, top + weeks.height + _GAP, keys)


def calendar_height(weeks: Weeks, keys: Sequence[Key]) -> int:
    """How high the calendar is, with its key and the air below."""
    if _is_beside(weeks):
        return max(weeks.height, weeks.months_height + _KEY_LINE * len(keys)) + _GAP
    return weeks.height + _GAP + _KEY_LINE * len(_key_rows(keys)) + _GAP


def _is_beside(weeks: Weeks) -> bool:
    return LEFT + weeks.width + 60 + 240 <= WIDTH - MARGIN


def _draw_key_beside(canvas: Canvas, at: tuple[int, int], keys: Sequence[Key]) -> None:
    """The key in a column."""
    for place, key in enumerate(keys):
        _draw_key(canvas, at[0], at[1] + place * _KEY_LINE, key)


def _draw_key_below(canvas: Canvas, top: int, keys: Sequence[Key]) -> None:
    """The key in as many lines as it takes."""
    for row, placed in enumerate(_key_rows(keys)):
        for left, key in placed:
            _draw_key(canvas, left, top + row * _KEY_LINE, key)


def _key_rows(keys: Sequence[Key]) -> list[list[tuple[int, Key]]]:
    rows: list[list[tuple[int, Key]]] = [[]]
    left = MARGIN
    for key in keys:
        width = round(KEY_SIDE + 10 + line(key.label, 18).width + 26)
        if rows[-1] and left + width - 26 > WIDTH - MARGIN:
            rows.append([])
            left = MARGIN
        rows[-1].append((left, key))
        left += width
    return rows


def _draw_key(canvas: Canvas, left: int, top: int, key: Key) -> None:
    canvas.put((left, top), key.shape)
    canvas.write((left + KEY_SIDE + 10, top + 16), line(key.label, 18), Ink.MUTED)


def draw_foot(canvas: Canvas, top: int, words: str, more: str) -> None:
    """The closing line: what matters most, and something beside it."""
    canvas.rule((MARGIN, top), (INSIDE, 2))
    first = line(words, 24, bold=True, most=INSIDE)
    canvas.write((MARGIN, top + 44), first)
    room = INSIDE - first.width - 24
    if more and room > 0:
        canvas.write((WIDTH - MARGIN, top + 44), line(more, 22, most=room), Ink.MUTED, right=True)


def month_keys(first: date, last: date) -> list[date]:
    """The first of every month of a calendar that shows these days, the one before it begins included."""
    found = [first.replace(day=1)]
    if first.weekday() >= first.day:
        before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
        found.insert(0, before)
    while found[-1] < last.replace(day=1):
        month = found[-1]
        found.append(date(month.year + month.month // 12, month.month % 12 + 1, 1))
    return found
