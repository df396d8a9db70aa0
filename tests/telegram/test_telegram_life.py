"""The platform's life: starting, hearing, losing the connection, stopping, and what is not forgotten."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from small_school import SmallSchool, post
from telegram.error import NetworkError
from telegram_stage import ADA, GROUP, ROOM, Stage, private, staged

from bot.interface.platform import Refused, SlowDown
from bot.interface.request import Said
from bot.platforms.telegram import answering, polling
from bot.platforms.telegram.failures import TelegramAway
from bot.platforms.telegram.transport import Unsent
from tests.canaries import CANARY

WEBHOOK = ("https://bot.example.org/telegram", f"{CANARY}-of-the-webhook")


async def test_it_says_nothing_before_it_is_started(school: SmallSchool, tmp_path: Path) -> None:
    stage = Stage(school, tmp_path, None)
    await stage.platform.stop()
    with pytest.raises(SlowDown):
        await stage.platform.post(ROOM, post(), "1")


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        ((401, "Unauthorized"), Refused),
        ((404, "Not Found"), Refused),
        ((502, "Bad Gateway"), TelegramAway),
        (Unsent("refused"), TelegramAway),
    ],
)
async def test_a_start_that_fails_can_be_tried_again(
    school: SmallSchool, tmp_path: Path, failure: tuple[int, str] | Exception, expected: type[Exception]
) -> None:
    stage = Stage(school, tmp_path, None)
    stage.telegram.fail("getMe", failure)
    with pytest.raises(expected) as ended:
        await stage.platform.start()
    assert "a token of the tests" not in repr(ended.value)
    await stage.platform.stop()
    await stage.platform.start()
    await stage.say("/undo")
    assert stage.last.text == "undo: -"
    await stage.platform.stop()


async def test_a_second_copy_ends_the_first_with_a_reason(stage: Stage) -> None:
    stage.telegram.fail("getUpdates", (409, "Conflict: terminated by other getUpdates request"))
    stage.telegram.news.put_nowait({"update_id": 1})
    with pytest.raises(Refused) as refused:
        await stage.platform.lost()
    assert (refused.value.reason, refused.value.setting) == ("second_copy", "TELEGRAM_TOKEN")


async def test_a_token_that_is_taken_back_ends_it_too(stage: Stage) -> None:
    stage.telegram.fail("getUpdates", (401, "Unauthorized"))
    stage.telegram.news.put_nowait({"update_id": 1})
    with pytest.raises(Refused) as refused:
        await stage.platform.lost()
    assert refused.value.reason == "bad_token"


async def test_passing_losses_are_mended(
    school: SmallSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_FIRST_WAIT", 0.0)
    async with staged(school, tmp_path) as stage:
        stage.telegram.fail("getUpdates", NetworkError("reset"), (502, "Bad Gateway"), (429, "Too Many"))
        await stage.say("/undo")
        await stage.say("/undo")
        assert len(school.requests) == 2


async def test_news_are_kept_before_telegram_may_forget_them(school: SmallSchool, tmp_path: Path) -> None:
    async with staged(school, tmp_path) as stage:
        school.hold.clear()
        for number in (1, 2):
            update = {"update_id": number, "message": stage.message(ADA, GROUP, text="/undo")}
            stage.telegram.news.put_nowait(update)
        await stage.telegram.acknowledgement(2)
        await school.heard.wait()
        assert len(school.requests) == 1, "the second waits for the first, as one person says both"
        stopping = asyncio.create_task(stage.platform.stop())
        await asyncio.sleep(0)
        school.hold.set()
        await stopping
        assert len(school.requests) == 1
        stage.platform = stage.make()
        await stage.platform.start()
        await stage.settled()
        assert [request.event_id for request in school.requests] == ["1", "2"]


async def test_what_is_told_twice_is_heard_once(stage: Stage, school: SmallSchool) -> None:
    number = await stage.say("/undo")
    await stage.restart()
    told = {"update_id": number, "message": stage.message(ADA, None, text="/undo")}
    stage.telegram.news.put_nowait(told)
    await stage.settled(number)
    assert len(school.requests) == 1


async def test_what_is_said_elsewhere_does_not_wait(stage: Stage, school: SmallSchool) -> None:
    school.hold.clear()
    for number, chat in enumerate((GROUP, private(ADA))):
        school.heard.clear()
        update = {"update_id": 50 + number, "message": stage.message(ADA, chat, text="/undo")}
        stage.telegram.news.put_nowait(update)
        await school.heard.wait()
    assert len(school.requests) == 2
    school.hold.set()
    await stage.settled()


async def test_a_press_is_acknowledged_when_the_answer_takes_its_time(
    stage: Stage, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", timedelta(milliseconds=1))
    await stage.platform.post(ROOM, post(), "1")
    school.hold.clear()
    pressing = asyncio.create_task(stage.press(stage.last.keys[0], ADA, GROUP))
    await stage.telegram.called("answerCallbackQuery")
    school.hold.set()
    answer = await pressing
    assert answer.text == ""
    assert stage.last.keys[0]["url"].endswith("start=answer")


async def test_who_waits_for_an_answer_in_words_sees_that_it_is_under_way(
    stage: Stage, school: SmallSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", timedelta(milliseconds=1))
    school.hold.clear()
    saying = asyncio.create_task(stage.say("/undo", ADA, GROUP, message_thread_id=5, is_topic_message=True))
    await stage.telegram.called("sendChatAction")
    school.hold.set()
    await saying
    [shown] = stage.telegram.named("sendChatAction")
    assert (shown.data["chat_id"], shown.data["message_thread_id"]) == (-100, 5)
    assert shown.data["action"] == "typing"


async def test_telegram_calls_only_with_the_secret(school: SmallSchool, tmp_path: Path) -> None:
    async with staged(school, tmp_path, WEBHOOK) as stage:
        [call] = stage.telegram.named("setWebhook")
        assert (call.data["url"], call.data["secret_token"]) == WEBHOOK
        assert set(call.data["allowed_updates"]) == {
            "message",
            "channel_post",
            "callback_query",
            "my_chat_member",
        }
        [route] = stage.platform.routes()
        assert (route.method, route.path) == ("POST", "/telegram")
        body = {"update_id": 1, "message": stage.message(ADA, GROUP, text="/undo")}
        for wrong in ("", "a secret", "é"):
            with pytest.raises(web.HTTPForbidden):
                await called(route, body, wrong)
        for bad in ([], {}, {"update_id": "1"}):
            with pytest.raises(web.HTTPBadRequest):
                await called(route, bad, WEBHOOK[1])
        assert (await called(route, body, WEBHOOK[1])).status == 200
        await stage.settled()
        assert school.last.intent == Said("undo", {})
        await stage.platform.stop()
        with pytest.raises(web.HTTPServiceUnavailable):
            await called(route, body, WEBHOOK[1])


async def test_without_a_webhook_nothing_is_served(stage: Stage) -> None:
    assert list(stage.platform.routes()) == []
    assert stage.telegram.named("deleteWebhook")


async def called(route: web.RouteDef, body: object, secret: str) -> web.Response:
    """Telegram calls."""
    request = make_mocked_request("POST", route.path, {"X-Telegram-Bot-Api-Secret-Token": secret})

    async def read() -> object:
        return body

    request.json = read  # type: ignore[method-assign,assignment]
    answer = await route.handler(request)  # type: ignore[misc,arg-type]
    assert isinstance(answer, web.Response)
    return answer


async def test_commands_are_made_known_once_for_each_scope_and_language(
    stage: Stage, school: SmallSchool
) -> None:
    made = stage.telegram.named("setMyCommands")
    places = [(call.data["scope"]["type"], call.data.get("language_code")) for call in made]
    assert sorted(places, key=str) == [
        ("all_chat_administrators", "de"),
        ("all_chat_administrators", None),
        ("all_group_chats", "de"),
        ("all_group_chats", None),
        ("all_private_chats", "de"),
        ("all_private_chats", None),
    ]
    named = {each["command"] for each in made[0].data["commands"]}
    assert "start" in named
    assert "cohort_create" not in named
    assert "cohort_create" in {each["command"] for each in made[-1].data["commands"]}
    await stage.restart()
    assert len(stage.telegram.named("setMyCommands")) == 6
    school.words = {}
    await stage.restart()
    assert len(stage.telegram.named("setMyCommands")) == 6
    assert len(stage.telegram.named("deleteMyCommands")) == 3


async def test_commands_that_telegram_does_not_take_stop_nothing(
    school: SmallSchool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(school, tmp_path, None)
    stage.telegram.fail("setMyCommands", (400, "Bad Request: BOT_COMMAND_INVALID"))
    await stage.platform.start()
    await stage.say("/undo")
    assert stage.last.text == "undo: -"
    assert "could not be made known" in caplog.text
    await stage.platform.stop()
