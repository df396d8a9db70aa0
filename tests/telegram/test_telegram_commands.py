"""What people type on Telegram: who says it, where, with which arguments, and where the answer goes."""

import pytest
from small_school import SmallSchool, notice, post
from telegram_stage import ADA, BRUNO, CHANNEL, GROUP, ROOM, START, ZOE, Stage, key

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import Platform
from bot.interface.reply import Card, Notice, Plain, Reply, Section
from bot.interface.request import Attachment, Said

LONG = Reply((Card("Today", sections=(Section("Learn", ((Plain("Async " * 60),),)),)),))


def test_it_is_a_platform(stage: Stage) -> None:
    platform: Platform = stage.platform
    assert platform.name == "telegram"


async def test_a_command_is_the_request_of_its_speaker_at_its_own_time(
    stage: Stage, school: SmallSchool
) -> None:
    number = await stage.say("/checkin read chapter 3: loops", BRUNO, GROUP)
    request = school.last
    assert request.intent == Said("checkin", {"note": "read chapter 3: loops"})
    assert (request.speaker.external_id, request.speaker.name, request.speaker.language) == (
        "12",
        "Bruno",
        "de",
    )
    assert (request.place, request.space_name) == (ROOM, "Study")
    assert (request.at, request.event_id) == (START, str(number))
    assert not request.speaker.administers


async def test_names_values_and_quotes_are_read_in_any_order(stage: Stage, school: SmallSchool) -> None:
    await stage.say('/cohort_create which=min word="Winter \\"27\\"" at=09:00 number:3', ZOE, GROUP)
    told = {"which": "min", "word": 'Winter "27"', "at": "09:00", "number": "3"}
    assert school.last.intent == Said("cohort create", told)


@pytest.mark.parametrize("line", ["/cohort_end", "/cohort end", "/Cohort_End@My_Bot"])
async def test_a_command_of_two_words_is_understood_in_any_form(
    stage: Stage, school: SmallSchool, line: str
) -> None:
    await stage.say(line, ZOE, GROUP)
    assert school.last.intent == Said("cohort end", {})
    assert school.last.speaker.administers


async def test_admins_are_asked_for_once_in_five_minutes(stage: Stage) -> None:
    for _ in range(3):
        await stage.say("/cohort_end", ZOE, GROUP)
    assert len(stage.telegram.named("getChatAdministrators")) == 1


async def test_a_chat_that_is_gone_is_not_asked_for_its_admins_again_and_again(
    stage: Stage, school: SmallSchool
) -> None:
    stage.telegram.fail(
        "getChatAdministrators", *[(403, "Forbidden: bot was kicked from the group chat")] * 3
    )
    for _ in range(3):
        await stage.say("/cohort_end", ZOE, GROUP)
    assert not school.last.speaker.administers
    assert len(stage.telegram.named("getChatAdministrators")) == 1


