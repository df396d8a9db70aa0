"""Every argument of every command, with values nobody should send: a kind sentence, and nothing changed."""

import dataclasses
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from bad_values import BLANK, HOSTILE, odd, refused
from front_door import (
    ABROAD,
    ADA,
    ADMIN,
    BRUNO,
    HALL,
    FrontDoor,
    front_door,
    is_apology,
)

from bot.interface.address import PersonRef
from bot.interface.command import Audience, Command
from bot.interface.kinds import Kind, Person, Pick, Prose
from bot.interface.reply import Reply
from bot.interface.request import Raw, Speaker
from bot.platforms.playground import text

ODDITIES = (
    "checkin",
    "pause",
    "join",
    "settings",
    "submit",
    "review",
    "verify",
    "link",
    "cohort create",
    "cohort edit",
    "cohort skip",
    "cohort excuse",
    "cohort announce",
    "cohort attach",
)
"""The commands that take a text, a date or a room, which can be odd and still be meant."""
SOUND: dict[str, Raw] = {
    "cohort": "Winter",
    "curriculum": "py-backend-20d",
    "name": "Another",
    "text": "Hello",
    "member": PersonRef("bruno", "Bruno"),
    "from": "2027-01-06",
    "project": "flask-api",
    "link": "https://example.org/flask",
}
ZOE = Speaker("zoe", "Zoë")
FOREIGN_ADMIN = replace(ADMIN, external_id="mayor", name="Mayor")
LONGEST_ANSWER = 700
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
_INSIDES = re.compile(
    r"Traceback|Exception|Error\b|sqlite|SELECT|NoneType|0x[0-9a-f]{6}|\bNone\b|bot\.|dataclass"
)


@dataclass(slots=True)
class Watch:
    """Says whether anything that matters was written since it last looked."""

    door: FrontDoor
    connection: sqlite3.Connection
    version: int = 0
    known: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)

    def changed(self) -> list[str]:
        """The tables that differ from what was seen before."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        if version == self.version:
            return []
        before, self.version, self.known = self.known, version, self.door.remembered()
        return [table for table, rows in self.known.items() if before.get(table) != rows]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Winter runs here with Ada and Bruno, Summer abroad with Zoë."""
    async with front_door(tmp_path) as opened:
        await opened.cohort("Winter", ADA, BRUNO)
        abroad = await opened.say(
            FOREIGN_ADMIN, "cohort create", ABROAD, curriculum="py-backend-20d", name="Summer", zone="UTC"
        )
        assert abroad.buttons
        await opened.say(FOREIGN_ADMIN, "cohort start", ABROAD, cohort="Summer")
        await opened.say(ZOE, "join", ABROAD, cohort="Summer", listed="yes")
        opened.clock.at += timedelta(days=1)
        yield opened


@pytest.fixture
def watch(door: FrontDoor) -> Iterator[Watch]:
    with closing(sqlite3.connect(door.path)) as connection:
        looking = Watch(door, connection)
        looking.changed()
        yield looking


def command_of(door: FrontDoor, name: str) -> Command:
    return next(command for command in door.core.catalogue if command.name == name)


def who_says(command: Command) -> Speaker:
    return ADMIN if command.audience is Audience.ADMINS else ADA


def sound_arguments(command: Command) -> dict[str, Raw]:
    return {each.name: SOUND[each.name] for each in command.parameters if each.required}


def shown(reply: Reply) -> str:
    """The answer as somebody reads it."""
    return text.of_reply(reply, "Europe/Berlin").removeprefix(text.ONLY_YOU).strip()


def complaints(reply: Reply) -> list[str]:
    """What is not kind about a refusal."""
    said = shown(reply)
    found = []
    if is_apology(reply):
        found.append("apologizes for a bug")
    if not re.search(r"[.!?]( \[.+\])*$", said.replace("\n", " ")):
        found.append("does not end like a sentence")
    if not reply.whisper:
        found.append("is public")
    if _INSIDES.search(said):
        found.append("shows its insides")
    if _ACTING.search(said):
        found.append("lets characters act")
    if len(said) > LONGEST_ANSWER:
        found.append(f"is {len(said)} characters long")
    return [f"{complaint}: {said[:200]!r}" for complaint in found]


async def test_what_cannot_be_meant_gets_a_kind_sentence_and_changes_nothing(
    door: FrontDoor, watch: Watch
) -> None:
    troubles = []
    for command in door.core.catalogue:
        for parameter in command.parameters:
            for label, value in all_refused(command.name, parameter.name, parameter.kind).items():
                arguments = sound_arguments(command) | {parameter.name: value}
                reply = await door.say(who_says(command), command.name, HALL, **arguments)
                what = f"/{command.name} {parameter.name}: {label}"
                troubles += [f"{what}: {each}" for each in complaints(reply)]
                troubles += [f"{what}: changed {table}" for table in watch.changed()]
    assert troubles == []


