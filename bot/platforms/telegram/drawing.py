"""A reply -> the messages that show it: texts, pictures, files; the last one has the buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.reply import Notice, Picture, Reply, Sheet
from bot.platforms.telegram.keyboard import Rows, keys
from bot.platforms.telegram.markup import Markup, bare, tagged, units_of
from bot.platforms.telegram.pages import fits_caption, pages
from bot.platforms.telegram.passages import Passage, passages

_MOST_ALT = 200
_MOST_TOAST = 200
_NAMELESS = "picture.png"


@dataclass(frozen=True, slots=True)
class Draft:
    """One message. With a `file` the text is its caption; a picture is shown as one.

    `picker` is the label of a key that lets somebody pick a group, in place of `rows`.
    """

    text: str
    rows: Rows = ()
    file: tuple[str, bytes] | None = None
    is_picture: bool = False
    picker: str = ""


class Drawing:
    """Draws replies. `made_for` is the id of the person who is answered, or empty for a post."""

    def __init__(self, buttons: Buttons, markup: Markup) -> None:
        self._buttons = buttons
        self._markup = markup

    def drafts(self, reply: Reply, room: RoomAddress, made_for: str = "") -> list[Draft]:
        """The messages, whose buttons can be pressed as if they stood in `room`."""
        drawn = list(self._drawn(passages(reply.blocks, self._markup)))
        if drawn and reply.buttons:
            drawn[-1] = replace(drawn[-1], rows=keys(reply.buttons, self._buttons, room, made_for))
        return drawn

    def _drawn(self, shown: Sequence[Passage]) -> Iterator[Draft]:
        """Texts that follow each other share messages."""
        for apart, together in groupby(enumerate(shown), lambda each: each[1].shown and each[0]):
            found = [passage for _, passage in together]
            if apart is None:
                yield from (Draft(text) for text in pages(_parted(found)) if text)
            else:
                yield from self._apart(found[0])

    def _apart(self, passage: Passage) -> Iterator[Draft]:
        text = "\n".join(passage.lines).strip("\n")
        match passage.shown:
            case Picture(png=png, alt=alt):
                caption = f"{text}\n\n{self._alt(alt)}"
                yield from self._captioned(passage, [caption, text], (_NAMELESS, png), is_picture=True)
            case Sheet(name=name, content=content):
                yield from self._captioned(passage, [text], (name, content), is_picture=False)
            case None:
                return
            case _:
                assert_never(passage.shown)

    def _captioned(
        self, passage: Passage, captions: Sequence[str], file: tuple[str, bytes], *, is_picture: bool
    ) -> Iterator[Draft]:
        """The first caption that fits; or else the text before a bare file."""
        fitting = next((text for text in captions if fits_caption(text)), None)
        if fitting is None:
            yield from (Draft(text) for text in pages(passage.lines))
        yield Draft(fitting or "", file=file, is_picture=is_picture)

    def _alt(self, alt: str) -> str:
        """What a picture shows, for those who do not see it."""
        return tagged("i", self._markup.shown(alt[:_MOST_ALT])) if alt else ""


def toast(reply: Reply) -> str | None:
    """The reply as what flies by over a chat; None if it is more than that can hold."""
    if not all(isinstance(block, Notice) for block in reply.blocks):
        return None
    text = _said(reply)
    return text if text and units_of(text) <= _MOST_TOAST else None


def beginning(reply: Reply) -> str:
    """The first sentences of a reply of nothing but sentences, as long as a toast holds; else empty."""
    if not all(isinstance(block, Notice) for block in reply.blocks):
        return ""
    shown = ""
    for sentence in _said(reply).replace("\n", " ").split(". "):
        longer = f"{shown} {sentence.rstrip('.')}.".strip()
        if units_of(longer) > _MOST_TOAST:
            break
        shown = longer
    return shown


def _said(reply: Reply) -> str:
    return "\n".join(bare(block.text) for block in reply.blocks if isinstance(block, Notice)).strip()


def _parted(found: Sequence[Passage]) -> Iterator[str]:
    for place, passage in enumerate(found):
        for number, line in enumerate(passage.lines):
            yield f"\n{line}" if place and not number else line
