"""Posts on Telegram: once as far as can be known, in every kind of room, and what failures mean."""

from dataclasses import replace
from datetime import timedelta

import pytest
from small_school import SmallSchool, notice, post, showcase
from telegram.error import NetworkError, TimedOut
from telegram_stage import ADA, GROUP, ROOM, START, Stage, key, refusal

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import NotAllowed, Receipt, RoomGone, SlowDown, Unclear
from bot.interface.reply import Notice, Plain, Reply
from bot.interface.request import Pressed
from bot.platforms.telegram.transport import Unsent

TOPIC = replace(ROOM, thread="5")


async def test_a_post_is_silent_without_previews_and_with_buttons_for_all(
    stage: Stage, school: SmallSchool
) -> None:
    receipt = await stage.platform.post(ROOM, post(), "1")
    [call] = stage.said()
    assert receipt == Receipt("1000")
    assert (call.data["chat_id"], call.data["disable_notification"]) == (-100, True)
    assert call.data["link_preview_options"] == {"is_disabled": True}
    assert call.labels == ["Done", "Note / proof"]
    press = await stage.press(key(call, "Done"), ADA, GROUP)
    assert press.text == "Counted: row=5"
    assert school.last.speaker.external_id == "11"


async def test_the_same_key_is_one_message(stage: Stage) -> None:
    first = await stage.platform.post(ROOM, post(), "1")
    assert await stage.platform.post(ROOM, post(), "1") == first
    assert await stage.platform.find(ROOM, "1") == first
    assert len(stage.said()) == 1


async def test_what_was_never_sent_is_surely_not_there(stage: Stage) -> None:
    assert await stage.platform.find(ROOM, "1") is None


@pytest.mark.parametrize(
    "lost", [TimedOut(), NetworkError("reset"), refusal(502, "Bad Gateway"), refusal(500, "Internal")]
)
async def test_what_may_have_arrived_is_held_for_ten_minutes(
    stage: Stage, lost: Exception | tuple[int, dict[str, object]]
) -> None:
    stage.telegram.answers["sendMessage"] = [lost]
    with pytest.raises(Unclear):
        await stage.platform.post(ROOM, post(), "1")
    stage.now = START + timedelta(minutes=9)
    await stage.restart()
    with pytest.raises(Unclear):
        await stage.platform.find(ROOM, "1")
    stage.now = START + timedelta(minutes=11)
    assert await stage.platform.find(ROOM, "1") is None
    await stage.platform.post(ROOM, post(), "1")
    assert len(stage.said()) == 2


async def test_what_surely_did_not_arrive_is_not_held(stage: Stage) -> None:
    stage.telegram.fail("sendMessage", Unsent("refused"))
    with pytest.raises(SlowDown):
        await stage.platform.post(ROOM, post(), "1")
    assert await stage.platform.find(ROOM, "1") is None


async def test_a_long_post_goes_on_where_it_was_broken_off(stage: Stage) -> None:
    long = post(items=60)
    stage.telegram.answers["sendMessage"] = [
        (200, {"ok": True, "result": {"message_id": 7, "date": 1, "chat": GROUP}}),
        Unsent("refused"),
    ]
    with pytest.raises(SlowDown):
        await stage.platform.post(ROOM, long, "1")
    assert await stage.platform.find(ROOM, "1") is None
    await stage.platform.post(ROOM, long, "1")
    texts = [call.text for call in stage.said()]
    assert texts[1] == texts[2], "the second part was sent again, and the first was not"
    assert stage.last.labels == ["Done", "Note / proof"]


async def test_a_topic_is_named_and_a_deleted_one_speaks_once_through_general(
    stage: Stage, school: SmallSchool
) -> None:
    await stage.platform.post(TOPIC, post(), "1")
    assert stage.last.data["message_thread_id"] == 5
    gone = (400, "Bad Request: message thread not found")
    stage.telegram.fail("sendMessage", gone)
    receipt = await stage.platform.post(TOPIC, post(), "2")
    assert "message_thread_id" not in stage.last.data
    assert await stage.platform.find(TOPIC, "2") == receipt
    await stage.press(key(stage.last, "Done"), ADA, GROUP)
    assert school.last.place.thread == ""
    stage.telegram.fail("sendMessage", gone)
    sent = len(stage.said())
    with pytest.raises(RoomGone):
        await stage.platform.post(TOPIC, post(), "3")
    assert len(stage.said()) == sent + 1


