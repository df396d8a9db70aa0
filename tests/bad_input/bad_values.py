"""What people, and those who mean no good, may hand over where something else is wanted: for every kind."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from front_door import ABROAD, ATTIC, private
from front_door import ADA as MEMBER

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.kinds import Count, Day, File, Kind, Person, Pick, Place, Prose, Source, TimeOfDay, YesNo
from bot.interface.request import Attachment, Raw

HUGE = 100_000
NOBODY = PersonRef("999999", "Nobody")

HOSTILE: Mapping[str, str] = {
    "markup": "<b>bold</b><script>alert(1)</script>",
    "a mention of all": "@everyone @here <@&1> <@123456789>",
    "a link that runs": "[click](javascript:alert(1))",
    "markdown": "**bold** `code` ||spoiler|| ~~struck~~ # head > quote",
    "control characters": "a\x00b\x07c\x1b[31md\x7f\x9b",
    "bidi characters": "\u202egnirts\u2066x\u2069\u200f",
    "zero width": "a\u200bb\ufeff\u2060",
    "lone surrogates": "\ud800broken\udfff",
    "emoji": "🎉 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "stacked accents": "Z\u0351\u036b\u0343" * 20,
    "lines": "one\ntwo\r\nthree\u2028four",
    "a format": "{0.__class__.__mro__} {name} %s %n ${x}",
    "SQL": "'; DROP TABLE cohorts; --",
    "a path": "../../../etc/passwd",
    "a separator of buttons": "1ci0|0|1|?",
    "a formula": "=HYPERLINK(1)",
    "other digits": "\u0663 \u00b2 \u216b \uff11",
    "a number too large": "9" * 90,
    "a negative number": "-1",
    "not a number": "NaN",
}
"""Texts that a note may hold, and that mean nothing anywhere else."""

BLANK: Mapping[str, str] = {"spaces": "   ", "invisible": "\u200b\x00\ufeff\u202e", "blank lines": "\n\n"}

_WORDS: Mapping[type, tuple[str, ...]] = {
    Count: ("-1", "1.5", "1e3", "0x10", "ten", "1 000", "5000", "999999999"),
    Day: (
        "someday",
        "2027-02-30",
        "2027-13-01",
        "2027-00-10",
        "20270230",
        "32.01.2027",
        "2027-1-4",
        "0001-01-01",
        "9999-12-31",
        "two days ago",
    ),
    TimeOfDay: ("25:00", "24:00", "9:60", "13pm", "0am", "-1:00", "noon", "9:5", "09:00:00:00", "9:00 UTC"),
    YesNo: ("maybe", "2", "yesno", "yes no", "-"),
}
_PICKS: Mapping[Source, tuple[str, ...]] = {
    Source.COHORTS: ("Wintr", "0", "999999", "Winter\u0301 x"),
    Source.CURRICULA: ("py", "py-frontend", "0"),
    Source.ZONES: (
        "Berlin",
        "Europe/Brlin",
        "UTC+2",
        "+02:00",
        "europe/berlin/x",
        "/etc/localtime",
        "EST5EDT4",
    ),
    Source.LANGUAGES: ("xx", "klingon", "e"),
    Source.COUNTRIES: ("XX", "Germny", "DEU-", "D"),
    Source.COMMANDS: ("/dance", "check in now", "cohort"),
    Source.RANKINGS: ("luck", "strea"),
    Source.PACES: ("fast", "0", "minimum"),
    Source.WEEKDAYS: ("funday", "mon-xyz", "8", "-", "mon tue wednesnight", "every other day", "t"),
    Source.LATE_POLICIES: ("never", "shif"),
    Source.FEELINGS: ("meh", "har"),
    Source.PROJECTS: ("no-such-project", "0"),
    Source.SUBMISSIONS: ("0", "999999", "mine"),
    Source.BUDDY_ACTIONS: ("fin", "0", "marry"),
    Source.WAYS: ("alone", "grou", "every day off"),
}


async def _nothing() -> bytes:
    return b""


def refused(kind: Kind) -> dict[str, Raw]:
    """Values of which none can be meant where this kind is wanted."""
    huge: dict[str, Raw] = {"huge": "x" * HUGE}
    if isinstance(kind, Prose):
        return huge | {"one too many": "x" * (kind.most + 1)}
    strangers: dict[str, Raw] = {"a room": ABROAD, "a huge number": 10**40}
    if not isinstance(kind, File):
        strangers |= {"a file": _file(10)}
    if not isinstance(kind, Person):
        strangers |= {"somebody": NOBODY}
    return huge | HOSTILE | strangers | _near(kind)


def _near(kind: Kind) -> dict[str, Raw]:
    """What comes close to a right value."""
    match kind:
        case Pick(source=source):
            near: dict[str, Raw] = {word: word for word in _PICKS[source]} | BLANK
        case Count() | Day() | TimeOfDay() | YesNo():
            near = {word: word for word in _WORDS[type(kind)]}
            if isinstance(kind, Count):
                near |= {"one too few": kind.least - 1, "one too many": str(kind.most + 1)}
        case Person():
            near = {"somebody unknown": NOBODY, "somebody abroad": PersonRef("zoe", "Zoë")}
            near |= {"a hostile name": PersonRef("\x00|1", HOSTILE["bidi characters"])}
        case Place():
            near = {"in private": private(MEMBER), "no room": RoomAddress("", "", "")}
            near |= {"elsewhere": RoomAddress("elsewhere", ATTIC.space, ATTIC.channel)}
        case File(most=most):
            near = {"too large": _file(most + 1)}
        case Prose():
            near = {}
        case _:
            assert_never(kind)
    return near


def odd(kind: Kind) -> dict[str, Raw]:
    """Values that may be meant, however odd: they must be taken calmly, and whole or not at all."""
    match kind:
        case Prose():
            return {**HOSTILE, **BLANK}
        case Day():
            far = {"far behind": "2000-01-01", "far ahead": "2199-12-31"}
            return {"the first date": date.min, "the last date": date.max, **far}
        case Place():
            return {"a hostile room": RoomAddress("demo", ATTIC.space, "x\x00|y", name=HOSTILE["markup"])}
        case _:
            return {}


def _file(size: int) -> Attachment:
    return Attachment("../roadmap\u202e.yaml", size, "text/yaml", _nothing)
