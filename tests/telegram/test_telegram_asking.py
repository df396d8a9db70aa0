"""Questions on Telegram: one at a time, with keys or in words, skipped, cancelled, and across a restart."""

from typing import Any

import pytest
from small_school import SmallSchool, post
from telegram_stage import ADA, BRUNO, GROUP, ROOM, ZOE, Call, Stage, key, private

from bot.interface.address import PersonRef
from bot.interface.reply import Form
from bot.interface.request import Attachment, Pressed, Said


def shown(stage: Stage) -> Call:
    """The question as it stands there now."""
    calls = stage.telegram.calls
    return next(c for c in reversed(calls) if c.method in ("sendMessage", "editMessageText") and c.keys)


async def choose(stage: Stage, label: str, user: dict[str, Any] = ADA) -> None:
    await stage.press(key(shown(stage), label), user)


async def test_what_is_missing_is_asked_one_at_a_time_in_one_message(
    stage: Stage, school: SmallSchool
) -> None:
    await stage.say("/join")
    assert "Your time zone" in stage.last.text
    await choose(stage, "Etc/GMT+3, now 9:00")
    await choose(stage, "Yes")
    assert school.last.intent == Said("join", {"zone": "Etc/GMT+3", "listed": "yes"})
    assert len(stage.said()) == 1, "it was edited in place, up to the answer"
    final = stage.telegram.named("editMessageText")[-1]
    assert final.text == "join: listed=yes, zone=Etc/GMT+3"


