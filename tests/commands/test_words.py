"""What people type is read kindly, or refused with what was wrong; nothing invisible gets through."""

import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.arguments import read_arguments
from bot.commands.words import clean, clock, day, yes_no
from bot.domain.errors import Invalid, UnknownChoice, UnknownZone
from bot.interface.address import PersonRef, RoomAddress
from bot.interface.command import Audience, Command
from bot.interface.kinds import Count, Day, File, Person, Pick, Place, Prose, Source, TimeOfDay, YesNo
from bot.interface.reply import Reply
from bot.interface.request import Attachment

MONDAY = date(2027, 1, 4)


@dataclass(frozen=True, slots=True)
class Everything:
    name: Annotated[str, Prose("Name", 20)]
    zone: Annotated[str, Pick("Zone", Source.ZONES)] = ""
    by: Annotated[str, Pick("Ranking", Source.RANKINGS)] = ""
    minutes: Annotated[int, Count("Minutes", 1, 600)] = 0
    from_: Annotated[date | None, Day("From")] = None
    time_: Annotated[time | None, TimeOfDay("Time")] = None
    member: Annotated[PersonRef | None, Person("Member")] = None
    channel: Annotated[RoomAddress | None, Place("Room")] = None
    file: Annotated[Attachment | None, File("File", 100)] = None
    listed: Annotated[bool | None, YesNo("Listed")] = None
    page: int = 1
    confirmed: bool = False


async def answer(*_: object) -> Reply:
    return Reply()


COMMAND = Command("everything", "ev", Everything, answer, Audience.EVERYBODY, "Everything.")


def read(**said: object) -> Everything:
    given_name = {"name": "Ada"} | said
    found = read_arguments(COMMAND, given_name, {}, MONDAY)  # type: ignore[arg-type]
    assert isinstance(found, Everything)
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2027-01-04", MONDAY),
        ("20270104", MONDAY),
        ("today", MONDAY),
        ("Yesterday", date(2027, 1, 3)),
        ("tomorrow", date(2027, 1, 5)),
        ("monday", MONDAY),
        ("Wed", date(2027, 1, 6)),
        ("sun", date(2027, 1, 10)),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, meant: date) -> None:
    assert day("start", typed, MONDAY) == meant


@pytest.mark.parametrize(
    "typed", ["2027-02-29", "4.1.2027", "9", "soon", "1927-01-04", "2027-13-01", "mo", "२०२७-०१-०४"]
)
def test_what_is_no_date_is_refused_by_name(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        day("start", typed, MONDAY)
    assert (refused.value.code, refused.value.data["argument"]) == ("bad_day", "start")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("09:00", time(9)),
        ("9.30", time(9, 30)),
        ("21h15", time(21, 15)),
        ("9pm", time(21)),
        ("12 am", time(0)),
        ("12:30 p.m.", time(12, 30)),
        ("0:00", time(0)),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, meant: time) -> None:
    assert clock("time", typed) == meant


@pytest.mark.parametrize("typed", ["24:00", "9:60", "13pm", "0am", "noonish", "-1", "", "९", "9:5:7"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="bad_time"):
        clock("time", typed)


def test_yes_and_no_have_their_usual_spellings() -> None:
    assert yes_no("listed", "Yes") is True
    assert yes_no("listed", "off") is False
    with pytest.raises(Invalid, match="bad_yes_no"):
        yes_no("listed", "maybe")


def test_text_keeps_emoji_and_scripts_but_nothing_that_deceives() -> None:
    assert clean("  \u202eevil\u202c\x00 a\u200bb \u2066x\u2069 ") == "evil ab x"
    family = "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}"
    assert clean(family) == family
    assert clean("नमस्ते\r\nदुनिया", lines=True) == "नमस्ते\nदुनिया"
    assert clean("one\ntwo\tthree") == "one two three"
    assert clean("e\u0301") == "\u00e9"


@given(st.text())
def test_cleaning_leaves_no_control_character_and_is_stable(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(
        unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\u200c\u200d"
        for character in cleaned
    )


def test_arguments_arrive_typed() -> None:
    somebody = PersonRef("1", "Ada")
    room = RoomAddress("playground", "town", "study-hall")
    found = read(
        zone="europe/berlin",
        by="DAYS",
        minutes="45",
        **{"from": "tomorrow"},
        time="9pm",
        member=somebody,
        channel=room,
        listed="yes",
    )
    assert found == Everything(
        "Ada", "Europe/Berlin", "days", 45, date(2027, 1, 5), time(21), somebody, room, None, True
    )


def test_what_is_left_out_or_empty_keeps_its_default() -> None:
    assert read(zone="", minutes="") == Everything("Ada")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"minutes": "0"}, "bad_count"),
        ({"minutes": "601"}, "bad_count"),
        ({"minutes": "4.5"}, "bad_count"),
        ({"minutes": "9" * 400}, "bad_count"),
        ({"name": "x" * 21}, "too_long"),
        ({"zone": "x" * 101}, "too_long"),
        ({"member": "Ada"}, "bad_person"),
        ({"channel": "#general"}, "bad_place"),
        ({"file": "no file"}, "bad_file"),
        ({"listed": "perhaps"}, "bad_yes_no"),
        ({"nonsense": "1"}, "unknown_argument"),
        ({"name": ""}, "missing_argument"),
        ({"name": "\u200b"}, "missing_argument"),
    ],
)
def test_a_wrong_value_is_named(said: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(**said)
    assert refused.value.code == code


def test_a_word_that_is_on_no_list_gets_the_nearest() -> None:
    with pytest.raises(UnknownChoice) as unknown:
        read(by="streaks")
    assert "streak" in unknown.value.data["nearest"]  # type: ignore[operator]
    with pytest.raises(UnknownZone) as nowhere:
        read(zone="Europe/Berln")
    assert "Europe/Berlin" in nowhere.value.data["nearest"]  # type: ignore[operator]


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    async def unread() -> bytes:
        raise AssertionError

    with pytest.raises(Invalid, match="file_too_large"):
        read(file=Attachment("big.bin", 101, "application/octet-stream", unread))


def test_only_a_button_fills_what_people_cannot_say() -> None:
    with pytest.raises(Invalid, match="unknown_argument"):
        read(confirmed="yes")
    found = read_arguments(COMMAND, {}, {"name": "Ada", "confirmed": "yes", "page": "3"}, MONDAY)
    assert found == Everything("Ada", page=3, confirmed=True)
