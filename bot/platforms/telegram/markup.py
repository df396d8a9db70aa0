"""Spans -> Telegram's HTML. Text stays text: what would become a command or a mention is shown as code.

The tags are those of https://core.telegram.org/bots/api#html-style.
"""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.interface.reply import Code, Link, Member, Plain, Span, Strong, Text, When, WhenStyle

# What is not seen and changes how the rest is read: controls, overrides of direction, separators.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>")
# Both begin where Telegram lets a command or a mention begin: behind no letter, digit or slash.
_TAKEN = re.compile(r"(?<![\w/<>@])(?:/\w+(?:[/.-]\w+)*|@[A-Za-z][\w.]*)")
_FORMATS = {WhenStyle.TIME: "t", WhenStyle.DAY: "wD", WhenStyle.MOMENT: "wDt", WhenStyle.RELATIVE: "r"}


class Markup:
    """Renders for a bot with these commands (`cohort create`), which may be touched; no others may."""

    def __init__(self, commands: tuple[str, ...]) -> None:
        self._own = {f"/{name.split()[0]}" for name in commands if " " not in name} | {"/start"}
        self._own |= {f"/{name.replace(' ', '_')}" for name in commands}
        heads = "|".join(re.escape(name) for name in commands if " " in name)
        self._spoken = re.compile(rf"(?<!\S)/({heads})(?!\w)") if heads else None

    def rendered(self, text: Text) -> str:
        """The spans as HTML."""
        return "".join(self._span(span) for span in text)

    def strong(self, text: str) -> str:
        """A title, heading or label."""
        return "".join(self._pieces(text, "b"))

    def shown(self, text: str) -> str:
        """A text as it stands."""
        return "".join(self._pieces(text, ""))

    def _span(self, span: Span) -> str:
        match span:
            case Plain():
                return self.shown(span.text)
            case Strong():
                return self.strong(self._typed(span.text))
            case Code():
                return tagged("code", escaped(self._typed(span.text)))
            case Link():
                return _link(span)
            case When():
                stamp, form = int(span.instant.timestamp()), _FORMATS[span.style]
                return f'<tg-time unix="{stamp}" format="{form}">{escaped(clock_text(span))}</tg-time>'
            case Member():
                return self.strong(span.name)  # a mention would ping
            case _:
                assert_never(span)

    def _typed(self, text: str) -> str:
        """A command of two words as it is typed here: with a line between them."""
        if self._spoken is None:
            return text
        return self._spoken.sub(lambda found: f"/{found[1].replace(' ', '_')}", text)

    def _pieces(self, text: str, tag: str) -> Iterator[str]:
        end = 0
        for found in _TAKEN.finditer(text):
            if found[0] not in self._own:
                yield tagged(tag, escaped(text[end : found.start()]))
                yield tagged("code", escaped(found[0]))
                end = found.end()
        yield tagged(tag, escaped(text[end:]))


def escaped(text: str) -> str:
    """The text with everything made harmless that HTML would act on."""
    return html.escape(legible(text), quote=False)


def legible(text: str) -> str:
    """The text without what cannot be seen; for labels too, which know no HTML."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def tagged(tag: str, inside: str) -> str:
    """The HTML in a tag, if there is any of both."""
    return f"<{tag}>{inside}</{tag}>" if tag and inside else inside


def units(marked_up: str) -> int:
    """How long HTML is for Telegram: in UTF-16, after parsing."""
    return units_of(html.unescape(_TAG.sub("", marked_up)))


def units_of(text: str) -> int:
    """How long a text is in UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def bare(text: Text) -> str:
    """The words alone, for what knows no markup."""
    return "".join(clock_text(span) if isinstance(span, When) else _words(span) for span in text)


def clock_text(when: When) -> str:
    """An instant in words, for where no reader's clock is known."""
    local = when.instant.astimezone(ZoneInfo(when.fallback_zone))
    match when.style:
        case WhenStyle.TIME:
            return f"{local:%H:%M}"
        case WhenStyle.DAY:
            return _day(local)
        case WhenStyle.MOMENT | WhenStyle.RELATIVE:
            return f"{_day(local)}, {local:%H:%M}"
        case _:
            assert_never(when.style)


def _day(local: datetime) -> str:
    return f"{local:%a, %b} {local.day}"


def _words(span: Plain | Strong | Code | Link | Member) -> str:
    return legible(span.name if isinstance(span, Member) else span.text)


def _link(link: Link) -> str:
    if urlsplit(link.url).scheme not in ("http", "https"):
        return escaped(link.text)
    address = html.escape(legible(link.url).replace(" ", "%20"))
    return f'<a href="{address}">{escaped(link.text)}</a>'
