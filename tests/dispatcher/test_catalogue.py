"""The catalogue of commands keeps what the platforms and the documents promise."""

import re
from collections import Counter

import pytest
from front_door import ADA, HALL, FrontDoor

from bot.commands.options import OPTIONS
from bot.documents import COMMANDS, ENGLISH, commands_page, english
from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Prose, Source
from bot.interface.reply import Says
from bot.interface.request import Said
from bot.messages.voice import voice_of

PRODUCT = {
    "today": "cohort recall",
    "checkin": "cohort day note minutes proof felt",
    "undo": "cohort",
    "streak": "cohort member",
    "why": "cohort",
    "progress": "cohort member",
    "leaderboard": "cohort by",
    "buddy": "action cohort",
    "verify": "code cohort",
    "submit": "project* link* note cohort",
    "review": "submission works clear suggestion",
    "plan": "cohort week keepup",
    "join": "cohort zone reminder listed plan",
    "leave": "cohort",
    "pause": "from until cohort",
    "resume": "cohort",
    "link": "code",
    "unlink": "",
    "settings": "zone rollover reminder language listed plan nudges reviews recall",
    "export": "",
    "forgetme": "",
    "help": "command",
    "privacy": "",
    "cohort create": "curriculum* name* start time zone days channel pace language",
    "cohort start": "cohort*",
    "cohort pause": "cohort*",
    "cohort resume": "cohort*",
    "cohort end": "cohort*",
    "cohort delete": "cohort*",
    "cohort edit": "cohort* name start time zone days channel pace language"
    " quota grace late items review catchup threads reminders digest summary leaderboard"
    " projects keepup buddies recall team",
    "cohort preview": "cohort*",
    "cohort status": "cohort*",
    "cohort check": "cohort*",
    "cohort skip": "cohort* day country",
    "cohort announce": "cohort* text*",
    "cohort excuse": "cohort* member* from* until reason",
    "cohort export": "cohort*",
    "cohort attach": "code cohort",
    "cohort detach": "cohort",
    "curriculum list": "",
    "curriculum show": "curriculum*",
}
"""Commands and arguments, a star at what is needed: names that people and their notes rely on."""


def arguments(command: Command) -> str:
    return " ".join(f"{each.name}{'*' if each.required else ''}" for each in command.parameters)


async def test_names_and_arguments_are_those_of_the_contract(door: FrontDoor) -> None:
    spoken = {command.name: arguments(command) for command in door.core.catalogue}
    assert {name: spoken.get(name) for name in PRODUCT} == PRODUCT


async def test_only_admins_may_look_after_cohorts_and_roadmaps(door: FrontDoor) -> None:
    for command in door.core.catalogue:
        is_for_admins = command.group in {"cohort", "curriculum"}
        assert (command.audience is Audience.ADMINS) == is_for_admins


async def test_every_command_has_its_own_name_and_its_own_code(door: FrontDoor) -> None:
    catalogue = door.core.catalogue
    assert [name for name, times in Counter(each.name for each in catalogue).items() if times > 1] == []
    assert [code for code, times in Counter(each.code for each in catalogue).items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z]{2}", each.code) for each in catalogue)
    assert {each.group for each in catalogue} & {each.name for each in catalogue} == set()


async def test_names_and_descriptions_fit_on_discord(door: FrontDoor) -> None:
    catalogue, plain = door.core.catalogue, voice_of("en").plain
    for command in catalogue:
        assert all(re.fullmatch(r"[a-z]{1,32}", word) for word in command.name.split(" "))
        assert len(command.name.split(" ")) <= 2
        assert 1 <= len(plain(command.help)) <= 100
        assert len(command.parameters) <= 25
        for parameter in command.parameters:
            assert re.fullmatch(r"[a-z]{1,32}", parameter.name)
            assert 1 <= len(plain(parameter.kind.label)) <= 100
    first_words = {command.group or command.name for command in catalogue}
    assert len(first_words) <= 100  # as many as Discord takes
    assert max(Counter(command.group for command in catalogue if command.group).values()) <= 25


async def test_what_is_needed_comes_first(door: FrontDoor) -> None:
    for command in door.core.catalogue:
        needed = [parameter.required for parameter in command.parameters]
        assert needed == sorted(needed, reverse=True), command.name


async def test_what_is_asked_or_typed_is_an_argument_and_fits_a_form(door: FrontDoor) -> None:
    for command in door.core.catalogue:
        names = {parameter.name for parameter in command.parameters}
        assert set(command.asks) <= names
        assert command.main in names | {""}
        assert len(command.asks) <= 5
        assert len(voice_of("en").plain(command.help)) <= 100


async def test_long_texts_have_a_limit_that_forms_can_keep(door: FrontDoor) -> None:
    kinds = [parameter.kind for command in door.core.catalogue for parameter in command.parameters]
    assert all(kind.most <= 4_000 for kind in kinds if isinstance(kind, Prose))


def test_fixed_lists_fit_a_drop_down() -> None:
    for source, options in OPTIONS.items():
        assert 1 <= len(options) <= 25, source
        assert all(len(value) <= 100 and len(label) <= 80 for value, label in options.items())


async def test_every_pick_has_entries(door: FrontDoor) -> None:
    await door.cohort("Winter", ADA)
    await door.say(ADA, "submit", project="1", link="https://example.org")
    for command in door.core.catalogue:
        for parameter in command.parameters:
            if isinstance(parameter.kind, Pick):
                found = await door.core.dispatcher.suggest(
                    door.request(ADA, _said(command)), parameter.name, ""
                )
                assert 1 <= len(found) <= 25, f"{command.name} {parameter.name}"
                assert all(choice.label and len(choice.value) <= 100 for choice in found)


async def test_every_argument_can_stand_in_a_button(door: FrontDoor) -> None:
    for command in door.core.catalogue:
        for parameter in command.parameters:
            says = Says("a button", command.name, {parameter.name: "x"}, ask=(parameter.name,))
            press = door.core.buttons.read(door.token(says, ADA), HALL, ADA.external_id)
            assert (press.command, press.bound, press.ask) == (
                command,
                {parameter.name: "x"},
                (parameter.name,),
            )


@pytest.mark.parametrize("source", Source)
async def test_every_source_is_picked_from(door: FrontDoor, source: Source) -> None:
    kinds = [parameter.kind for command in door.core.catalogue for parameter in command.parameters]
    assert any(isinstance(kind, Pick) and kind.source is source for kind in kinds)


def test_the_english_catalogue_is_what_the_code_says() -> None:
    assert ENGLISH.read_text(encoding="utf-8") == english(), "run `make docs`"


async def test_the_page_of_commands_is_what_the_code_says(door: FrontDoor) -> None:
    assert COMMANDS.read_text(encoding="utf-8") == commands_page(door.core.catalogue), "run `make docs`"


async def test_help_tells_of_every_command_and_every_argument(door: FrontDoor) -> None:
    page = COMMANDS.read_text(encoding="utf-8")
    for command in door.core.catalogue:
        assert f"`/{command.name}`" in page
        for parameter in command.parameters:
            assert parameter.name in page


def _said(command: Command) -> Said:
    return Said(command.name, {})
