"""Blocks -> passages: what stands together, as lines of HTML with the headings above them.

A block may be longer than a message. So it is a series of lines, and a message ends between two lines, never
inside one. A line that no message could hold is torn between words before it becomes HTML.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.interface.reply import (
    Block,
    Board,
    Card,
    Code,
    Fact,
    Link,
    Notice,
    Picture,
    Plain,
    Section,
    Sheet,
    Span,
    Strong,
    Text,
)
from bot.platforms.telegram.markup import Markup, tagged, units_of

_LONGEST_LINE = 3_000  # the rest is for the heading above it


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of HTML, each with what must stand above it; `shown` makes a message of its own."""

    lines: tuple[str, ...]
    shown: Picture | Sheet | None = None


def passages(blocks: Sequence[Block], markup: Markup) -> list[Passage]:
    """One passage for each block."""
    return [_Writer(markup).passage(block) for block in blocks]


class _Writer:
    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def passage(self, block: Block) -> Passage:
        match block:
            case Notice():
                return Passage(tuple(self._lines(block.text)))
            case Card():
                return Passage(tuple(self._card(block)), block.picture)
            case Board():
                return Passage(tuple(self._board(block)))
            case Sheet():
                return Passage(tuple(self._lines(block.caption)), block)
            case _:
                assert_never(block)

    def _card(self, card: Card) -> Iterator[str]:
        yield self._heading(card.title)
        yield from self._lines(card.lead)
        yield from self._under("", [line for fact in card.facts for line in self._fact(fact)])
        for section in card.sections:
            yield from self._section(section)
        yield from self._under("", list(self._aside(card.closing)))

    def _section(self, section: Section) -> Iterable[str]:
        mark = "• " if section.bulleted else ""
        lines = [mark + line for text in section.lines for line in self._one_line(text)]
        return self._under(self._heading(section.heading), lines)

    def _fact(self, fact: Fact) -> Iterator[str]:
        value = [line for part in _torn(fact.value) for line in self._one_line(part)]
        yield f"{self._markup.strong(fact.label)}: {value[0] if value else ''}".strip()
        yield from value[1:]

    def _board(self, board: Board) -> Iterator[str]:
        pages = f" ({board.page}/{board.pages})" if board.pages > 1 else ""
        rows = []
        for row in board.rows:
            mark = tagged("code", self._markup.shown(row.mark)) if row.mark else ""
            line = " ".join(filter(None, [mark, *self._one_line(row.text)]))
            rows.append(f"→ {line}" if row.own else line)  # an arrow needs no colour
        yield from self._under(self._heading(board.title) + pages, rows, apart=False)
        yield from self._under("", list(self._aside(board.note)))

    def _aside(self, text: Text) -> Iterator[str]:
        return (tagged("i", line) for line in self._lines(text))

    def _under(self, heading: str, lines: Sequence[str], *, apart: bool = True) -> Iterable[str]:
        """The lines under a heading, which goes with the first of them."""
        head = "\n" * apart + (f"{heading}\n" if heading and lines else heading)
        return [head + lines[0], *lines[1:]] if lines else [head] if heading else []

    def _lines(self, text: Text) -> Iterator[str]:
        for part in _torn(text):
            yield from (line for line in self._split(part) if line.strip())

    def _one_line(self, text: Text) -> Iterator[str]:
        for part in _torn(text):
            line = " ".join(line.strip() for line in self._split(part) if line.strip())
            if line:
                yield line

    def _split(self, text: Text) -> Iterator[str]:
        """Lines as they stand in the text: no tag goes over the end of one."""
        line: list[Span] = []
        for span in text:
            if isinstance(span, Plain | Strong | Code):
                first, *further = span.text.split("\n")
                line.append(replace(span, text=first))
                for words in further:
                    yield self._markup.rendered(tuple(line))
                    line = [replace(span, text=words)]
            else:
                line.append(span)
        yield self._markup.rendered(tuple(line))

    def _heading(self, title: str) -> str:
        return self._markup.strong(" ".join(title.split()))


def _torn(text: Text) -> Iterator[Text]:
    """A text that one line could not hold, in parts that end at a space where there is one."""
    part: list[Span] = []
    room = _LONGEST_LINE
    for span in text:
        for piece in _pieces(span, room):
            size = _size(piece)
            if part and size > room:
                yield tuple(part)
                part, room = [], _LONGEST_LINE
            part.append(piece)
            room -= size
    yield tuple(part)


def _pieces(span: Span, room: int) -> Iterator[Span]:
    if not isinstance(span, Plain | Strong | Code | Link) or _size(span) <= room:
        yield span
        return
    text = span.text
    while units_of(text) > _LONGEST_LINE // 2:
        end = text.rfind(" ", 0, _LONGEST_LINE // 4) + 1 or _LONGEST_LINE // 4
        yield replace(span, text=text[:end])
        text = text[end:]
    yield replace(span, text=text)


def _size(span: Span) -> int:
    return units_of(span.text) if isinstance(span, Plain | Strong | Code | Link) else 40
