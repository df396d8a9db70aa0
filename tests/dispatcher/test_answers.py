"""The answering door: refusals are sentences, bugs are apologies, and nobody gets in by another way."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from front_door import ADA, ADMIN, BRUNO, HALL, FrontDoor, is_apology, is_kind, private
from structlog.testing import capture_logs
from study_world import words

from bot.commands.choices import Choices
from bot.dispatcher import StudyDispatcher
from bot.interface.button import Buttons
from bot.interface.command import Audience, Command
from bot.interface.reply import Reply, Says
from bot.interface.request import Pressed, Said
from bot.messages.voice import mark
from bot.services.allowance import Allowance
from bot.services.cohorts import Cohorts
from bot.services.curricula import Curricula
from bot.services.learners import Learners
from bot.services.people import People
from bot.services.projects import Projects
from bot.services.reviews import Reviews
from storage.repositories.remembered import remember


@dataclass(frozen=True, slots=True)
class Nothing:
    """No arguments."""


class StumblingError(Exception):
    """What a bug may raise; its text is for nobody's eyes."""


def stumbling_over(door: FrontDoor, stumble: Callable[..., Awaitable[Reply]]) -> StudyDispatcher:
    """The same door with one more command, which has a bug."""
    stumbles = Command("stumble", "zz", Nothing, stumble, Audience.EVERYBODY, mark("What you can say here."))
    catalogue = (*door.core.catalogue, stumbles)
    curricula = Curricula(door.database)
    projects = Projects(door.database, curricula, Learners(), door.clock)
    reviews = Reviews(door.database, curricula, door.clock)
    choices = Choices(Cohorts(door.database, curricula, door.clock), curricula, projects, reviews, catalogue)
    free = Allowance(0, timedelta(minutes=1))
    return StudyDispatcher(catalogue, Buttons(b"secret", catalogue), People(door.database), choices, free)


async def test_a_bug_ends_in_an_apology_whose_reference_is_in_the_log_and_saves_nothing(
    door: FrontDoor,
) -> None:
    async def stumble(*_: object) -> Reply:
        async with door.database.write() as connection:
            await remember(connection, "half", "done")
            raise StumblingError("a detail for the log only")

    dispatcher = stumbling_over(door, stumble)
    await dispatcher.answer(door.request(ADA, Said("help", {})))
    before = door.remembered()
    with capture_logs() as logs:
        reply = await dispatcher.answer(door.request(ADA, Said("stumble", {})))
    assert door.remembered() == before
    assert is_apology(reply)
    assert reply.whisper
    said = words(reply)
    assert "not saved" in said
    assert "detail" not in said
    assert "Stumbl" not in said
    reference = re.search(r"reference: ([0-9a-f]{8})", said)
    assert reference is not None
    (entry,) = [log for log in logs if log["log_level"] == "error"]
    assert (entry["reference"], entry["intent"]) == (reference[1], "stumble")
    assert entry["exc_info"]


async def test_two_bugs_have_two_references(door: FrontDoor) -> None:
    async def stumble(*_: object) -> Reply:
        raise StumblingError

    dispatcher = stumbling_over(door, stumble)
    with capture_logs():
        said = {words(await dispatcher.answer(door.request(ADA, Said("stumble", {})))) for _ in range(3)}
    assert len(said) == 3


async def test_a_database_that_is_gone_ends_in_an_apology_too(door: FrontDoor) -> None:
    await door.database.close()
    with capture_logs() as logs:
        reply = await door.say(ADA, "streak")
    assert is_apology(reply)
    assert [log["log_level"] for log in logs] == ["error"]


async def test_a_refusal_is_whispered_leaves_no_trace_and_is_no_news_for_the_log(door: FrontDoor) -> None:
    await door.cohort("Winter", ADA)
    before = door.remembered()
    with capture_logs() as logs:
        for reply in (
            await door.say(ADA, "checkin", day="someday"),
            await door.say(BRUNO, "checkin"),
            await door.say(ADA, "undo"),
            await door.say(ADA, "cohort end", cohort="Winter"),
            await door.say(ADA, "dance"),
            await door.say(ADA, "checkin", colour="blue"),
        ):
            assert is_kind(reply), words(reply)
    assert door.remembered() == before
    assert [log for log in logs if log["log_level"] != "debug"] == []


async def test_nobody_answers_a_bot(door: FrontDoor) -> None:
    await door.cohort("Winter", ADA)
    before = door.remembered()
    machine = replace(ADMIN, external_id="machine", is_bot=True)
    for command in door.core.catalogue:
        assert words(await door.say(machine, command.name)) == "I only answer people."
    assert door.remembered() == before


