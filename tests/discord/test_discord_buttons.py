import asyncio
from datetime import timedelta

import pytest
from conftest import Open
from simulated_discord import Stage, fields, words
from small_class import SmallClass, ask, board, notice, post

from bot.interface.address import PersonRef
from bot.interface.reply import Reply
from bot.interface.request import Attachment, Pressed
from bot.platforms.discord import answering


async def _posted(stage: Stage) -> None:
    await stage.platform.post(stage.room, post(), "5")


def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    for name in ("PATIENCE", "LEAST_PATIENCE"):
        monkeypatch.setattr(answering, name, timedelta(milliseconds=30))


async def test_anybody_may_press_a_button_under_a_post(open_stage: Open) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        await _posted(stage)
        for name in ("Ada", "Bruno"):
            result = await stage.member(name).click(stage.general.last_message, label="Done")
            assert result.ephemeral
            assert words(result) == "row=5"
    assert [request.speaker.name for request in school.requests] == ["Ada", "Bruno"]
    assert all(isinstance(request.intent, Pressed) for request in school.requests)


async def test_a_button_works_after_a_restart(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await _posted(stage)
        message = stage.general.last_message
        whisper = (await stage.member().slash(stage.general, "checkin")).response
        await stage.restart()
        assert words(await stage.member().click(message, label="Done")) == "row=5"
        assert words(await stage.member().click(whisper, label="Undo")) == "undo: nothing"


async def test_a_form_that_was_opened_before_a_restart_is_answered_after_it(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        await _posted(stage)
        ada = stage.member()
        pressed = await ada.click(stage.general.last_message, label="Note / proof")
        asked = await ada.slash(stage.general, "join", cohort="7")
        await stage.restart()
        noted = await ada.submit_modal(pressed, {"note": "read *it*", "minutes": "20"})
        assert words(noted) == r"minutes=20, note=read \*it\*, row=5"
        joined = await ada.submit_modal(asked, {})
        assert words(joined) == "join: cohort=7"


async def test_a_form_whose_beginning_was_lost_in_a_restart_is_answered_kindly(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        zoe = stage.admin()
        asked = await zoe.slash(stage.general, "cohort tell", to="a|b")
        await stage.restart()
        assert words(await zoe.submit_modal(asked, {"text": "Hello"})) == "That button is not yours."


async def test_a_button_of_an_older_version_gets_a_friendly_answer(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        for custom_id in ("0ci0|31|QWxhZGRpbg0", "1zz0|QWxhZGRpbg0", "somebody-elses-button"):
            await stage.show_button("Press", custom_id)
            result = await stage.member().click(stage.general.last_message, label="Press")
            assert words(result) == f"That button is {'too old' if custom_id[0] == '0' else 'not yours'}."


async def test_a_button_made_for_one_is_refused_to_another(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        public = Reply(board(1).blocks, board(1).buttons, whisper=False)
        await stage.platform.post(stage.room, public, "5")
        result = await stage.member().click(stage.general.last_message, label="Next page")
        assert words(result) == "That button is not yours."


async def test_the_next_page_takes_the_place_of_the_page_before(open_stage: Open) -> None:
    async with open_stage(SmallClass()) as stage:
        ada = stage.member()
        first = await ada.slash(stage.general, "board")
        assert words(first) == "## Leaders (1/3)\n`11` Ada\n→ `12` Bruno"
        await ada.click(first.response, label="Next page")
        assert words(first) == "## Leaders (2/3)\n`21` Ada\n→ `22` Bruno"
        assert len(stage.sent("POST", "/callback")) == 2


async def test_every_kind_of_field_can_be_filled(open_stage: Open) -> None:
    school = SmallClass()
    school.reply = notice("fine")
    async with open_stage(school) as stage:
        ada, hall = stage.member(), stage.guild.create_text_channel("hall")
        zoe = stage.admin()
        asking = ask("cohort everything", "who", "where", "file", "sure", "which")
        await stage.platform.post(stage.room, asking, "5")
        asked = await zoe.click(stage.general.last_message, label="Ask")
        assert {name: field["type"] for name, field in fields(asked).items()} == {
            "who": 5,
            "where": 8,
            "file": 19,
            "sure": 21,
            "which": 3,
        }
        await zoe.submit_modal(
            asked, {"who": [ada], "where": [hall], "file": ("a.txt", b"abc"), "sure": "no", "which": ["max"]}
        )
        intent = school.requests[-1].intent
        assert isinstance(intent, Pressed)
        heard = dict(intent.answers)
        file = heard.pop("file")
        assert isinstance(file, Attachment)
        assert heard == {
            "who": PersonRef(str(ada.id), "Ada"),
            "where": stage.address(hall),
            "sure": "no",
            "which": "max",
        }
        assert await file.read() == b"abc"


async def test_who_answers_slowly_is_announced_and_then_answers(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hurry(monkeypatch)
    school = SmallClass()
    async with open_stage(school) as stage:
        released = asyncio.Event()
        school.pause = stage.waiting_for(released)
        result = await stage.member().slash(stage.general, "checkin", minutes=5)
        assert result.deferred
        assert result.ephemeral
        released.set()
        await stage.env.settle()
        assert words(result) == "minutes=5"
        assert result.ephemeral


async def test_a_public_answer_that_comes_late_is_whispered(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hurry(monkeypatch)
    school = SmallClass()
    async with open_stage(school) as stage:
        released = asyncio.Event()
        school.pause = stage.waiting_for(released)
        result = await stage.member().slash(stage.general, "showcase")
        released.set()
        await stage.env.settle()
        assert words(result).startswith("## Progress")
        assert result.ephemeral


async def test_a_page_that_comes_late_takes_its_place_all_the_same(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hurry(monkeypatch)
    school = SmallClass()
    async with open_stage(school) as stage:
        ada = stage.member()
        first = await ada.slash(stage.general, "board")
        released = asyncio.Event()
        school.pause = stage.waiting_for(released)
        await ada.click(first.response, label="Next page")
        released.set()
        await stage.env.settle()
        assert words(first).startswith("## Leaders (2/3)")


async def test_a_long_answer_goes_on_in_further_whispers(open_stage: Open) -> None:
    school = SmallClass()
    school.reply = Reply(post(items=60).blocks)
    async with open_stage(school) as stage:
        result = await stage.member().slash(stage.general, "checkin")
        told = [words(result), *map(words, result.followups)]
        assert len(told) == 3
        assert all(f"Item {number}:" in "".join(told) for number in range(60))
        assert all(message.ephemeral for message in result.followups)


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (500, 0), (400, 40060)])
async def test_an_answer_that_cannot_be_shown_hurts_nobody(open_stage: Open, status: int, code: int) -> None:
    school = SmallClass()
    async with open_stage(school) as stage:
        stage.env.inject_error("POST", "/interactions/*", status=status, code=code)
        await stage.member().slash(stage.general, "checkin")
        assert len(school.requests) == 1
        assert words(await stage.member().slash(stage.general, "checkin")) == "nothing"


async def test_an_event_that_is_old_when_it_is_heard_leaves_less_time(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "LEAST_PATIENCE", timedelta(milliseconds=30))
    school = SmallClass()
    async with open_stage(school) as stage:
        stage.late = timedelta(seconds=5)
        released = asyncio.Event()
        school.pause = stage.waiting_for(released)
        result = await stage.member().slash(stage.general, "checkin")
        assert result.deferred
        released.set()
        await stage.env.settle()
        assert words(result) == "nothing"


async def test_what_nobody_waits_for_any_more_is_done_all_the_same(
    open_stage: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hurry(monkeypatch)
    school = SmallClass()
    async with open_stage(school) as stage:
        released = asyncio.Event()
        school.pause = stage.waiting_for(released)
        stage.env.inject_error("POST", "/interactions/*", status=404, code=10062)
        await stage.member().slash(stage.general, "checkin")
        released.set()
        await stage.env.settle()
        assert len(school.requests) == 1
        assert len(stage.sent("POST", "/callback")) == 1


async def test_a_fault_after_the_answer_is_told_beside_it(open_stage: Open) -> None:
    school = SmallClass()
    school.reply = Reply(post(items=60).blocks)
    async with open_stage(school) as stage:
        stage.env.inject_error("POST", "/webhooks/*", status=400, code=50035)
        result = await stage.member().slash(stage.general, "checkin")
        assert "Item 0:" in words(result)
        assert [words(message).split(" (")[0] for message in result.followups] == ["I could not show it"]
