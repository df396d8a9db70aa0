"""What people type becomes a command with arguments."""

import pytest
from small_study import SmallStudy

from bot.interface.address import PersonRef
from bot.platforms.playground import line, world

CATALOGUE = SmallStudy().catalogue()
CREATE = next(command for command in CATALOGUE if command.name == "cohort create")


@pytest.mark.parametrize(
    ("typed", "name", "arguments"),
    [
        ("/undo", "undo", {}),
        ("  /UNDO  ", "undo", {}),
        ("/checkin read chapter 3", "checkin", {"note": "read chapter 3"}),
        ("/checkin read chapter 3: loops", "checkin", {"note": "read chapter 3: loops"}),
        ("/checkin see https://example.org/a?b=c", "checkin", {"note": "see https://example.org/a?b=c"}),
        ("/checkin minutes:30 read a lot", "checkin", {"minutes": "30", "note": "read a lot"}),
        ("/checkin read a lot minutes=30", "checkin", {"minutes": "30", "note": "read a lot"}),
        ("/checkin first line\nsecond line", "checkin", {"note": "first line\nsecond line"}),
        (
            '/cohort create curriculum:py-backend-20d name:"Winter 27" start:2027-01-04',
            "cohort create",
            {"curriculum": "py-backend-20d", "name": "Winter 27", "start": "2027-01-04"},
        ),
        ("/cohort_create name=Winter", "cohort create", {"name": "Winter"}),
        ("/cohort create name=“Winter 27”", "cohort create", {"name": "Winter 27"}),
        (r'/cohort create name:"The \"A\" team"', "cohort create", {"name": 'The "A" team'}),
        ("/cohort create NAME:Winter", "cohort create", {"name": "Winter"}),
        ("/cohort create py-backend-20d", "cohort create", {"curriculum": "py-backend-20d"}),
        ("/cohort create name:", "cohort create", {}),
        ("/undo whatever", "undo", {}),
        ("/dance now", "dance", {}),
        ("/cohort dance", "cohort dance", {}),
        ("/", "", {}),
    ],
)
def test_a_line_names_its_command_and_arguments(typed: str, name: str, arguments: dict[str, str]) -> None:
    said = line.typed(typed, CATALOGUE)
    assert (said.name, said.arguments) == (name, arguments)


@pytest.mark.parametrize("typed", ["/dance", "/cohort dance", "/", "/cohort"])
def test_an_unknown_command_has_a_name_only(typed: str) -> None:
    assert line.typed(typed, CATALOGUE).command is None


@pytest.mark.parametrize("word", ["zoe", "Zoë", "@Zoë", "ZOË"])
def test_a_member_is_meant_by_name_or_id(word: str) -> None:
    assert line.value(CREATE.parameter("mentor"), word) == PersonRef("zoe", "Zoë")


def test_a_room_is_meant_by_name_with_or_without_its_sign() -> None:
    place = CREATE.parameter("channel")
    assert (
        line.value(place, "#night-owls")
        == line.value(place, "night-owls")
        == world.room("night-owls").address
    )


def test_who_is_not_here_stays_a_word_for_the_dispatcher_to_refuse() -> None:
    assert line.value(CREATE.parameter("mentor"), "Mallory") == "Mallory"


@pytest.mark.parametrize("word", ["plain", "two words", 'with "quotes"', r"back\slash in quotes x", ""])
def test_a_quoted_word_is_read_back_as_it_was(word: str) -> None:
    said = line.typed(f"/cohort create name:{line.quoted(word)} zone:UTC", CATALOGUE)
    assert said.arguments == ({"name": word} if word else {}) | {"zone": "UTC"}


def test_only_a_slash_speaks_to_the_bot() -> None:
    assert line.is_command(" /undo")
    assert not line.is_command("and/or")
