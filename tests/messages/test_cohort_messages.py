"""What is said about cohorts: complete, kind, and with buttons that fit their tokens."""

import ast
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from study_world import BERLIN, GENERAL, MONDAY, World, at, study_world, words

from bot.commands import cohort_care
from bot.commands.cohort import CohortCommands, Create, Edit, Preview
from bot.commands.cohort_care import Announce, CohortCareCommands, Skip
from bot.commands.cohort_states import CohortStateCommands, Delete, Which
from bot.commands.curriculum import CurriculumCommands, ListAll, Show
from bot.commands.lesson import LessonCommands, Plan, Today
from bot.interface.button import LONGEST, Buttons
from bot.interface.command import Command
from bot.interface.reply import Reply, Says
from bot.messages.refusals_cohort import REFUSALS
from bot.messages.voice import voice_of
from bot.pictures.studio import Studio
from bot.services.catching_up import CatchingUp
from bot.services.cohort_announcements import CohortAnnouncements
from bot.services.cohort_check import CohortChecks
from bot.services.cohort_export import CohortExports
from bot.services.cohort_log import CohortLogs
from bot.services.cohort_topics import CohortTopics
from bot.services.learners import Learners
from bot.services.lessons_own import OwnLessons

SAY = voice_of("en")


class Desk:
    """All commands of cohorts over one world; keeps every reply."""

    def __init__(self, world: World) -> None:
        clock, database = world.clock, world.database
        self.world = world
        self.cohort = CohortCommands(world.cohorts, world.edits)
        self.states = CohortStateCommands(world.states)
        self.care = CohortCareCommands(
            world.reports,
            CohortChecks(database, {}),
            world.holidays,
            CohortAnnouncements(database, clock),
            CohortExports(database, clock),
            CohortTopics(database, world.curricula, clock),
            CohortLogs(database, clock),
            Studio(),
        )
        self.curricula = CurriculumCommands(world.curricula)
        lessons, plans = OwnLessons(database, world.curricula, Learners()), CatchingUp(database, Learners())
        self.lessons = LessonCommands(lessons, world.recall, plans)

    def catalogue(self) -> tuple[Command, ...]:
        families = (self.cohort, self.states, self.care, self.curricula, self.lessons)
        return tuple(command for family in families for command in family.commands())

    async def say(self, name: str, arguments: object, who: str = "Ada") -> Reply:
        command = {each.name: each for each in self.catalogue()}[name]
        asker = await self.world.somebody(who, administers=who == "Ada")
        return await command.answer(replace(asker, at=self.world.clock.at), SAY, arguments)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with study_world(tmp_path) as world:
        yield Desk(world)


async def _a_cohorts_life(desk: Desk) -> list[Reply]:
    """Every reply to admins and members from the first look at the roadmaps to the deletion."""
    world, which = desk.world, Which("Winter")
    replies = [
        await desk.say("curriculum list", ListAll()),
        await desk.say("curriculum show", Show("py-backend-12w")),
        await desk.say("cohort create", Create("py-backend-12w", "Winter", start=MONDAY, zone=BERLIN)),
        await desk.say("cohort edit", Edit("Winter", time_=time(8))),
        await desk.say("cohort start", which),
        await desk.say("today", Today()),
    ]
    await world.member(1, "Bob")
    announcer = world.announcer()
    for passed in (0, 1, 2):
        world.clock.at = at(MONDAY + timedelta(days=passed), "08:00")
        await announcer.run_once()
    shown = await desk.say("cohort edit", Edit("Winter", days="mon,wed,fri", quota=3, review=True))
    save = shown.buttons[0]
    assert isinstance(save, Says)
    replies += [
        await desk.say("today", Today(), "Bob"),
        await desk.say("plan", Plan(), "Bob"),
        shown,
        await desk.say("cohort edit", Edit("Winter", save=str(save.bound["save"]))),
        await desk.say("cohort preview", Preview("Winter")),
        await desk.say("cohort skip", Skip("Winter", country="DE")),
        await desk.say("cohort skip", Skip("Winter", day=MONDAY)),
        await desk.say("cohort status", cohort_care.Status("Winter")),
        await desk.say("cohort announce", Announce("Winter", "Hello")),
        await desk.say("cohort export", cohort_care.Which("Winter")),
        await desk.say("cohort pause", which),
        await desk.say("today", Today(), "Bob"),
        await desk.say("cohort resume", which),
        await desk.say("cohort end", which),
        await desk.say("cohort delete", Delete("Winter")),
        await desk.say("cohort delete", Delete("Winter", sure=True)),
        await desk.say("cohort resume", which),
    ]
    return replies


