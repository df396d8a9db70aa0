"""What the doctor finds out about Telegram, and the sentences made of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from small_school import SmallSchool
from telegram.error import NetworkError
from telegram_stage import ME, ROOM, START, Stage, refusal

from bot.interface.finding import Finding
from bot.messages.doctor_telegram import telegram_line
from bot.messages.voice import voice_of
from bot.platforms.telegram import examination

COMMANDS = {"groups", "privacy", "clock", "calls", "commands", "token"}


SKEW = timedelta(seconds=3)


@pytest.fixture
def away(school: SmallSchool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A platform that is not started; Telegram's clock, which is asked over a socket, stays at START."""

    async def clock_at(url: str) -> datetime | None:
        assert url == "https://api.telegram.org"
        return START - SKEW

    monkeypatch.setattr(examination, "clock_at", clock_at)
    stage = Stage(school, tmp_path, ("https://bot.example.org/telegram", "secret"))
    me = ME | {"can_join_groups": True, "can_read_all_group_messages": False}
    stage.telegram.answers["getMe"] = [(200, {"ok": True, "result": me})]
    stage.telegram.answers["getWebhookInfo"] = [(200, {"ok": True, "result": webhook()})]
    return stage


def webhook(url: str = "https://bot.example.org/telegram", **more: object) -> dict[str, object]:
    return {"url": url, "has_custom_certificate": False, "pending_update_count": 0, **more}


async def found(stage: Stage, *rooms: object) -> dict[str, Finding]:
    return {each.code: each for each in await stage.platform.examine(rooms or ())}  # type: ignore[arg-type]


def said(finding: Finding) -> tuple[str, str]:
    line = telegram_line(voice_of("en"), "Telegram", finding)
    assert line.ok is finding.ok
    assert bool(line.cure) is not finding.ok, "what is not right has a cure, and nothing else"
    return line.found, line.cure


async def test_all_is_well_but_that_the_commands_are_not_known_yet(away: Stage) -> None:
    findings = await found(away)
    assert set(findings) == COMMANDS
    assert [code for code, each in findings.items() if not each.ok] == ["commands"]
    assert "roadmate run" in said(findings["commands"])[1]
    assert said(findings["token"]) == ("it is that of @my_bot", "")
    assert not away.telegram.named("setMyCommands"), "it changes nothing"


@pytest.mark.parametrize(
    ("failure", "words"),
    [((401, "Unauthorized"), "TELEGRAM_TOKEN"), (NetworkError("reset"), "TELEGRAM_API_URL")],
)
async def test_without_a_token_that_works_there_is_only_that_to_say(
    away: Stage, failure: tuple[int, str] | Exception, words: str
) -> None:
    away.telegram.answers["getMe"] = []
    away.telegram.fail("getMe", failure)
    findings = await found(away)
    assert list(findings) == ["token"]
    assert words in said(findings["token"])[1]


async def test_what_botfather_was_told_is_looked_at(away: Stage) -> None:
    me = ME | {"can_join_groups": False, "can_read_all_group_messages": True}
    away.telegram.answers["getMe"] = [(200, {"ok": True, "result": me})]
    findings = await found(away)
    assert "/setjoingroups" in said(findings["groups"])[1]
    assert "/setprivacy" in said(findings["privacy"])[1]


async def test_another_webhook_and_one_that_fails_are_told(away: Stage) -> None:
    away.telegram.answers["getWebhookInfo"] = [
        (200, {"ok": True, "result": webhook("https://other.example/")})
    ]
    assert "another program" in said((await found(away))["calls"])[1]
    failed = webhook(last_error_date=int(START.timestamp()) - 60, last_error_message="Connection refused")
    away.telegram.answers["getWebhookInfo"] = [(200, {"ok": True, "result": failed})]
    assert "Connection refused" in said((await found(away))["calls"])[0]
    away.now = START + timedelta(days=1)
    away.telegram.answers["getWebhookInfo"] = [(200, {"ok": True, "result": failed})]
    findings = await found(away)
    assert findings["calls"].ok, "that was long ago"
    assert "NTP" in said(findings["clock"])[1]


async def test_every_room_is_looked_at_under_the_number_that_it_has_now(away: Stage) -> None:
    away.telegram.me_in_chat = {"status": "left"}
    assert "Let the bot in" in said((await found(away, ROOM))["room"])[1]
    away.telegram.me_in_chat = {"status": "member"}
    away.telegram.chat = {"id": -100, "type": "supergroup", "permissions": {"can_send_messages": False}}
    away.telegram.answers["getWebhookInfo"] = [(200, {"ok": True, "result": webhook()})]
    assert "Send Messages" in said((await found(away, ROOM))["room"])[1]
    away.telegram.answers["getWebhookInfo"] = [(200, {"ok": True, "result": webhook()})]
    away.telegram.answers["getChat"] = [refusal(400, "upgraded to a supergroup", migrate_to_chat_id=-200)]
    moved = replace(ROOM, space="-50", channel="-50")
    await found(away, moved)
    assert [call.data["chat_id"] for call in away.telegram.named("getChat")][-2:] == [-50, -200]
