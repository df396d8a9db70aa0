"""Blocks -> passages: what stands together, as lines of markdown with a heading.

A block may be longer than a message. So it is a series of passages, and a passage a series of lines; a
message ends between two lines, never inside one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.interface.reply import Block, Board, Card, Fact, Notice, Picture, Row, Section, Sheet, Text
from bot.platforms.discord.markup import escaped, rendered


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines under a heading, or a picture, or a file. `apart` is set off by a rule."""

    heading: str = ""
    lines: tuple[str, ...] = ()
    apart: bool = False
    shown: Picture | Sheet | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A block as it will stand there; `boxed` in a frame."""

    passages: tuple[Passage, ...]
    boxed: bool = True


def panels(blocks: Sequence[Block]) -> list[Panel]:
    """One panel for each block."""
    return [_panel(block) for block in blocks]


def title_of(blocks: Sequence[Block]) -> str:
    """The first title there is, as plain text; empty when there is none."""
    return next((block.title for block in blocks if isinstance(block, Card | Board)), "")


def _panel(block: Block) -> Panel:
    match block:
        case Notice():
            return Panel((Passage(lines=_lines(block.text)),), boxed=False)
        case Card():
            return Panel(tuple(_card(block)))
        case Board():
            return Panel(tuple(_board(block)))
        case Sheet():
            caption = [Passage(lines=lines)] if (lines := _lines(block.caption)) else []
            return Panel((*caption, Passage(shown=block)), boxed=False)
        case _:
            assert_never(block)


def _card(card: Card) -> Iterator[Passage]:
    yield Passage(f"## {_heading(card.title)}", (*_lines(card.lead), *map(_fact, card.facts)))
    for section in card.sections:
        yield _section(section)
    if card.picture is not None:
        yield Passage(shown=card.picture)
    if card.closing:
        yield Passage(lines=tuple(f"-# {line}" for line in _lines(card.closing)), apart=True)


def _section(section: Section) -> Passage:
    mark = "- " if section.bulleted else ""
    heading = f"### {_heading(section.heading)}" if section.heading else ""
    return Passage(heading, tuple(mark + _one_line(line) for line in section.lines))


def _fact(fact: Fact) -> str:
    return f"**{escaped(fact.label)}:** {_one_line(fact.value)}"


def _board(board: Board) -> Iterator[Passage]:
    pages = f" ({board.page}/{board.pages})" if board.pages > 1 else ""
    yield Passage(f"## {_heading(board.title)}{pages}", tuple(map(_row, board.rows)))
    if board.note:
        yield Passage(lines=tuple(f"-# {line}" for line in _lines(board.note)), apart=True)


def _row(row: Row) -> str:
    """The asker's own row is set off by an arrow, which needs no colour."""
    mark = f"`{row.mark}`" if row.mark and "`" not in row.mark else escaped(row.mark)
    line = f"{mark} {_one_line(row.text)}".strip()
    return f"→ {line}" if row.own else line


def _lines(text: Text) -> tuple[str, ...]:
    return tuple(line for line in rendered(text).split("\n") if line.strip())


def _one_line(text: Text) -> str:
    return " ".join(_lines(text))


def _heading(title: str) -> str:
    return escaped(" ".join(title.split()))
