"""Replies as plain text."""

from datetime import timedelta

import pytest
from small_clock import START
from small_posts import HOSTILE, POST, plain, showcase

from bot.interface.reply import Board, Card, Notice, Plain, Reply, Row, When, WhenStyle
from bot.platforms.playground import columns, text

ALL_OF_IT = """\
plain strong code link <https://example.org/> Zoë now 09:00 Mon, Jan 4

Progress
--------
Twelve weeks, 51 topics
Streak   12 days
Freezes  2 left
Next
  * Async
  * Testing
(Picture: Five green weeks and one grey day)
Keep going

Leaderboard (1/3)
-----------------
  1.  Ada · 12 days
> 2.  Bruno · 9 days
Only those who want to be listed

File check-ins.csv (14 bytes) - All your data
[Undo] [Ask]"""


def test_every_block_reads_well() -> None:
    assert text.of_reply(showcase(), "Europe/Berlin", START) == ALL_OF_IT


def test_a_whisper_says_so() -> None:
    assert text.of_reply(Reply((Notice(plain("Hello")),)), "UTC") == f"{text.ONLY_YOU}\nHello"


def test_instants_stand_on_the_clock_of_the_zone() -> None:
    lines = text.of_reply(POST, "Asia/Kolkata").splitlines()
    assert "Counts until Tue, Jan 5, 07:30 · yesterday 9 of 14" in lines


@pytest.mark.parametrize(
    ("distance", "told"),
    [
        (timedelta(0), "now"),
        (timedelta(minutes=1), "in 1 minute"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(days=3), "in 3 days"),
    ],
)
def test_a_relative_instant_is_told_as_a_distance(distance: timedelta, told: str) -> None:
    reply = Reply((Notice((When(START + distance, WhenStyle.RELATIVE),)),), whisper=False)
    assert text.of_reply(reply, "UTC", START) == told


def test_long_lines_are_folded_under_themselves_and_links_stay_whole() -> None:
    address = "https://example.org/" + "a" * 90
    board = Board("Plan", (Row("10.", (Plain("word " * 30 + address),)), Row("9.", plain("x"))))
    lines = text.of_reply(Reply((board,), whisper=False), "UTC").splitlines()
    assert lines[2].startswith("  10.  word word")
    assert lines[3].startswith("       word")
    assert any(address in line for line in lines)
    assert all(len(line) <= text.WIDTH for line in lines if address not in line)


def test_columns_line_up_for_wide_and_combining_characters() -> None:
    board = Board("Ranks", (Row("美", plain("a")), Row("1", plain("b"))))
    rows = text.of_reply(Reply((board,), whisper=False), "UTC").splitlines()[2:]
    assert [columns.width_of(row) for row in rows] == [7, 7]
    assert columns.width_of("Zoe\u0308") == 3


def test_hostile_text_cannot_move_the_cursor() -> None:
    shown = text.of_reply(Reply((Card(HOSTILE),)), "UTC")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