async def test_long_lists_are_paged(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/join")
    assert "Etc/GMT+9, now 9:00" not in shown(stage).labels
    await choose(stage, "→")
    await choose(stage, "Etc/GMT+9, now 9:00")
    await choose(stage, "No")
    assert school.last.intent == Said("join", {"zone": "Etc/GMT+9", "listed": "no"})


async def test_what_may_be_left_out_can_be_skipped(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/join")
    await choose(stage, "Skip")
    await choose(stage, "Skip")
    assert school.last.intent == Said("join", {})


async def test_what_must_be_given_cannot_be_skipped(stage: Stage) -> None:
    await stage.say("/start", ZOE)
    await stage.say("/cohort_create at=9:00", ZOE, GROUP)
    assert "One of few" in shown(stage).text
    assert shown(stage).labels[-1] == "Cancel"
    assert "Skip" not in shown(stage).labels


async def test_cancelling_says_nothing_to_anybody(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/join")
    await choose(stage, "Cancel")
    assert "Nothing was changed." in stage.telegram.calls[-1].text
    await stage.say("Etc/GMT+3")
    assert [request.intent for request in school.requests] == [Said("help", {})]


async def test_a_word_is_looked_up_and_what_is_found_is_offered(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/join")
    await stage.say("gmt+1")
    assert shown(stage).labels[0] == "Etc/GMT+1, now 9:00"
    assert "Etc/GMT+10, now 9:00" in shown(stage).labels
    await stage.say("etc/gmt+1")
    await stage.say("yes")
    assert school.last.intent == Said("join", {"zone": "Etc/GMT+1", "listed": "yes"})


async def test_a_button_that_asks_is_said_with_its_answers(stage: Stage, school: SmallSchool) -> None:
    await stage.platform.post(ROOM, post(), "1")
    note = key(stage.last, "Note / proof")
    await stage.say("/start")
    answer = await stage.press(note, ADA, GROUP)
    assert answer.data["url"] == "https://t.me/my_bot?start=question"
    assert shown(stage).data["chat_id"] == 11
    await stage.say("read a lot")
    await stage.say("30")
    assert school.last.intent == Pressed(note["callback_data"], {"note": "read a lot", "minutes": "30"})
    assert (school.last.place, stage.last.text) == (ROOM, "Counted: minutes=30, note=read a lot, row=5")


async def test_who_has_no_private_chat_yet_is_asked_as_soon_as_it_is_open(
    stage: Stage, school: SmallSchool
) -> None:
    await stage.platform.post(ROOM, post(), "1")
    await stage.press(key(stage.last, "Note / proof"), BRUNO, GROUP)
    assert len(stage.said()) == 1
    await stage.say("/start question", BRUNO)
    assert "What you did" in shown(stage).text
    assert "Überspringen" in shown(stage).labels
    await stage.say("read", BRUNO)
    await choose(stage, "Überspringen", BRUNO)
    assert isinstance(school.last.intent, Pressed)
    assert school.last.intent.answers == {"note": "read"}


async def test_questions_go_on_after_a_restart(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/start", ZOE)
    file = {"file_id": "f", "file_unique_id": "u", "file_name": "a.txt", "mime_type": "text/plain"}
    await stage.hear({"message": stage.message(ZOE, GROUP, caption="/cohort_create", document=file)})
    await choose(stage, "as fast as can be", ZOE)
    await stage.restart()
    await stage.say("word", ZOE)
    said = school.last.intent
    assert isinstance(said, Said)
    assert (said.arguments["which"], said.arguments["word"]) == ("min", "word")
    assert isinstance(said.arguments["file"], Attachment)
    assert (school.last.place, school.last.speaker.administers) == (ROOM, True)


async def test_keys_of_old_questions_and_of_other_people_do_nothing(
    stage: Stage, school: SmallSchool
) -> None:
    await stage.say("/join")
    first = shown(stage)
    await choose(stage, "Skip")
    calls = len(stage.telegram.calls)
    await stage.press(key(first, "Skip"), ADA)
    await stage.press(key(shown(stage), "Yes"), BRUNO, private(ADA))
    assert len(stage.telegram.calls) == calls + 2, "both presses are answered, and no more than that"
    assert school.requests == []


async def test_nobody_is_asked_for_what_they_may_not_say(stage: Stage) -> None:
    await stage.say("/start")
    await stage.say("/cohort_create", ADA, GROUP)
    assert stage.last.text == "That is for admins."


async def test_an_admin_sets_up_a_group_from_the_private_chat(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/start", ZOE)
    [[picker]] = stage.last.data["reply_markup"]["keyboard"]
    assert picker["request_chat"]["chat_is_channel"] is False
    shared = {"request_id": 1, "chat_id": -100, "title": "Study"}
    await stage.hear({"message": stage.message(ZOE, None, chat_shared=shared)})
    await choose(stage, "as slow as can be", ZOE)
    await stage.say("word", ZOE)
    assert school.last.intent == Said("cohort create", {"which": "max", "word": "word"})
    assert (school.last.place, school.last.speaker.administers) == (ROOM, True)


async def test_a_group_without_the_bot_must_let_it_in_first(stage: Stage) -> None:
    stage.telegram.me_in_chat = {"status": "left"}
    shared = {"request_id": 1, "chat_id": -100, "title": "Study"}
    await stage.hear({"message": stage.message(ZOE, None, chat_shared=shared)})
    assert stage.last.keys[0]["url"] == "https://t.me/my_bot?startgroup=run"


async def test_a_link_says_a_command_with_its_main_argument(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/start checkin-done")
    assert school.last.intent == Said("checkin", {"note": "done"})
    await stage.say("/start nonsense")
    assert stage.last.text == "<b>Hello in en</b>"


@pytest.mark.parametrize(
    ("argument", "more", "expected"),
    [
        ("who", {"text": "Bruno", "entities": [
            {"type": "text_mention", "offset": 0, "length": 5, "user": BRUNO}]}, PersonRef("12", "Bruno")),
        ("number", {"text": "7"}, "7"),
        ("at", {"text": "9:30"}, "9:30"),
        ("where", {"text": "here"}, "here"),
    ],
)  # fmt: skip
async def test_every_kind_is_asked_for(
    stage: Stage, school: SmallSchool, argument: str, more: dict[str, Any], expected: object
) -> None:
    school.form = lambda request: (  # type: ignore[method-assign]
        form(argument) if isinstance(request.intent, Said) and not request.intent.arguments else None
    )
    await stage.say("/start", ZOE)
    await stage.say("/cohort_create", ZOE, GROUP)
    await stage.hear({"message": stage.message(ZOE, None, **more)})
    assert school.last.intent == Said("cohort create", {argument: expected})


def form(argument: str) -> Form:
    return Form("cohort create", "cohort create", {}, (argument,))
