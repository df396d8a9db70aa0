"""What may leave for a platform: asserted of every message in the tests of Discord and of Telegram.

Each reads a payload as its platform would, so that text of people's which acts as markup is seen as such.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from tests.canaries import CANARY
from tests.discord_components import texts_of

LONGEST_BUTTON = 64
_TO_ALL = re.compile(r"@(?:everyone|here)")
_MESSAGE = {"content", "embeds", "components"}
_NO_MESSAGE = {8, 9}  # interaction callbacks with suggestions, or with a form
_CODE = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[^a-zA-Z0-9\s]")
_OURS = re.compile(r"<t:-?\d+:[tDfR]>|<https?://[^\s<>]+>|^[ \t]*(?:#{1,3}|-#|-|\d+\.) ", re.MULTILINE)
_MASK = re.compile(r"\[[^\[\]]*\]\(\)")
_TAGS = {"b", "i", "code", "a", "tg-time"}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#x27|#39);)")


def assert_harmless_on_discord(body: object) -> None:
    """Asserts that a request's body (JSON) pings nobody, and holds no secret and no markup but ours."""
    assert CANARY not in str(body), body
    for message in _messages(body):
        assert message.get("allowed_mentions") == {"parse": []}, message
        for text in (*texts_of(message), str(message.get("content") or "")):
            assert not _TO_ALL.search(text), text
            acting = _acting_markdown(text)
            assert not set(acting) & set("<>[]`_~|"), (text, acting)
            assert "*" not in acting.replace("**", ""), (text, acting)
            assert acting.count("**") % 2 == 0, (text, acting)


def _acting_markdown(text: str) -> str:
    """What is left to act once all that is ours or escaped is gone."""
    rest = _CODE.sub("x", _ESCAPED.sub("x", _hidden(text)))
    return _MASK.sub("", _OURS.sub("", rest))


def _hidden(text: str) -> str:
    """Nothing is escaped inside code: a backslash there is one."""
    return _CODE.sub("x", text)


def _messages(body: object) -> Iterator[Mapping[str, Any]]:
    match body:
        case {"type": int(kind), "data": dict(data)} if kind not in _NO_MESSAGE:
            if data.keys() & _MESSAGE:
                yield data
        case {"type": int(), "data": _}:
            return
        case {"message": dict(message)}:
            yield message
        case dict() if body.keys() & _MESSAGE and "custom_id" not in body:
            yield body


def assert_harmless_on_telegram(data: Mapping[str, Any]) -> None:
    """Asserts that a call holds no secret, that its text parses by Telegram's rules, into our tags only, and
    that its keys hold no more than they may.
    """
    told = {
        name: value for name, value in data.items() if name != "secret_token"
    }  # of the webhook: for Telegram
    assert CANARY not in str(told), told
    text = str(data.get("text") or data.get("caption") or "")
    if text and "callback_query_id" not in data:  # what flies by over a chat knows no markup
        assert data.get("parse_mode") == "HTML", data
        _Reader(text).read()
    for key in _keys(data.get("reply_markup")):
        assert len(key.get("callback_data", "").encode()) <= LONGEST_BUTTON, key
        assert urlsplit(key.get("url", "https:")).scheme in {"http", "https", "tg"}, key


def _keys(markup: object) -> Sequence[Mapping[str, Any]]:
    rows = markup.get("inline_keyboard", []) if isinstance(markup, Mapping) else []
    return [key for row in rows for key in row]


class _Reader(HTMLParser):
    """Telegram's: each tag is known, closed in order, and no < > & stands by itself."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._open: list[str] = []

    def read(self) -> None:
        assert not _ENTITY.search(self._text), self._text
        self.feed(self._text)
        self.close()
        assert self._open == [], self._text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, (tag, self._text)
        given = dict(attrs)
        match tag:
            case "a":
                assert given.keys() == {"href"}, self._text
                assert urlsplit(given["href"] or "").scheme in {"http", "https"}, self._text
            case "tg-time":
                assert given.keys() <= {"unix", "format"}, self._text
            case _:
                assert not given, self._text
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, self._text
        assert self._open.pop() == tag, self._text

    def handle_data(self, data: str) -> None:
        assert not set(data) & set("<>"), self._text

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment
