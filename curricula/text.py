"""The kinds of text that a roadmap file may hold: ids, single lines, prose, links and language tags."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

# A right-to-left override in a title would reorder the rest of the chat message (UAX #9, 2.1-2.3).
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Control characters, line and paragraph separators and halves of characters belong in no text.
_INVISIBLE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{BIDI_CONTROLS}]")


def _line(text: str) -> str:
    if text != text.strip():
        msg = "has spaces at its beginning or end"
        raise ValueError(msg)
    if found := _INVISIBLE.search(text):
        msg = f"holds the invisible character U+{ord(found.group()):04X}"
        raise ValueError(msg)
    return text


def _prose(text: str) -> str:
    _line(text.replace("\n", " "))
    return text


def _url(text: str) -> str:
    parts = urlsplit(_line(text))
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.username
        or any(map(str.isspace, text))
    ):
        msg = "is not a web address; it must look like https://example.org/page"
        raise ValueError(msg)
    return text


def _number(value: object) -> object:
    """Let authors write `number: 3`; `1.10` must be quoted, or YAML would read it as 1.1."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_line)]
Prose = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_prose)]
Url = Annotated[str, Field(max_length=2_000), AfterValidator(_url)]
Icon = Annotated[str, Field(min_length=1, max_length=12), AfterValidator(_line)]
Number = Annotated[str, BeforeValidator(_number), Field(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=20)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