async def test_nobody_administers_a_private_chat(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/cohort_end", ZOE)
    assert not school.last.speaker.administers
    assert school.last.place == RoomAddress("telegram", "", "13")
    assert stage.telegram.named("getChatAdministrators") == []


@pytest.mark.parametrize("line", ["/undo@other_bot", "/undone", "good morning", "a /undo in the middle"])
async def test_what_is_not_for_the_bot_is_left_alone_in_a_group(
    stage: Stage, school: SmallSchool, line: str
) -> None:
    await stage.say(line, ADA, GROUP)
    assert (school.requests, stage.said()) == ([], [])


async def test_a_command_that_there_is_not_is_answered_where_only_the_bot_can_be_meant(stage: Stage) -> None:
    await stage.say("/undone", ADA)
    assert stage.last.text == "There is no such command."
    await stage.say("good morning", ADA)
    assert stage.last.text == "help: -"


async def test_a_topic_is_a_room_and_general_is_the_chat(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/showcase", ADA, GROUP, message_thread_id=5, is_topic_message=True)
    assert school.last.place.thread == "5"
    assert stage.last.data["message_thread_id"] == 5
    await stage.say("/showcase", ADA, GROUP, message_thread_id=9)  # a reply carries a number too
    assert school.last.place.thread == ""
    assert "message_thread_id" not in stage.last.data


async def test_a_public_answer_stands_silently_under_the_command(stage: Stage) -> None:
    await stage.say("/showcase", ADA, GROUP)
    first = stage.said()[0]
    assert first.data["chat_id"] == -100
    assert first.data["disable_notification"] is True
    assert first.data["reply_parameters"]["allow_sending_without_reply"] is True


async def test_a_whisper_goes_to_the_private_chat_when_that_is_open(
    stage: Stage, school: SmallSchool
) -> None:
    school.replies["undo"] = LONG
    await stage.say("/start")
    await stage.say("/undo", ADA, GROUP)
    assert stage.last.data["chat_id"] == 11
    assert "Async" in stage.last.text


async def test_a_whisper_waits_behind_a_link_until_the_chat_is_open(
    stage: Stage, school: SmallSchool
) -> None:
    school.replies["undo"] = LONG
    await stage.say("/undo", ADA, GROUP)
    [pointer] = stage.said()
    assert pointer.data["chat_id"] == -100
    assert "Async" not in pointer.text
    assert pointer.keys[0]["url"] == "https://t.me/my_bot?start=answer"
    await stage.say("/start answer", BRUNO)
    assert "Async" not in stage.last.text, "it is for Ada only"
    await stage.say("/start answer")
    assert "Async" in stage.last.text
    assert stage.last.data["chat_id"] == 11


async def test_who_has_blocked_the_bot_gets_a_link_again(stage: Stage, school: SmallSchool) -> None:
    school.replies["undo"] = LONG
    await stage.say("/start")
    stage.telegram.fail("sendMessage", (403, "Forbidden: bot was blocked by the user"))
    await stage.say("/undo", ADA, GROUP)
    assert stage.last.data["chat_id"] == -100
    assert stage.last.keys[0]["url"].endswith("start=answer")


async def test_buttons_of_a_whisper_speak_for_the_room_it_is_about(stage: Stage, school: SmallSchool) -> None:
    await stage.say("/start", ZOE)
    await stage.say("/checkin", ZOE, GROUP)
    number = 1_000 + len(stage.said()) - 1
    await stage.press(key(stage.last, "Undo"), ZOE, number=number)
    assert school.last.place == ROOM
    assert school.last.speaker.administers
    await stage.restart()
    await stage.press(key(stage.said()[-2], "Undo"), ZOE, number=number)
    assert school.last.place == ROOM


async def test_somebody_is_named_by_a_mention_or_by_a_reply(stage: Stage, school: SmallSchool) -> None:
    mention = {"type": "text_mention", "offset": 10, "length": 5, "user": BRUNO}
    await stage.say("/progress Bruno", ADA, GROUP, entities=[mention])
    assert school.last.intent == Said("progress", {"member": PersonRef("12", "Bruno")})
    await stage.say("/progress @zoe", ADA, GROUP)
    assert school.last.intent == Said("progress", {"member": PersonRef("13", "Zoe")})
    answered = stage.message(BRUNO, GROUP, text="hi")
    await stage.say("/progress", ADA, GROUP, reply_to_message=answered)
    assert school.last.intent == Said("progress", {"member": PersonRef("12", "Bruno")})


async def test_a_command_under_a_picture_brings_the_picture(stage: Stage, school: SmallSchool) -> None:
    sizes = [{"width": 9, "height": 9, "file_size": size} for size in (3, 7)]
    photo = [{"file_id": "a", "file_unique_id": "b", **size} for size in sizes]
    await stage.hear({"message": stage.message(ADA, GROUP, caption="/checkin done", photo=photo)})
    said = school.last.intent
    assert isinstance(said, Said)
    proof = said.arguments["proof"]
    assert isinstance(proof, Attachment)
    assert (said.arguments["note"], proof.size) == ("done", 7)


@pytest.mark.parametrize(
    "hidden",
    [
        {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP},
        {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL},
    ],
)
async def test_who_hides_is_nobody_until_a_person_presses(
    stage: Stage, school: SmallSchool, hidden: dict[str, object]
) -> None:
    await stage.hear({"message": stage.message(None, GROUP, text="/cohort_end", **hidden)})
    assert school.requests == []
    confirm = stage.last.keys[0]
    assert (await stage.press(confirm, ADA, GROUP)).text == "That is for admins."
    assert (await stage.press(confirm, ZOE, GROUP)).text == "cohort end: -"
    assert school.last.speaker.external_id == "13"
    await stage.press(confirm, ZOE, GROUP)
    assert len(school.requests) == 2, "it works once"


async def test_a_channel_speaks_like_somebody_who_hides(stage: Stage, school: SmallSchool) -> None:
    await stage.hear({"channel_post": stage.message(None, CHANNEL, text="/cohort_end", sender_chat=CHANNEL)})
    await stage.press(stage.last.keys[0], ZOE, CHANNEL)
    assert school.last.intent == Said("cohort end", {})
    assert school.last.place.space == "-300"


async def test_bots_and_forwarded_news_are_not_heard(stage: Stage, school: SmallSchool) -> None:
    bot = BRUNO | {"is_bot": True}
    await stage.say("/undo", bot, GROUP)
    await stage.say("/undo", ADA, GROUP, is_automatic_forward=True)
    assert (school.requests, stage.said()) == ([], [])


async def test_a_chat_that_lets_the_bot_in_is_greeted_once(stage: Stage) -> None:
    change = {
        "chat": GROUP,
        "from": BRUNO,
        "date": int(START.timestamp()),
        "old_chat_member": {"status": "left", "user": {"id": 1234567, "is_bot": True, "first_name": "R"}},
        "new_chat_member": {"status": "member", "user": {"id": 1234567, "is_bot": True, "first_name": "R"}},
    }
    await stage.hear({"my_chat_member": change})
    assert [call.text for call in stage.said()] == ["<b>Hello in de</b>"]


async def test_a_bug_in_showing_an_answer_is_told_with_a_reference(
    stage: Stage, school: SmallSchool, caplog: pytest.LogCaptureFixture
) -> None:
    school.replies["undo"] = Reply((Notice((Plain("x"),)),), post().buttons * 40)
    stage.telegram.fail("sendMessage", (400, "Bad Request: can't parse entities"))
    await stage.say("/undo")
    assert stage.last.text == "I could not show it (en): 8."
    assert "a reply could not be shown" in caplog.text


async def test_an_answer_is_tried_again_only_if_it_surely_did_not_arrive(
    stage: Stage, school: SmallSchool
) -> None:
    school.replies["undo"] = notice("Taken back.")
    stage.telegram.fail("sendMessage", (502, "Bad Gateway"))
    await stage.say("/undo")
    assert len(stage.said()) == 1