async def test_a_cohorts_whole_life_is_whispered_to_its_admins(desk: Desk) -> None:
    replies = await _a_cohorts_life(desk)
    assert all(reply.whisper for reply in replies)
    assert all(words(reply) for reply in replies)
    assert [reply for _, reply in desk.world.platform.rooms[GENERAL.key] if reply.whisper] == []


async def test_every_button_says_a_command_there_is_and_fits_its_token(desk: Desk) -> None:
    replies = await _a_cohorts_life(desk)
    replies += [message for _, message in desk.world.platform.rooms[GENERAL.key]]
    ours = {command.name for command in desk.catalogue()}
    buttons = Buttons(b"secret", desk.catalogue())
    said = [button for reply in replies for button in reply.buttons if isinstance(button, Says)]
    assert {button.command for button in said} - ours == {"checkin", "join"}
    for button in said:
        if button.command in ours:
            bound = {name: 10**9 if name == "cohort" else value for name, value in button.bound.items()}
            token = buttons.token(replace(button, bound=bound), GENERAL, "1" * 20)
            assert len(token.encode()) <= LONGEST


async def test_deleting_asks_first_and_offers_the_way_back(desk: Desk) -> None:
    await desk.world.cohort()
    asked = await desk.say("cohort delete", Delete("Winter"))
    (button,) = asked.buttons
    assert isinstance(button, Says)
    assert (button.command, button.bound["sure"], button.single_use) == ("cohort delete", True, True)
    deleted = await desk.say("cohort delete", Delete("Winter", sure=True))
    (undo,) = deleted.buttons
    assert isinstance(undo, Says)
    assert (undo.command, undo.bound) == ("cohort resume", {"cohort": 1})


async def test_an_edit_without_wishes_shows_how_it_is(desk: Desk) -> None:
    await desk.world.cohort()
    reply = await desk.say("cohort edit", Edit("Winter"))
    assert words(reply).startswith("Winter: preview")


async def test_the_first_post_lets_people_join_and_later_ones_need_no_words_for_it(desk: Desk) -> None:
    await desk.world.cohort()
    announcer = desk.world.announcer()
    for passed in (0, 1):
        desk.world.clock.at = at(MONDAY + timedelta(days=passed))
        await announcer.run_once()
    labels = [
        [getattr(button, "label", "") for button in message.buttons]
        for _, message in desk.world.platform.rooms[GENERAL.key]
    ]
    assert labels == [["Done", "Note / proof", "Open", "Join"], ["Done", "Note / proof", "Open"]]


async def test_project_days_catching_up_and_the_last_day_say_what_they_are(desk: Desk) -> None:
    world = desk.world
    await world.cohort(curriculum="py-backend-12w")
    announcer = world.announcer()
    while (due := await announcer.next_due_at()) is not None and due < at(date(2027, 4, 2)):
        world.clock.at = due
        await announcer.run_once()
    posts = [words(message) for _, message in world.platform.rooms[GENERAL.key]]
    assert len(posts) == 63
    assert sum("Project: " in post for post in posts) == 13
    assert sum("A day to catch up" in post for post in posts) == 3
    assert "This is the last day" in posts[-1]
    assert "Project: CLI Expense Tracker" in posts[4]


def test_every_refusal_of_ours_has_a_sentence_with_a_way_out() -> None:
    for code, sentence in REFUSALS.items():
        assert re.fullmatch(r"[A-Z{].+\.", sentence), code
        assert len(re.findall(r"[.:;,]", sentence)) >= 2, code


def test_every_code_that_cohort_services_raise_has_a_sentence() -> None:
    services = Path(__file__).parents[2] / "bot" / "services"
    names = ("cohort", "curricula", "lessons", "ledger", "timetables")
    raised = {
        code
        for module in services.glob("*.py")
        if module.name.startswith(names)
        for code in _codes(module.read_text("utf-8"))
    }
    assert raised - REFUSALS.keys() <= {"admins_only"}
    assert len(raised) > 15


def _codes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Conflict", "Invalid", "TooMany"}:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)
