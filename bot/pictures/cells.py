"""What a day looks like on a calendar: each kind has a shape of its own, so that nobody needs the colours."""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache

from PIL import Image

from bot.pictures.canvas import FULL, Pen, smooth
from bot.pictures.ink import Ink

_FINER = 4


class Cell(Enum):
    """What became of a day."""

    DONE = "done"
    LATE = "late"
    FROZEN = "frozen"
    MISSED = "missed"
    CAUGHT_UP = "caught_up"
    EXCUSED = "excused"
    CREDITED = "credited"
    OPEN = "open"
    EXTRA = "extra"
    OFF = "off"
    FUTURE = "future"


INKS: Mapping[Cell, Ink] = {
    Cell.DONE: Ink.DONE,
    Cell.LATE: Ink.LATE,
    Cell.FROZEN: Ink.FROZEN,
    Cell.MISSED: Ink.MUTED,
    Cell.CAUGHT_UP: Ink.DONE,
    Cell.EXCUSED: Ink.MUTED,
    Cell.CREDITED: Ink.DONE,
    Cell.OPEN: Ink.TEXT,
    Cell.EXTRA: Ink.DONE,
    Cell.OFF: Ink.FAINT,
    Cell.FUTURE: Ink.FAINT,
}


@lru_cache(maxsize=256)
def shape(cell: Cell, side: int) -> Image.Image:
    """A day's shape in a square of that many pixels, inked."""
    return smooth((side, side), INKS[cell], lambda pen, large, _: _SHAPES[cell](pen, large))


@lru_cache(maxsize=256)
def pixels(cell: Cell, side: int) -> bytes:
    """The same, pixel by pixel."""
    return shape(cell, side).tobytes()


@lru_cache(maxsize=256)
def level(tenths: int, side: int) -> Image.Image:
    """A square filled from below by so many tenths, for a day of many people."""

    def draw(pen: Pen, large: int, _: int) -> None:
        _filled(pen, large)
        pen.rectangle((0, -1, large, large * (10 - tenths) // 10 - 1), fill=0)
        _outlined(pen, large)

    return smooth((side, side), Ink.DONE, draw)


@lru_cache(maxsize=256)
def level_pixels(tenths: int, side: int) -> bytes:
    """The same, pixel by pixel."""
    return level(tenths, side).tobytes()


def _filled(pen: Pen, side: int) -> None:
    pen.rounded_rectangle((0, 0, side - 1, side - 1), side // 5, fill=FULL)


def _outlined(pen: Pen, side: int) -> None:
    pen.rounded_rectangle((0, 0, side - 1, side - 1), side // 5, outline=FULL, width=max(_FINER, side // 10))


def _late(pen: Pen, side: int) -> None:
    _filled(pen, side)
    pen.polygon([(side, side * 0.25), (side, side), (side * 0.25, side)], fill=0)


def _frozen(pen: Pen, side: int) -> None:
    middle, line = side / 2, max(_FINER, side // 9)
    pen.line([(middle, 0), (middle, side)], fill=FULL, width=line)
    for lean in (0.25, -0.25):
        pen.line(
            [(side * 0.07, middle - side * lean), (side * 0.93, middle + side * lean)], fill=FULL, width=line
        )


def _open(pen: Pen, side: int) -> None:
    pen.rounded_rectangle(
        (0, 0, side - 1, side - 1), side // 5, outline=FULL, width=max(2 * _FINER, side // 6)
    )
    pen.ellipse((side * 0.38, side * 0.38, side * 0.62, side * 0.62), fill=FULL)


def _small(pen: Pen, side: int) -> None:
    pen.rounded_rectangle((side * 0.22, side * 0.22, side * 0.78, side * 0.78), side // 8, fill=FULL)


def _caught_up(pen: Pen, side: int) -> None:
    _outlined(pen, side)
    pen.polygon(
        [(side * 0.08, side * 0.08), (side * 0.08, side * 0.92), (side * 0.92, side * 0.92)], fill=FULL
    )


def _excused(pen: Pen, side: int) -> None:
    line = max(_FINER, side // 12)
    pen.rounded_rectangle((side * 0.15, side / 2 - line, side * 0.85, side / 2 + line), line, fill=FULL)


def _credited(pen: Pen, side: int) -> None:
    _filled(pen, side)
    pen.rectangle((side * 0.33, side * 0.33, side * 0.67, side * 0.67), fill=0)


def _dot(pen: Pen, side: int, size: float) -> None:
    pen.ellipse(
        (side * (0.5 - size), side * (0.5 - size), side * (0.5 + size), side * (0.5 + size)), fill=FULL
    )


_SHAPES: Mapping[Cell, Callable[[Pen, int], None]] = {
    Cell.DONE: _filled,
    Cell.LATE: _late,
    Cell.FROZEN: _frozen,
    Cell.MISSED: _outlined,
    Cell.CAUGHT_UP: _caught_up,
    Cell.EXCUSED: _excused,
    Cell.CREDITED: _credited,
    Cell.OPEN: _open,
    Cell.EXTRA: lambda pen, side: _dot(pen, side, 0.36),
    Cell.OFF: lambda pen, side: _dot(pen, side, 0.13),
    Cell.FUTURE: _small,
}
