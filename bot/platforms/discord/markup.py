"""Spans -> Discord's markdown. Text stays text: nothing in it can ping, link, head or hide anything.

`discord.utils.escape_markdown` leaves mentions and links alone, hence an escaper of our own.
"""

import re
from collections.abc import Iterator
from typing import assert_never
from urllib.parse import quote, urlsplit

from bot.interface.reply import Code, Link, Member, Plain, Span, Strong, Text, When, WhenStyle

# What is not seen and changes how the rest is read: controls, overrides of direction, separators.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKS = re.compile(r"[\\`*_~|<>\[\]]|:(?=//)")
_TO_ALL = re.compile(r"@(?=everyone|here)")
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#+-])|(\d+)([.)]))")
_BETWEEN = "\u200b"  # is not seen, and keeps apart what must not be read as one
_STYLES = {WhenStyle.TIME: "t", WhenStyle.DAY: "D", WhenStyle.MOMENT: "f", WhenStyle.RELATIVE: "R"}


def rendered(text: Text) -> str:
    """The spans as markdown."""
    return "".join(_pieces(text))


def escaped(text: str) -> str:
    """The text with everything made harmless that markdown would act on."""
    harmless = _TO_ALL.sub(f"@{_BETWEEN}", _MARKS.sub(r"\\\g<0>", legible(text)))
    return _LINE_START.sub(_harmless_start, harmless)


def legible(text: str) -> str:
    """The text without what cannot be seen; for labels too, which know no markdown."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def _pieces(text: Text) -> Iterator[str]:
    previous: type[Span] | None = None
    for span in text:
        if type(span) is previous and isinstance(span, Strong | Code):
            yield _BETWEEN
        yield _span(span)
        previous = type(span)


def _span(span: Span) -> str:
    match span:
        case Plain():
            return escaped(span.text)
        case Strong():
            return _strong(span.text)
        case Code():
            return _code(legible(span.text))
        case Link():
            return _link(span)
        case When():
            return f"<t:{int(span.instant.timestamp())}:{_STYLES[span.style]}>"
        case Member():
            # A mention would show a bare number to everybody who has not met its owner yet.
            return _strong(span.name)
        case _:
            assert_never(span)


def _strong(text: str) -> str:
    """With spaces at its ends outside the marks, which would not be seen as marks otherwise."""
    core = text.strip()
    if not core:
        return escaped(text)
    before, after = text[: text.index(core)], text[text.index(core) + len(core) :]
    return f"{escaped(before)}**{escaped(core)}**{escaped(after)}"


def _code(text: str) -> str:
    """In a fence longer than any within; a backtick at an end is held off by a space."""
    line = _TO_ALL.sub(f"@{_BETWEEN}", " ".join(text.split("\n")))
    if not line.strip():
        return line
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {line} {fence}" if line[0] == "`" or line[-1] == "`" else f"{fence}{line}{fence}"


def _link(link: Link) -> str:
    """Masked, or bare where the text is the address: Discord shows no mask over another address."""
    if urlsplit(link.url).scheme not in ("http", "https"):
        return escaped(link.text)
    url = quote(legible(link.url), safe="/:?#@!$&'*+,;=%~-._")
    return f"<{url}>" if link.text == link.url else f"[{escaped(link.text)}](<{url}>)"


def _harmless_start(found: re.Match[str]) -> str:
    space, mark, number, dot = found.groups()
    return f"{space}\\{mark}" if mark else f"{space}{number}\\{dot}"
