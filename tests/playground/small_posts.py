"""Posts and answers with one of everything in them."""

import struct
import zlib
from datetime import timedelta

from small_clock import START

from bot.interface.reply import (
    Board,
    Card,
    Code,
    Emphasis,
    Fact,
    Link,
    Member,
    Notice,
    Opens,
    Picture,
    Plain,
    Reply,
    Row,
    Says,
    Section,
    Sheet,
    Strong,
    When,
    WhenStyle,
)

HOSTILE = "<img src=x onerror=alert(1)> \u202egnp.exe\u202c \x1b[31m @everyone 👩🏽‍💻"


def png(width: int = 240, height: int = 60) -> bytes:
    """A small real picture: stripes."""
    rows = b"".join(
        b"\0" + bytes(channel for x in range(width) for channel in (40, 120 + x % 120, 90))
        for _ in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def plain(text: str) -> tuple[Plain]:
    return (Plain(text),)


POST = Reply(
    blocks=(
        Card(
            title="Day 1 of 20 · Week 1 · Introduction to web development and Python",
            sections=(
                Section(
                    "Learn",
                    (
                        plain("Set up a virtual environment and install Flask"),
                        (Plain("Read "), Link("the quickstart", "https://flask.palletsprojects.com/")),
                        (Plain("Write a route that answers on "), Code("/add")),
                    ),
                ),
                Section("Project", (plain("A calculator over HTTP, part 1 of 2"),), bulleted=False),
            ),
            closing=(
                Plain("Counts until "),
                When(START + timedelta(hours=18), WhenStyle.MOMENT),
                Plain(" · yesterday 9 of 14"),
            ),
        ),
    ),
    buttons=(
        Says("Done", "checkin", {"serial": 1}, emphasis=Emphasis.PRIMARY, personal=False),
        Says("Note / proof", "checkin", {"serial": 1}, ask=("note", "minutes"), personal=False),
        Opens("Open", "https://example.org/roadmap"),
    ),
    whisper=False,
)


def showcase() -> Reply:
    """One of every block and span."""
    spans = (
        *(Plain("plain "), Strong("strong "), Code("code "), Link("link", "https://example.org/")),
        *(Plain(" "), Member("Zoë"), Plain(" "), When(START, WhenStyle.RELATIVE)),
        *(Plain(" "), When(START, WhenStyle.TIME), Plain(" "), When(START, WhenStyle.DAY)),
    )
    return Reply(
        blocks=(
            Notice(spans),
            Card(
                "Progress",
                lead=plain("Twelve weeks, 51 topics"),
                facts=(Fact("Streak", plain("12 days")), Fact("Freezes", plain("2 left"))),
                sections=(Section("Next", (plain("Async"), plain("Testing"))),),
                closing=plain("Keep going"),
                picture=Picture(png(), "Five green weeks and one grey day"),
            ),
            Board(
                "Leaderboard",
                (
                    Row("1.", (Member("Ada"), Plain(" · 12 days"))),
                    Row("2.", plain("Bruno · 9 days"), own=True),
                ),
                page=1,
                pages=3,
                note=plain("Only those who want to be listed"),
            ),
            Sheet("check-ins.csv", "text/csv", b"day,who\n1,Ada\n", plain("All your data")),
        ),
        buttons=(
            Says("Undo", "undo", emphasis=Emphasis.DANGER),
            Says("Ask", "cohort create", ask=("curriculum", "name")),
        ),
        whisper=False,
    )
