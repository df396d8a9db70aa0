"""Lines of text in whatever scripts people's names are written in: cut into runs, measured, shortened."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PIL import ImageFont

from bot.pictures.fonts import BOLD, EMOJI, LATIN, font, font_for, has

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_UNSEEN_IN_EMOJI = frozenset("\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16}")
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a line that one font draws."""

    font: ImageFont.FreeTypeFont
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the order in which it is drawn, from left to right."""

    runs: tuple[Run, ...]
    text: str

    @property
    def width(self) -> float:
        """In pixels."""
        return sum(run.width for run in self.runs)


@lru_cache(maxsize=1024)
def line(text: str, size: int, *, bold: bool = False, most: float | None = None) -> Line:
    """The text as a line, shortened with an ellipsis to `most` pixels.

    Characters that no font has are left out.
    """
    whole = _line(text, size, bold=bold)
    if most is None or whole.width <= most:
        return whole
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if _line(text[:middle] + _ELLIPSIS, size, bold=bold).width <= most:
            fits = middle
        else:
            too_long = middle
    return _line(text[: _whole_letters(text, fits)].rstrip() + _ELLIPSIS, size, bold=bold)


def _whole_letters(text: str, end: int) -> int:
    """Not more than `end` characters, and no letter without the marks that belong to it."""
    while end and (unicodedata.category(text[end])[0] == "M" or {text[end], text[end - 1]} & _JOINERS):
        end -= 1
    return end


def _line(text: str, size: int, *, bold: bool) -> Line:
    runs = []
    for name, part in _parts(text):
        chosen = font(BOLD if bold and name == LATIN else name, size)
        runs.append(Run(chosen, part, chosen.getlength(part)))
    return Line(tuple(reversed(runs) if _is_from_the_right(text) else runs), text)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The text by font: marks, spaces and joiners stay with what stands before them."""
    current, part = "", ""
    for character in text:
        if current == EMOJI and (character in _UNSEEN_IN_EMOJI or ord(character) in _SKIN_TONES):
            continue
        stays = character in _JOINERS or unicodedata.category(character)[0] in "MNPZ"
        name = current if current and stays and has(current, character) else font_for(character)
        if not name:
            continue
        if name != current and part:
            yield current, part
            part = ""
        current, part = name, part + character
    if part:
        yield current, part


def _is_from_the_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "L") != "L"
