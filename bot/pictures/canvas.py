"""A sheet of palette indexes to put lines of text, bars and calendars on, and its PNG."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.pictures.ink import BITS, LIGHT, Ink, shades
from bot.pictures.letters import Line

FULL = 255
"""The strength of an ink where nothing of the ground is seen."""

_FINER = 4
Pen = ImageDraw.ImageDraw


class Canvas:
    """What is put on it does not overlap: it covers the ground, with the smooth edges that it brings."""

    def __init__(self, width: int, height: int) -> None:
        self._sheet = Image.new("L", (width, height))

    def write(self, at: tuple[float, float], line: Line, ink: Ink = Ink.TEXT, *, right: bool = False) -> None:
        """A line of text on the baseline at `at`; `right` is whether it ends there instead."""
        x, y = at
        x -= line.width if right else 0
        for run in line.runs:
            letters, (left, top) = _written(run.font, run.text, ink)
            self._sheet.paste(letters, (round(x + left), round(y + top)))
            x += run.width

    def put(self, at: tuple[int, int], inked: Image.Image) -> None:
        """Something drawn already, with its upper left corner at `at`."""
        self._sheet.paste(inked, at)

    def bar(self, at: tuple[int, int], size: tuple[int, int], ink: Ink) -> None:
        """A filled bar with round ends."""
        self._sheet.paste(_bar(size, ink), at)

    def rule(self, at: tuple[int, int], size: tuple[int, int], ink: Ink = Ink.FAINT) -> None:
        """A filled rectangle."""
        self._sheet.paste(shades(ink)[FULL], (*at, at[0] + size[0], at[1] + size[1]))

    def png(self) -> bytes:
        """The sheet as a PNG for a light room; `bot.pictures.ink.on_dark` makes the other of it."""
        self._sheet.putpalette(LIGHT)
        stream = BytesIO()
        self._sheet.save(stream, "PNG", compress_level=6, bits=BITS)
        return stream.getvalue()


def smooth(size: tuple[int, int], ink: Ink, draw: Callable[[Pen, int, int], None]) -> Image.Image:
    """What `draw` draws in full strength on a finer grid, of which it is told the size, in an ink."""
    width, height = size[0] * _FINER, size[1] * _FINER
    fine = Image.new("L", (width, height))
    draw(ImageDraw.Draw(fine), width, height)
    return fine.resize(size, Image.Resampling.BOX).point(shades(ink))


@lru_cache(maxsize=1024)
def _written(font: ImageFont.FreeTypeFont, text: str, ink: Ink) -> tuple[Image.Image, tuple[float, float]]:
    """The letters in an ink, and where they begin, seen from the baseline."""
    left, top, right, bottom = font.getbbox(text, anchor="ls")
    letters = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))))
    ImageDraw.Draw(letters).text((-left, -top), text, fill=FULL, font=font, anchor="ls")
    return letters.point(shades(ink)), (left, top)


@lru_cache(maxsize=256)
def _bar(size: tuple[int, int], ink: Ink) -> Image.Image:
    def draw(pen: Pen, width: int, height: int) -> None:
        pen.rounded_rectangle((0, 0, width - 1, height - 1), min(width, height) / 2, fill=FULL)

    return smooth(size, ink, draw)