@pytest.mark.parametrize(
    ("status", "text", "failure"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat", RoomGone),
        (403, "Forbidden: bot is not a member of the channel chat", RoomGone),
        (400, "Bad Request: chat not found", RoomGone),
        (400, "Bad Request: not enough rights to send text messages to the chat", NotAllowed),
        (400, "Bad Request: TOPIC_CLOSED", NotAllowed),
        (400, "Bad Request: need administrator rights in the channel chat", NotAllowed),
        (403, "Forbidden: something new", NotAllowed),
        (401, "Unauthorized", SlowDown),
    ],
)
async def test_what_telegram_answers_is_what_the_program_knows(
    stage: Stage, status: int, text: str, failure: type[Exception]
) -> None:
    stage.telegram.fail("sendMessage", (status, text))
    with pytest.raises(failure):
        await stage.platform.post(ROOM, post(), "1")
    assert await stage.platform.find(ROOM, "1") is None


async def test_our_own_mistakes_stay_what_they_are(stage: Stage) -> None:
    stage.telegram.fail("sendMessage", (400, "Bad Request: can't parse entities"))
    with pytest.raises(NetworkError, match="parse entities"):
        await stage.platform.post(ROOM, post(), "1")


async def test_a_wait_that_telegram_asks_for_is_kept_and_told(stage: Stage) -> None:
    stage.telegram.answers["sendMessage"] = [refusal(429, "Too Many Requests", retry_after=300)]
    with pytest.raises(SlowDown) as asked:
        await stage.platform.post(ROOM, post(), "1")
    assert asked.value.after == timedelta(seconds=300)
    with pytest.raises(SlowDown):
        await stage.platform.post(ROOM, post(), "1")
    assert len(stage.said()) == 1, "Telegram is not asked before that"
    await stage.platform.post(replace(ROOM, space="-9", channel="-9"), post(), "1")
    assert len(stage.said()) == 2, "other rooms do not wait"


async def test_a_group_that_became_a_supergroup_stays_the_room_it_was(
    stage: Stage, school: SmallSchool
) -> None:
    small = RoomAddress("telegram", "-50", "-50", name="Study")
    stage.telegram.answers["sendMessage"] = [
        refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100)
    ]
    await stage.platform.post(small, post(), "1")
    assert stage.last.data["chat_id"] == -100
    await stage.restart()
    await stage.platform.post(small, post(), "2")
    assert len(stage.said()) == 3
    await stage.press(key(stage.last, "Done"), ADA, GROUP)
    assert school.last.place == small


async def test_a_group_may_also_tell_by_itself_that_it_has_moved(stage: Stage, school: SmallSchool) -> None:
    group = {"id": -50, "type": "group", "title": "Study"}
    await stage.hear({"message": stage.message(ADA, group, migrate_to_chat_id=-100)})
    await stage.hear({"message": stage.message(ADA, GROUP, migrate_from_chat_id=-50)})
    await stage.say("/undo", ADA, GROUP)
    assert school.last.place.channel == "-50"


async def test_people_are_told_in_private_and_who_blocked_the_bot_is_not(
    stage: Stage, school: SmallSchool
) -> None:
    receipt = await stage.platform.tell(PersonRef("11", "Ada"), post(), "1")
    assert (receipt, stage.last.data["chat_id"]) == (Receipt("1000"), 11)
    done = key(stage.last, "Done")
    await stage.press(done)
    assert school.last.intent == Pressed(done["callback_data"], {})
    stage.telegram.fail("sendMessage", (403, "Forbidden: bot was blocked by the user"))
    with pytest.raises(NotAllowed):
        await stage.platform.tell(PersonRef("11", "Ada"), notice("Hello"), "2")


async def test_pictures_and_files_are_sent_as_such(stage: Stage) -> None:
    await stage.platform.post(ROOM, showcase(), "1")
    picture, sheet = stage.said()
    assert picture.method == "sendPhoto"
    assert "Progress" in picture.text
    assert "Five green weeks" in picture.text
    assert (sheet.method, sheet.files["document"][0]) == ("sendDocument", "check ins.csv")
    assert sheet.keys[0]["url"] == "https://example.org/"


