"""A reply -> Discord's own layout (Components V2): frames, texts, rules, pictures, files, rows of buttons."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import discord
from discord import ui

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.reply import Picture, Reply, Sheet
from bot.platforms.discord.fingerprint import Fingerprint
from bot.platforms.discord.markup import legible
from bot.platforms.discord.pages import pages
from bot.platforms.discord.passages import Panel, Passage, panels
from bot.platforms.discord.token_button import rows

ACCENT = discord.Colour(0x2E8B6F)
_LONGEST_ALT = 1_024


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message, ready to be sent once: sending reads the files to their end."""

    view: ui.LayoutView
    files: list[discord.File]


class Drawing:
    """A reply as it will stand in a room, in as many messages as it needs; the last one has the buttons.

    `made_for` is the id of the person who is answered, or empty for a post.
    """

    def __init__(self, reply: Reply, buttons: Buttons, room: RoomAddress, made_for: str = "") -> None:
        self._reply = reply
        self._buttons = buttons
        self._room = room
        self._made_for = made_for
        self._pages = pages(panels(reply.blocks), len(reply.buttons))

    @property
    def messages(self) -> int:
        """How many there are."""
        return len(self._pages)

    def message(self, place: int, mark: Fingerprint | None = None) -> Drawn:
        """The message at `place`, from 0. With a `mark` it stands in frames, and the first carries it."""
        page = self._pages[place] or [Panel((), boxed=False)]
        view, files = ui.LayoutView(timeout=None), list[discord.File]()
        for panel in page:
            inside = [item for passage in panel.passages for item in _items(passage, files)]
            if panel is page[-1] and place == self.messages - 1:
                inside += rows(self._reply.buttons, self._buttons, self._room, self._made_for)
            for item in [_frame(inside, mark)] if panel.boxed or mark else inside:
                view.add_item(item)
            mark = None
        view.stop()  # or discord.py would remember it for ever
        return Drawn(view, files)


def _frame(inside: Sequence[ui.Item[Any]], mark: Fingerprint | None) -> ui.Container[Any]:
    if mark is None:
        return ui.Container(*inside, accent_colour=ACCENT)
    inside[0].id = mark.text
    return ui.Container(*inside, accent_colour=ACCENT, id=mark.container)


def _items(passage: Passage, files: list[discord.File]) -> Iterator[ui.Item[Any]]:
    if passage.apart:
        yield ui.Separator()
    if passage.lines:
        yield ui.TextDisplay("\n".join(passage.lines))
    match passage.shown:
        case Picture(png=light, alt=alt, dark=dark):  # it is dark there unless somebody has chosen otherwise
            file = _file(f"{len(files)}-picture.png", dark or light, legible(alt)[:_LONGEST_ALT])
            yield ui.MediaGallery(discord.MediaGalleryItem(file, description=file.description))
        case Sheet(name=name, content=content):
            file = _file(name, content)
            yield ui.File(file)
        case None:
            return
        case _:
            assert_never(passage.shown)
    files.append(file)


def _file(name: str, content: bytes, alt: str | None = None) -> discord.File:
    """Named as Discord would change it, so that it can be referred to."""
    return discord.File(io.BytesIO(content), re.sub(r"[^\w.-]", "_", name, flags=re.ASCII), description=alt)
