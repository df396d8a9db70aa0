"""Menus, proofs and the greeting: what Discord has and nobody else."""

import pytest
from conftest import Open
from simulated_discord import Stage, words
from small_class import SmallClass, post

from bot.interface.address import PersonRef
from bot.interface.request import Attachment, Said
from bot.platforms.discord.menus import COUNT, PROGRESS


async def test_a_message_of_ones_own_counts_as_a_check_in_with_its_words(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        ada = stage.member()
        message = await ada.send(stage.general, "read *chapter* 3", attachments=[("a.png", b"abc")])
        result = await ada.context_menu(stage.general, COUNT, message)
        assert result.ephemeral
    (request,) = school.requests
    assert isinstance(request.intent, Said)
    heard = dict(request.intent.arguments)
    assert isinstance(heard.pop("proof"), Attachment)
    assert (request.intent.command, heard) == ("checkin", {"note": "read *chapter* 3"})


async def test_nobodys_note_is_made_of_somebody_elses_words(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        message = await stage.member("Bruno").send(stage.general, "my secret")
        await stage.member().context_menu(stage.general, COUNT, message)
    assert school.requests[0].intent == Said("checkin", {})


async def test_a_menu_of_people_shows_their_progress(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        bruno = stage.member("Bruno")
        await stage.member().context_menu(stage.general, PROGRESS, bruno)
    assert school.requests[0].intent == Said("progress", {"member": PersonRef(str(bruno.id), "Bruno")})


async def _hand_in(stage: Stage, name: str, message: object) -> str:
    asked = await stage.member(name).click(message, label="Note / proof")
    return words(await stage.member(name).submit_modal(asked, {"proof": (f"{name}.png", b"abc")}))


async def test_a_proof_is_shown_in_the_thread_of_the_day_which_the_first_one_opens(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.post(stage.room, post(), "5")
        message = stage.general.last_message
        assert stage.general.threads == []
        assert await _hand_in(stage, "Ada", message) == "row=5"
        await _hand_in(stage, "Bruno", stage.general.history()[0])
        (thread,) = stage.general.threads
        assert thread.name == "Day 1 of 20 - Flask_API"
        shown = [(each.content, [file.filename for file in each.attachments]) for each in thread.history()]
        assert [each for each in shown if each[1]] == [("**Ada**", ["Ada.png"]), ("**Bruno**", ["Bruno.png"])]


async def test_a_proof_in_a_forum_stands_under_the_post(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        forum = stage.guild.create_forum_channel("days")
        await stage.platform.post(stage.address(forum), post(), "5")
        (thread,) = forum.threads
        await _hand_in(stage, "Ada", thread.last_message)
        assert [file.filename for file in thread.last_message.attachments] == ["Ada.png"]


async def test_a_cohort_that_wants_it_has_a_thread_under_each_post(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.post(stage.room, post(opens_thread=True), "5")
        (thread,) = stage.general.threads
        assert thread.name == "Day 1 of 20 - Flask_API"
        await _hand_in(stage, "Ada", stage.general.history()[0])
        assert [file.filename for file in thread.last_message.attachments] == ["Ada.png"]
        assert len(stage.general.threads) == 1


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_a_post_has_arrived_also_where_no_thread_can_be_opened(open_stage: Open, status: int) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.env.inject_error("POST", "/channels/*/threads", status=status)
        receipt = await stage.platform.post(stage.room, post(opens_thread=True), "5")
        assert receipt.message_id == str(stage.general.last_message.id)
        assert stage.general.threads == []


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_check_in_counts_also_where_its_proof_cannot_be_shown(open_stage: Open, status: int) -> None:
    async with open_stage(SmallClass()) as stage:
        await stage.platform.post(stage.room, post(), "5")
        stage.env.inject_error("POST", "/channels/*/threads", status=status)
        assert await _hand_in(stage, "Ada", stage.general.last_message) == "row=5"
        assert stage.general.threads == []


async def test_a_proof_with_a_whispered_button_is_shown_to_nobody(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        ada = stage.member()
        first = await ada.slash(stage.general, "checkin")
        asked = await ada.click(first.response, label="Add a note")
        await ada.submit_modal(asked, {"proof": ("a.png", b"abc")})
        assert stage.general.threads == []


async def test_what_is_said_in_a_thread_of_somebody_else_is_said_in_a_room_of_its_own(
    open_stage: Open,
) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        await stage.platform.post(stage.room, post(), "5")
        await _hand_in(stage, "Ada", stage.general.last_message)
        (ours,) = stage.general.threads
        await stage.member().slash(ours, "board")
        assert school.requests[-1].place == stage.room


async def test_a_new_server_is_greeted_once_where_the_bot_may_write(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        lobby = await stage.join_another_server()
        assert [words(message) for message in lobby.history()] == ["## Hello in en-US"]
        await stage.restart()
        assert len(lobby.history()) == 1


async def test_a_server_without_a_room_to_write_in_is_not_greeted(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.env.create_guild("Empty")
        await stage.env.settle()
        assert stage.sent("POST", "/messages") == []


async def test_a_greeting_that_cannot_be_said_hurts_nobody(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        stage.env.inject_error("POST", "/channels/*/messages", status=403)
        assert (await stage.join_another_server()).history() == []