@pytest.mark.parametrize(
    "more",
    [{"text": "I did " + "it " * 40}, {"caption": "Look", "photo": [
        {"file_id": "p", "file_unique_id": "q", "width": 1, "height": 1}]}],
)  # fmt: skip
async def test_a_reply_to_a_post_counts_with_a_reaction_for_a_receipt(
    stage: Stage, school: SmallSchool, more: dict[str, object]
) -> None:
    await stage.platform.post(ROOM, post(), "1")
    await stage.restart()
    answered = stage.message(None, GROUP) | {"message_id": 1_000}
    reply = stage.message(ADA, GROUP, reply_to_message=answered, **more)
    await stage.hear({"message": reply})
    assert isinstance(school.last.intent, Pressed)
    assert ("proof" in school.last.intent.answers) == ("photo" in more)
    assert len(str(school.last.intent.answers["note"])) <= 40
    [reaction] = stage.telegram.named("setMessageReaction")
    assert reaction.data["message_id"] == reply["message_id"]
    assert reaction.data["reaction"][0]["emoji"] == "👍"
    assert len(stage.said()) == 1, "nothing is said in public"


async def test_a_reply_that_does_not_count_gets_no_thumb(stage: Stage, school: SmallSchool) -> None:
    school.replies["checkin"] = notice("You are not in yet.")
    await stage.platform.post(ROOM, post(), "1")
    answered = stage.message(None, GROUP) | {"message_id": 1_000}
    await stage.say("Done!", ADA, GROUP, reply_to_message=answered)
    assert stage.telegram.named("setMessageReaction")[0].data["reaction"][0]["emoji"] == "🤔"
    await stage.say("/start")
    await stage.say("Done!", ADA, GROUP, reply_to_message=answered)
    assert stage.last.text == "You are not in yet."


async def test_where_reactions_are_not_allowed_the_receipt_is_private(stage: Stage) -> None:
    await stage.platform.post(ROOM, post(), "1")
    await stage.say("/start")
    answered = stage.message(None, GROUP) | {"message_id": 1_000}
    stage.telegram.fail("setMessageReaction", (400, "Bad Request: REACTION_INVALID"))
    await stage.say("Done!", ADA, GROUP, reply_to_message=answered)
    assert (stage.last.data["chat_id"], stage.last.text) == (11, "Counted: note=Done!, row=5")


async def test_other_replies_are_left_alone(stage: Stage, school: SmallSchool) -> None:
    answered = stage.message(None, GROUP) | {"message_id": 5}
    await stage.say("Well done!", ADA, GROUP, reply_to_message=answered)
    assert school.requests == []


async def test_a_press_is_answered_by_a_toast_when_that_is_enough(stage: Stage, school: SmallSchool) -> None:
    await stage.platform.post(ROOM, post(), "1")
    done = key(stage.last, "Done")
    assert (await stage.press(done, ADA, GROUP)).text == "Counted: row=5"
    assert len(stage.said()) == 1
    school.replies["checkin"] = Reply((Notice((Plain("It counts. " * 30),)),))
    answer = await stage.press(done, ADA, GROUP)
    assert answer.text.startswith("It counts. It counts.")
    assert len(answer.text) <= 200
    await stage.say("/start")
    await stage.press(done, ADA, GROUP)
    assert stage.last.data["chat_id"] == 11
    assert stage.last.text == ("It counts. " * 30).strip()


async def test_another_page_takes_the_place_of_the_one_before(stage: Stage) -> None:
    await stage.say("/board")
    await stage.press(key(stage.last, "Next page"))
    [edited] = stage.telegram.named("editMessageText")
    assert "(2/3)" in edited.text
    assert edited.data["message_id"] == 1_000


async def test_the_rights_it_lacks_are_named_as_telegram_names_them(stage: Stage) -> None:
    stage.telegram.chat = {"id": -300, "type": "channel", "title": "News"}
    stage.telegram.me_in_chat = {"can_post_messages": False}
    assert await stage.platform.lacking(ROOM) == ("Post Messages",)
    stage.telegram.chat = {"id": -100, "type": "supergroup", "permissions": {"can_send_messages": False}}
    assert await stage.platform.lacking(ROOM) == ()
    stage.telegram.me_in_chat = {"status": "member"}
    assert "Send Messages" in await stage.platform.lacking(ROOM)
    stage.telegram.me_in_chat = {"status": "left"}
    with pytest.raises(RoomGone):
        await stage.platform.lacking(ROOM)


async def test_of_what_may_have_been_sent_before_the_store_was_made_nobody_knows(stage: Stage) -> None:
    with pytest.raises(Unclear):
        await stage.platform.find(ROOM, "1", stage.now - timedelta(minutes=1))
    assert await stage.platform.find(ROOM, "1", stage.now) is None
