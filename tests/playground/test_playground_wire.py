"""Everything that can be answered survives the way through the history, and nothing acts on the page."""

import json
from typing import get_args

import pytest
from small_clock import START
from small_posts import HOSTILE, plain, png, showcase

from bot.interface.reply import (
    Block,
    Board,
    Card,
    Code,
    Fact,
    Link,
    Member,
    Notice,
    Picture,
    Plain,
    Row,
    Section,
    Sheet,
    Span,
    Strong,
    When,
    WhenStyle,
)
from bot.platforms.playground import wire
from bot.platforms.playground.legible import legible

SPANS: tuple[Span, ...] = (
    *(Plain("a"), Strong("b"), Code("c"), Link("d", "https://example.org/")),
    *(When(START, style, "Europe/Berlin") for style in WhenStyle),
    Member("Zoë", (("playground", "zoe"),)),
)
BLOCKS: tuple[Block, ...] = (
    Notice(SPANS),
    Card("t", SPANS, (Fact("f", SPANS),), (Section("s", (SPANS, SPANS)),), SPANS, Picture(png(), "alt")),
    Board("t", (Row("1.", SPANS, own=True), Row("2.", SPANS)), 2, 3, SPANS),
    Sheet("a.csv", "text/csv", b"\x00\xff", SPANS),
)


def test_every_block_and_span_comes_back_as_it_was() -> None:
    assert {type(span) for span in SPANS} == set(get_args(Span))
    assert {type(block) for block in BLOCKS} == set(get_args(Block))
    packed, files = wire.packed(BLOCKS)
    assert wire.unpacked(json.loads(json.dumps(packed)), files) == BLOCKS


def test_bytes_stand_beside_the_json() -> None:
    packed, files = wire.packed(showcase().blocks)
    assert files == [png(), b"day,who\n1,Ada\n"]
    assert (packed[1]["picture"]["png"], packed[3]["content"]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc\u202egnp.exe", "abc⟨U+202E⟩gnp.exe"),
        ("\x1b[31mred\x07", "⟨U+001B⟩[31mred⟨U+0007⟩"),
        ("null\x00", "null⟨U+0000⟩"),
        ("one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("\ud800", "⟨U+D800⟩"),
        ("👩🏽‍💻 ❤️ नमस्ते سلام שלום Zoë", "👩🏽‍💻 ❤️ नमस्ते سلام שלום Zoë"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_what_acts_unseen_is_written_out_and_all_else_stays(text: str, shown: str) -> None:
    assert legible(text) == shown


def test_hostile_text_is_made_legible_on_the_way_in() -> None:
    packed, _ = wire.packed((Card(HOSTILE, lead=plain(HOSTILE)),))
    shown = json.dumps(packed, ensure_ascii=False)
    assert "\u202e" not in shown
    assert "\\u001b" not in shown
    assert "⟨U+202E⟩" in shown
