"""Whatever is said or pressed, with whatever arguments: what is not theirs nobody reads or changes."""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from front_door import ABROAD, ADA, ADMIN, HALL, FrontDoor, front_door, private, words
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.kinds import Count, Day, File, Kind, Person, Pick, Place, Prose, TimeOfDay, YesNo
from bot.interface.reply import Reply, Says, Sheet
from bot.interface.request import Pressed, Raw, Said, Speaker

NAME, NOTE, MEMBER = "Kestrel", "a note nobody else may read", "Ottilie"
OTTILIE = Speaker("ottilie", MEMBER)
MAYOR = Speaker("mayor", "Mayor", administers=True)
STRANGER = Speaker("stranger", "Stranger")
OUTSIDERS = {
    "the admin of another space": (MAYOR, ABROAD),
    "a member of another cohort, in another space": (ADA, ABROAD),
    "a stranger in another space": (STRANGER, ABROAD),
    "a stranger in private": (STRANGER, private(STRANGER)),
    "the admin of another space, in private": (MAYOR, private(MAYOR)),
}
THEIRS = ("cohorts", "cohort_rooms", "timetable_days", "memberships", "check_ins", "ledger", "certificates")
THEIRS += ("submissions", "recalls", "recall_cards")
BUDDIES = "SELECT * FROM buddies WHERE membership_id IN (SELECT id FROM memberships WHERE cohort_id = 1)"
WORDS = st.sampled_from(
    (
        NAME,
        NAME.lower(),
        f"{NAME} ",
        NAME[:4],
        "1",
        "01",
        "-1",
        "1 OR 1=1",
        "%",
        "*",
        "",
        "\0",
        "today",
        "yes",
    )
)


class Ask:
    """One thing to say, drawn before the program is there: its place in the catalogue, and values by kind."""

    def __init__(self, place: int, values: Mapping[str, Raw], pressed: bool) -> None:
        self.place, self.values, self.pressed = place, values, pressed

    def __repr__(self) -> str:
        return f"Ask({self.place}, {self.values!r}, pressed={self.pressed})"

    def arguments(self, kinds: Mapping[str, Kind]) -> dict[str, Raw]:
        """What of it the command takes."""
        return {name: self.values[_word(kind)] for name, kind in kinds.items() if _word(kind) in self.values}


def _word(kind: Kind) -> str:
    return type(kind).__name__


VALUES: dict[type, st.SearchStrategy[Raw]] = {
    Pick: WORDS,
    Prose: WORDS | st.text(max_size=20),
    Count: st.integers(-1, 5),
    Day: st.dates(date(2027, 1, 1), date(2027, 2, 1)),
    TimeOfDay: st.times().map(lambda at: time(at.hour, at.minute)),
    Person: st.sampled_from((PersonRef("ottilie", MEMBER), PersonRef("admin", "Admin"), PersonRef("1", "1"))),
    Place: st.sampled_from(
        (HALL, RoomAddress("demo", "club", "hall"), RoomAddress("demo", "club", "hall", "1"))
    ),
    YesNo: st.booleans(),
}
ASKS = st.builds(
    Ask,
    st.integers(0, 200),
    st.fixed_dictionaries({}, optional={kind.__name__: values for kind, values in VALUES.items()}),
    st.booleans(),
)


def test_every_kind_of_argument_is_tried() -> None:
    assert {*VALUES, File} == set(Kind.__args__)


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    with TemporaryDirectory() as directory:
        yield Path(directory)


@pytest.mark.parametrize("who", OUTSIDERS)
@settings(max_examples=4)
@given(asks=st.lists(ASKS, min_size=25, max_size=25))
def test_no_argument_of_any_command_reaches_another_space(shared: Path, who: str, asks: list[Ask]) -> None:
    with TemporaryDirectory(dir=shared) as directory:
        asyncio.run(_nobody_reaches(Path(directory), who, asks))


async def _nobody_reaches(directory: Path, who: str, asks: list[Ask]) -> None:
    async with front_door(directory) as door:
        await _furnish(door)
        speaker, place = OUTSIDERS[who]
        before = theirs(door)
        for ask in asks:
            command = door.core.catalogue[ask.place % len(door.core.catalogue)]
            arguments = ask.arguments({each.name: each.kind for each in command.parameters})
            reply = await _asked(door, speaker, place, command.name, arguments, pressed=ask.pressed)
            said = everything_in(reply)
            assert "Something went wrong" not in said, (command.name, arguments)
            named = str(arguments.values())  # what somebody says themselves is no secret to them
            for secret in (NOTE, *(name for name in (MEMBER, NAME) if name not in named)):
                assert secret not in said, (command.name, arguments, said)
            assert theirs(door) == before, (command.name, arguments)


async def _asked(
    door: FrontDoor,
    speaker: Speaker,
    place: RoomAddress,
    command: str,
    arguments: dict[str, Raw],
    *,
    pressed: bool,
) -> Reply:
    """Said, or pressed as if the program itself had made them such a button: even that gives no right."""
    fitting = [name for name, value in arguments.items() if isinstance(value, int | date)]
    bound = {name: arguments[name] for name in fitting[:2]}  # a token carries no more
    if pressed:
        token = door.token(Says("x", command, bound), speaker, place)
        answers = {name: value for name, value in arguments.items() if name not in bound}
        return await door.core.dispatcher.answer(door.request(speaker, Pressed(token, answers), place))
    return await door.core.dispatcher.answer(door.request(speaker, Said(command, arguments), place))


async def _furnish(door: FrontDoor) -> None:
    """Kestrel in the hall, with Ottilie in it, who has checked in; Ada's own cohort is elsewhere."""
    await door.cohort(NAME, OTTILIE)
    await door.say(
        MAYOR, "cohort create", ABROAD, curriculum="py-backend-20d", name="Abroad", start="2027-01-04"
    )
    await door.say(MAYOR, "cohort start", ABROAD, cohort="Abroad")
    await door.say(ADA, "join", ABROAD, cohort="Abroad", listed="yes")
    door.clock.at += timedelta(days=1, hours=7)
    assert "counted" in words(await door.say(OTTILIE, "checkin", HALL, note=NOTE))
    await door.say(ADMIN, "cohort announce", HALL, cohort=NAME, text="Welcome")


def theirs(door: FrontDoor) -> list[object]:
    """Every row that belongs to Kestrel or to Ottilie."""
    with sqlite3.connect(door.path) as it:
        rows: list[object] = []
        for table in THEIRS:
            column = "id" if table == "cohorts" else "cohort_id"
            mine = f"{column} = 1" if table != "certificates" else "person_id = 2"
            rows += it.execute(f"SELECT '{table}', * FROM {table} WHERE {mine}").fetchall()  # noqa: S608 - our own names
        rows += it.execute(BUDDIES).fetchall()
        rows += it.execute("SELECT * FROM people WHERE name IN (?, 'Admin')", (MEMBER,)).fetchall()
        return rows


def everything_in(reply: Reply) -> str:
    """What a reply says, its files and its buttons too."""
    files = [block.content.decode(errors="replace") for block in reply.blocks if isinstance(block, Sheet)]
    return "\n".join([words(reply), *files, *(str(each) for each in reply.buttons)])
