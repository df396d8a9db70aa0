"""A reply or a message as plain text, for terminals and tests: the same facts as on the page, in columns."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.interface.reply import (
    Block,
    Board,
    Button,
    Card,
    Code,
    Link,
    Member,
    Notice,
    Picture,
    Plain,
    Reply,
    Row,
    Section,
    Sheet,
    Span,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.platforms.playground.columns import folded, width_of
from bot.platforms.playground.legible import legible
from bot.platforms.playground.message import Message
from bot.platforms.playground.wire import ShownButton

WIDTH = 84
ONLY_YOU = "(only you can see this)"


def of_reply(reply: Reply, zone: str, now: datetime | None = None) -> str:
    """The reply with instants on the clock of `zone`; relative ones are told from `now`."""
    lines = [ONLY_YOU] if reply.whisper else []
    return "\n".join([*lines, *lines_of(reply.blocks, reply.buttons, zone, now)])


def of_message(message: Message, zone: str, now: datetime | None = None) -> str:
    """The message as it stands in its room."""
    lines = [ONLY_YOU] if message.only_for else []
    return "\n".join([*lines, *lines_of(message.blocks, message.buttons, zone, now or message.at)])


def lines_of(
    blocks: Sequence[Block],
    buttons: Sequence[Button | ShownButton],
    zone: str,
    now: datetime | None = None,
    width: int = WIDTH,
) -> list[str]:
    """Blocks and buttons in lines of at most `width` columns."""
    return list(_Printer(zone, now, width).lines(blocks, buttons))


class _Printer:
    def __init__(self, zone: str, now: datetime | None, width: int) -> None:
        self._zone = ZoneInfo(zone)
        self._now = now
        self._width = width

    def lines(self, blocks: Sequence[Block], buttons: Sequence[Button | ShownButton]) -> Iterator[str]:
        for place, block in enumerate(blocks):
            if place:
                yield ""
            yield from self._block(block)
        if buttons:
            yield from self._wrapped(" ".join(f"[{legible(button.label)}]" for button in buttons))

    def _block(self, block: Block) -> Iterable[str]:
        match block:
            case Notice():
                return self._wrapped(self._text(block.text))
            case Card():
                return self._card(block)
            case Board():
                return self._board(block)
            case Sheet():
                size = f"{len(block.content):,} bytes"
                caption = [self._text(block.caption)] if block.caption else []
                return self._wrapped(" - ".join([f"File {legible(block.name)} ({size})", *caption]))
            case _:
                assert_never(block)

    def _card(self, card: Card) -> Iterator[str]:
        title = legible(card.title)
        yield from self._wrapped(title)
        yield "-" * min(width_of(title), self._width)
        yield from self._wrapped(self._text(card.lead))
        labels = max((width_of(fact.label) for fact in card.facts), default=0)
        for fact in card.facts:
            label = legible(fact.label) + " " * (labels - width_of(fact.label))
            yield from self._wrapped(self._text(fact.value), f"{label}  ")
        for section in card.sections:
            yield from self._section(section)
        yield from self._picture(card.picture)
        yield from self._wrapped(self._text(card.closing))

    def _section(self, section: Section) -> Iterator[str]:
        yield from self._wrapped(legible(section.heading))
        for line in section.lines:
            yield from self._wrapped(self._text(line), "  * " if section.bulleted else "  ")

    def _picture(self, picture: Picture | None) -> Iterator[str]:
        if picture is not None:
            yield from self._wrapped(f"(Picture: {legible(picture.alt)})")

    def _board(self, board: Board) -> Iterator[str]:
        pages = f" ({board.page}/{board.pages})" if board.pages > 1 else ""
        title = legible(board.title) + pages
        yield title
        yield "-" * min(width_of(title), self._width)
        marks = max((width_of(row.mark) for row in board.rows), default=0)
        for row in board.rows:
            yield from self._wrapped(self._text(row.text), self._mark(row, marks))
        yield from self._wrapped(self._text(board.note))

    def _mark(self, row: Row, width: int) -> str:
        arrow = "> " if row.own else "  "
        return f"{arrow}{' ' * (width - width_of(row.mark))}{legible(row.mark)}  "

    def _text(self, text: Text) -> str:
        return "".join(self._span(span) for span in text)

    def _span(self, span: Span) -> str:
        match span:
            case Plain() | Strong() | Code():
                return legible(span.text)
            case Link():
                return legible(span.text if span.text == span.url else f"{span.text} <{span.url}>")
            case When():
                return self._when(span)
            case Member():
                return legible(span.name)
            case _:
                assert_never(span)

    def _when(self, when: When) -> str:
        local = when.instant.astimezone(self._zone)
        day = f"{local:%a, %b} {local.day}"
        match when.style:
            case WhenStyle.TIME:
                return f"{local:%H:%M}"
            case WhenStyle.DAY:
                return day
            case WhenStyle.MOMENT:
                return f"{day}, {local:%H:%M}"
            case WhenStyle.RELATIVE:
                return f"{day}, {local:%H:%M}" if self._now is None else _distance(when.instant, self._now)
            case _:
                assert_never(when.style)

    def _wrapped(self, text: str, start: str = "") -> Iterator[str]:
        """The text under itself, after `start`; nothing for an empty text without a start."""
        if not text and not start:
            return
        room = self._width - width_of(start)
        lines = [part for line in text.split("\n") for part in folded(line, room)]
        for place, line in enumerate(lines):
            yield ((" " * width_of(start) if place else start) + line).rstrip()


def _distance(instant: datetime, now: datetime) -> str:
    seconds = round((instant - now).total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = round(abs(seconds) / size)
        if abs(seconds) >= size:
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "now"