async def test_an_event_that_is_delivered_twice_has_one_effect(door: FrontDoor) -> None:
    await door.cohort("Winter", ADA)
    door.clock.at += timedelta(days=1)
    said = Said("checkin", {"note": "Once"})
    first = await door.core.dispatcher.answer(door.request(ADA, said, event="update 7"))
    again = await door.core.dispatcher.answer(door.request(ADA, said, event="update 7"))
    assert "Day 1 counted" in words(first)
    assert not is_apology(again)
    (check_in,) = door.remembered()["check_ins"]
    assert "Once\nOnce" not in check_in
    said = Said("cohort announce", {"cohort": "Winter", "text": "Hello"})
    await door.core.dispatcher.answer(door.request(ADMIN, said, event="update 8"))
    twice = await door.core.dispatcher.answer(door.request(ADMIN, said, event="update 8"))
    assert "nothing was done twice" in words(twice)
    assert len(door.remembered()["ledger"]) == 1


@pytest.mark.parametrize("name", ['"winter"', "“Winter”"])
async def test_what_is_picked_may_stand_in_quotes(door: FrontDoor, name: str) -> None:
    await door.cohort("Winter", ADA)
    assert "Save" in str((await door.say(ADMIN, "cohort edit", cohort=name, grace="2")).buttons)


@pytest.mark.parametrize("parameter", ["cohort", "day", "no such argument"])
async def test_nothing_is_suggested_for_what_cannot_be_picked(door: FrontDoor, parameter: str) -> None:
    suggest = door.core.dispatcher.suggest
    assert await suggest(door.request(ADA, Said("dance", {})), parameter, "") == ()
    assert await suggest(door.request(ADA, Pressed("no token", {})), parameter, "") == ()
    if parameter != "cohort":
        assert await suggest(door.request(ADA, Said("checkin", {})), parameter, "") == ()


async def test_suggestions_show_only_what_the_asker_may_name(door: FrontDoor) -> None:
    own = await door.cohort("Winter", ADA)
    await door.say(ADMIN, "cohort create", curriculum="py-backend-20d", name="A draft")
    suggest = door.core.dispatcher.suggest
    mine = await suggest(door.request(ADA, Said("checkin", {})), "cohort", "")
    assert [(choice.value, choice.label) for choice in mine] == [(own, "Winter")]
    alone = await suggest(door.request(BRUNO, Said("checkin", {}), private(BRUNO)), "cohort", "wint")
    assert alone == ()
    by_admins = await suggest(door.request(ADMIN, Said("cohort start", {})), "cohort", "")
    assert {choice.label for choice in by_admins} == {"Winter", "A draft"}


async def test_a_zone_is_suggested_with_the_time_there(door: FrontDoor) -> None:
    found = await door.core.dispatcher.suggest(door.request(ADA, Said("settings", {})), "zone", "kolkata")
    assert found[0].value == "Asia/Kolkata"
    assert "5:30" in found[0].label


async def test_what_is_asked_first_is_known_without_asking_the_database(door: FrontDoor) -> None:
    await door.database.close()
    form = door.core.dispatcher.form
    join = form(door.request(ADA, Said("join", {})))
    assert join is not None
    assert join.ask == ("zone", "reminder", "plan", "listed")
    assert form(door.request(ADA, Said("join", {"zone": "UTC"}))) is None
    assert form(door.request(ADA, Said("dance", {}))) is None
    assert form(door.request(ADA, Pressed("no token", {}))) is None
    token = door.token(Says("Note", "checkin", {"cohort": 1}, ask=("note",)), ADA)
    note = form(door.request(ADA, Pressed(token, {})))
    assert note is not None
    assert (note.ask, note.bound) == (("note",), {"cohort": "1"})
    assert form(door.request(ADA, Pressed(token, {"note": "said"}))) is None


async def test_help_lines_are_told_in_any_language_somebody_may_bring(door: FrontDoor) -> None:
    line = door.core.catalogue[0].help
    for language in ("en", "en-GB", "de", "xx-YY", "", "@", "\ud800", "e" * 10_000):
        assert door.core.dispatcher.described(line, language)
        speaker = replace(ADA, language=language)
        assert not is_apology(await door.core.dispatcher.answer(door.request(speaker, Said("help", {}))))
    assert HALL.platform == "demo"
