"""Panels -> messages that Discord takes: at most 4,000 characters of text and 40 components in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.platforms.discord.passages import Panel, Passage

MOST_TEXT = 4_000
MOST_COMPONENTS = 40
_LONGEST_LINE = 3_000  # the rest is for the heading above it


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not torn apart: a line, and above it the heading that it begins with."""

    panel: int
    passage: int
    lines: tuple[str, ...]
    apart: bool

    @property
    def size(self) -> int:
        return sum(_size(line) + 1 for line in self.lines)


def pages(panels: Sequence[Panel], buttons: int) -> list[list[Panel]]:
    """The panels of each message, in order, with room for so many buttons in every one."""
    pieces = [piece for place, panel in enumerate(panels) for piece in _pieces(place, panel)]
    most = MOST_COMPONENTS - buttons - -(-buttons // 5)
    return [_panels(panels, page) for page in _filled(pieces, most)]


def _pieces(place: int, panel: Panel) -> Iterator[_Piece]:
    for number, passage in enumerate(panel.passages):
        heading = (passage.heading,) if passage.heading else ()
        lines = [part for line in passage.lines for part in _torn(line)] or [""]
        yield _Piece(place, number, (*heading, *filter(None, lines[:1])), passage.apart)
        yield from (_Piece(place, number, (line,), passage.apart) for line in lines[1:])


def _filled(pieces: Sequence[_Piece], most_components: int) -> Iterator[list[_Piece]]:
    page: list[_Piece] = []
    text = 0
    for piece in pieces:
        goes_on = page and (piece.panel, piece.passage) == (page[-1].panel, page[-1].passage)
        is_too_much = not goes_on and _components([*page, piece]) > most_components
        if page and (is_too_much or text + piece.size > MOST_TEXT):
            yield page
            page, text = [], 0
        page.append(piece)
        text += piece.size
    yield page


def _components(page: Sequence[_Piece]) -> int:
    passages = {(piece.panel, piece.passage): 1 + piece.apart for piece in page}
    return sum(passages.values()) + len({piece.panel for piece in page})


def _panels(panels: Sequence[Panel], page: Sequence[_Piece]) -> list[Panel]:
    return [
        replace(panels[place], passages=tuple(_passages(panels[place], list(pieces))))
        for place, pieces in groupby(page, lambda piece: piece.panel)
    ]


def _passages(panel: Panel, pieces: Sequence[_Piece]) -> Iterator[Passage]:
    for number, of_passage in groupby(pieces, lambda piece: piece.passage):
        lines = tuple(line for piece in of_passage for line in piece.lines)
        yield replace(panel.passages[number], heading="", lines=lines)


def _torn(line: str) -> Iterator[str]:
    """A line that no message could hold, in parts that end at a space where there is one."""
    while _size(line) > _LONGEST_LINE:
        end = line.rfind(" ", 0, _LONGEST_LINE // 2) + 1 or _LONGEST_LINE // 2
        yield line[:end].rstrip()
        line = line[end:]
    yield line


def _size(text: str) -> int:
    """Characters as Discord may count them, in UTF-16: rather too many than too few."""
    return len(text.encode("utf-16-le")) // 2
