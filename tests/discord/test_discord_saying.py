import asyncio
from datetime import UTC, datetime, timedelta

import discord
import pytest
from conftest import Open
from simulated_discord import fields, labels, words
from small_class import SmallClass

from bot.interface.address import PersonRef
from bot.interface.reply import Card, Reply, Says
from bot.interface.request import Attachment, Pressed, Said
from bot.platforms.discord import asking


async def test_a_command_is_heard_as_it_was_said(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        ada = stage.member()
        before = stage.env.now()
        result = await ada.slash(stage.general, "checkin", cohort="7", minutes=30)
        assert result.ephemeral
        assert words(result) == "cohort=7, minutes=30"
        assert labels(result) == ["Add a note", "Undo"]
    (request,) = school.requests
    assert request.intent == Said("checkin", {"cohort": "7", "minutes": 30})
    assert request.speaker.name == "Ada"
    assert request.speaker.external_id == str(ada.id)
    assert not request.speaker.administers
    assert request.speaker.language == "en-US"
    assert (request.place, request.space_name) == (stage.room, "Study")
    assert abs((request.at - before).total_seconds()) < 1
    assert request.at.tzinfo is UTC
    assert request.at == discord.utils.snowflake_time(int(request.event_id))


async def test_every_kind_of_argument_arrives_as_its_own_kind(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        ada, hall = stage.member(), stage.guild.create_text_channel("hall")
        given = {
            "which": "min",
            "word": "w",
            "zone": "UTC",
            "number": 3,
            "from": "today",
            "at": "9",
            "sure": True,
        }
        await stage.admin().slash(
            stage.general, "cohort everything", who=ada, where=hall, file=("a.txt", b"abc"), **given
        )
        (request,) = school.requests
        assert request.speaker.administers
        assert isinstance(request.intent, Said)
        heard = dict(request.intent.arguments)
        file = heard.pop("file")
        assert isinstance(file, Attachment)
        assert (file.name, file.size, await file.read()) == ("a.txt", 3, b"abc")
        assert heard == {**given, "who": PersonRef(str(ada.id), "Ada"), "where": stage.address(hall)}


async def test_what_is_typed_is_completed_with_live_labels(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        zoe = stage.admin()
        found = await zoe.autocomplete(stage.general, "cohort everything", "zone", "minus 2")
        assert [each["value"] for each in found][:2] == ["Etc/GMT+2", "Etc/GMT+20"]
        assert found[0]["name"] == "GMT minus 2, now"
        everything = await zoe.autocomplete(stage.general, "cohort everything", "zone", "")
        assert len(everything) == 25


async def test_a_long_text_that_is_needed_is_asked_for_in_a_form(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        zoe = stage.admin()
        asked = await zoe.slash(stage.general, "cohort tell", to="all")
        assert fields(asked)["text"]["style"] == 2
        assert asked.modal["title"] == "Say something everywhere"
        told = await zoe.submit_modal(asked, {"text": "Hello\nall"})
        assert words(told) == "cohort tell: text=Hello\nall, to=all"
    assert isinstance(school.requests[0].intent, Pressed)


async def test_what_does_not_fit_into_a_token_is_kept_until_the_form_is_answered(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        zoe = stage.admin()
        asked = await zoe.slash(stage.general, "cohort tell", to="a|b", file=("a.txt", b"abc"))
        await zoe.submit_modal(asked, {"text": "Hello"})
    (request,) = school.requests
    assert isinstance(request.intent, Said)
    assert set(request.intent.arguments) == {"to", "file", "text"}


async def test_what_a_command_asks_is_asked_unless_some_of_it_was_said(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        ada = stage.member()
        asked = await ada.slash(stage.general, "join", cohort="7")
        shown = fields(asked)
        assert list(shown) == ["zone", "zone+", "listed"]
        assert asked.modal["title"] == "Join a cohort"
        assert len(shown["zone"]["options"]) == 25
        assert [option["label"] for option in shown["listed"]["options"]] == ["Yes", "No"]
        told = await ada.submit_modal(
            asked, {"zone": ["Etc/GMT+3"], "zone+": "Asia/Kolkata", "listed": "yes"}
        )
        assert words(told) == "join: cohort=7, listed=yes, zone=Asia/Kolkata"
        at_once = await ada.slash(stage.general, "join", cohort="7", zone="UTC")
        assert words(at_once) == "join: cohort=7, zone=UTC"


async def test_a_form_does_without_suggestions_that_do_not_come(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_PATIENCE", timedelta(milliseconds=50))
    school = SmallClass()
    async with open_stage(school) as stage:
        released = asyncio.Event()
        school.pause = stage.waiting_for(released)
        asked = await stage.member().slash(stage.general, "join")
        released.set()
        await stage.env.settle()
        assert list(fields(asked)) == ["zone", "listed"]
        assert fields(asked)["zone"]["type"] == 4


async def test_an_admins_command_is_refused_to_others_also_at_run_time(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        ada = stage.member()
        stage.allow("cohort", ada)
        result = await ada.slash(stage.general, "cohort everything", which="min", word="w")
        assert words(result) == "That is for admins."


async def test_a_private_chat_is_a_room_without_a_space(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        eve = stage.env.create_user("Eve")
        await eve.slash("checkin")
    (request,) = school.requests
    assert (request.place.space, request.place.channel, request.space_name) == (
        "",
        str(eve.dm_channel.id),
        "",
    )


async def test_a_public_answer_is_silent_and_has_its_picture_and_file(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        result = await stage.member().slash(stage.general, "showcase")
        assert not result.ephemeral
        assert result.response.flags.suppress_notifications
        assert [each.filename for each in result.response.attachments] == ["0-picture.png", "check_ins.csv"]
        assert labels(result) == ["Roadmap"]


async def test_our_own_fault_is_told_with_a_reference(
    open_stage: Open, caplog: pytest.LogCaptureFixture
) -> None:
    school = SmallClass()
    school.reply = Reply((Card("x"),), (Says("much", "checkin", {"note": "x" * 99}),))
    async with open_stage(school) as stage:
        result = await stage.member().slash(stage.general, "checkin")
        assert words(result).startswith("I could not show it (en-US): ")
        reference = words(result).rstrip(".").split(": ")[1]
    assert reference in caplog.text


async def test_the_hour_of_a_request_is_that_of_the_event(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        await stage.env.advance_time(3_600)
        await stage.member().slash(stage.general, "board")
    assert school.requests[0].at == datetime(2026, 1, 1, 1, tzinfo=UTC)
