"""No sentence blames, shames or threatens anybody: a look at every message, in every language."""

import re
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from bot.messages.voice import LANGUAGES

_WORDS = (
    *(
        "lazy",
        "shame",
        "ashamed",
        "guilty?",
        "blame",
        "disappoint(ed|ing)?",
        "failure",
        "loser",
        "punish(ed)?",
    ),
    *("penalt(y|ies)", "hurry", "worst", "bottom", "slacking", "pathetic", "excuses", "finally", "unlike"),
)
_PHRASES = ("should have", "you forgot", "your fault", "you failed", "lost your", "do(n't| not) break")
_MORE = ("last chance", "falling behind", "at last", "missed you", "others did", "shouldn't have")
UNKIND = re.compile(rf"\b({'|'.join((*_WORDS, *_PHRASES, *_MORE))})\b", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_blames_anybody(language: str) -> None:
    source = files("bot.messages").joinpath("locale", language, "LC_MESSAGES", "roadmate.po")
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    sayings = [
        saying
        for message in catalogue
        for part in (message.id, message.string)
        for saying in (part if isinstance(part, tuple | list) else (part,))
    ]
    assert len(sayings) > 500
    assert [saying for saying in sayings if UNKIND.search(saying)] == []


@pytest.mark.parametrize("unkind", ["You forgot yesterday.", "Don't break your streak!", "Your last chance"])
def test_what_is_unkind_is_found(unkind: str) -> None:
    assert UNKIND.search(unkind)