def all_refused(command: str, name: str, kind: Kind) -> dict[str, Raw]:
    """The values of the kind; a text that is read as something else takes none of the hostile ones either."""
    values = refused(kind)
    if (command, name) in {("settings", "reminder"), ("join", "reminder")}:
        values |= HOSTILE
    if isinstance(kind, Pick) and name == "cohort":
        values |= {"a cohort abroad": "Summer", "a cohort abroad by its id": "2"}
    return values


@pytest.mark.parametrize("name", ODDITIES)
async def test_what_is_odd_but_may_be_meant_is_taken_calmly(door: FrontDoor, name: str) -> None:
    command = command_of(door, name)
    troubles = []
    for parameter in command.parameters:
        for label, value in odd(parameter.kind).items():
            arguments = sound_arguments(command) | {parameter.name: value}
            reply = await door.say(who_says(command), name, HALL, **arguments)
            said = shown(reply)
            if is_apology(reply) or _ACTING.search(said):
                troubles.append(f"{parameter.name} = {label}: {said[:200]!r}")
    assert troubles == []


def test_every_command_that_can_be_said_oddly_is_tried(door: FrontDoor) -> None:
    kinds = {command.name: [each.kind for each in command.parameters] for command in door.core.catalogue}
    assert {name for name in kinds if any(odd(kind) for kind in kinds[name])} == set(ODDITIES)


async def test_what_is_needed_is_asked_for(door: FrontDoor, watch: Watch) -> None:
    troubles = []
    for command in door.core.catalogue:
        sound = sound_arguments(command)
        for needed in sound:
            without = {name: value for name, value in sound.items() if name != needed}
            for arguments in (without, *(without | {needed: value} for value in ("", *BLANK.values()))):
                reply = await door.say(who_says(command), command.name, HALL, **arguments)
                assert f"{needed} is still missing" in shown(reply)
                troubles += [f"{command.name} {arguments}: {each}" for each in complaints(reply)]
    assert troubles + watch.changed() == []


async def test_arguments_that_nobody_may_give_are_refused(door: FrontDoor, watch: Watch) -> None:
    troubles = []
    for command in door.core.catalogue:
        fields = {field.name for field in dataclasses.fields(command.arguments)}
        hidden = fields - {parameter.field for parameter in command.parameters}
        for word in ("colour", "sure", "confirmed", "__class__", *hidden, *HOSTILE.values()):
            arguments = sound_arguments(command) | {word: "yes"}
            reply = await door.say(who_says(command), command.name, HALL, **arguments)
            assert "is nothing that" in " ".join(shown(reply).split())
            troubles += [f"{command.name} {word!r}: {each}" for each in complaints(reply)]
    assert troubles + watch.changed() == []


async def test_hostile_words_in_a_note_are_kept_as_words(door: FrontDoor) -> None:
    await door.say(ADA, "checkin")
    for label, words in HOSTILE.items():
        reply = await door.say(ADA, "checkin", day="2027-01-04", note=words)
        assert not is_apology(reply), label
    (check_in,) = door.remembered()["check_ins"]
    kept = " ".join(str(column) for column in check_in)
    assert "<b>bold</b>" in kept
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ud800-\udfff]", kept)


async def test_a_name_full_of_tricks_is_one_line_of_plain_text(door: FrontDoor) -> None:
    for label, words in HOSTILE.items():
        tricky = replace(BRUNO, name=words[:60])
        reply = await door.say(tricky, "join", HALL, cohort="Winter", listed="yes")
        assert not is_apology(reply), label
        for command in ("leaderboard", "streak", "settings", "export"):
            answer = await door.say(tricky, command)
            assert not is_apology(answer), (label, command)
            assert not _ACTING.search(shown(answer)), (label, command)
        status = await door.say(ADMIN, "cohort status", HALL, cohort="Winter")
        assert not is_apology(status), label


async def test_an_admin_of_another_space_reaches_nothing_here(door: FrontDoor, watch: Watch) -> None:
    for command in door.core.catalogue:
        if "cohort" not in {parameter.name for parameter in command.parameters}:
            continue
        arguments = sound_arguments(command) | (
            {"day": "2027-01-07"} if command.name == "cohort skip" else {}
        )
        for wanted in ("Winter", "1", "winter", "01", "\uff11"):
            reply = await door.say(FOREIGN_ADMIN, command.name, ABROAD, **arguments | {"cohort": wanted})
            assert complaints(reply) == []
            assert f"{wanted} is not on the list" in shown(reply)
    assert watch.changed() == []


async def test_members_of_another_cohort_are_nobody_here(door: FrontDoor) -> None:
    for command in door.core.catalogue:
        for parameter in command.parameters:
            if isinstance(parameter.kind, Person):
                stranger = {parameter.name: PersonRef("zoe", "Zoë")}
                reply = await door.say(
                    who_says(command), command.name, HALL, **sound_arguments(command) | stranger
                )
                assert "is not in Winter" in shown(reply)


def test_every_text_has_a_limit(door: FrontDoor) -> None:
    kinds = [parameter.kind for command in door.core.catalogue for parameter in command.parameters]
    assert all(0 < kind.most <= 1_500 for kind in kinds if isinstance(kind, Prose))
