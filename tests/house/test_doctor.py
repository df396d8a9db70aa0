"""Each check of the doctor, when all is well and when it is not: what was found, and the cure."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from study_world import study_world

from bot import machine
from bot.clock import SystemClock
from bot.doctor import findings
from bot.interface.address import RoomAddress
from bot.messages.doctor import Line
from bot.messages.voice import voice_of
from bot.settings import Settings, load, signing_secret
from storage import backups
from storage.database import Database

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("ROADMATE_DATA", str(tmp_path))
    return load(tmp_path / "no.env")


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = await Database.open(settings.database_url.get_secret_value())
    yield opened
    await opened.close()


def _lines(settings: Settings) -> dict[str, Line]:
    return {line.check: line for line in machine.lines(settings, voice_of("en"), NOW)}


def test_a_disk_that_is_nearly_full_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _lines(settings)["disk space"].ok
    monkeypatch.setattr(machine, "LEAST_SPACE", 1 << 62)
    line = _lines(settings)["disk space"]
    assert not line.ok
    assert "ROADMATE_DATA" in line.cure


def test_a_secret_that_others_can_read_is_told(settings: Settings) -> None:
    signing_secret(settings)
    assert _lines(settings)["secret"].ok
    (settings.roadmate_data / "secret").chmod(0o644)
    line = _lines(settings)["secret"]
    assert not line.ok
    assert line.cure.startswith("Say `chmod 600")


async def test_copies_that_are_too_old_are_told_and_a_bot_that_runs_is_no_fault(
    settings: Settings, database: Database
) -> None:
    assert "none yet" in _lines(settings)["copies"].found
    file = settings.roadmate_data / "roadmate.db"
    for days, is_recent in ((5, False), (1, True)):
        made = NOW - timedelta(days=days)
        await database.backup(backups.stamped(settings.roadmate_data / "backups", file, made))
        assert _lines(settings)["copies"].ok is is_recent
    running = _lines(settings)["bot"]
    assert running.ok
    assert running.found.startswith("process ")
    await database.close()
    assert _lines(settings)["bot"].found == "none works on this database now"


def test_the_zones_are_those_of_the_package(settings: Settings) -> None:
    assert "tzdata 20" in _lines(settings)["time zones"].found


class SmallTelegram:
    """Answers what the doctor asks. `ahead` is how far its clock is ahead of ours."""

    def __init__(self) -> None:
        self.status = 200
        self.ahead = timedelta()
        self.permissions = {"can_send_messages": True, "can_send_photos": True, "can_send_documents": False}

    async def answer(self, request: web.Request) -> web.Response:
        date = format_datetime(SystemClock().now() + self.ahead, usegmt=True)
        known: dict[str, object] = {
            "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
            "getMe": {"id": 1, "is_bot": True, "first_name": "R", "username": "my_bot"},
            "getChat": {
                "id": -100,
                "type": "supergroup",
                "title": "Study",
                "accent_color_id": 1,
                "max_reaction_count": 1,
                "accepted_gift_types": dict.fromkeys(
                    (
                        *("unlimited_gifts", "limited_gifts", "unique_gifts"),
                        *("premium_subscription", "gifts_from_channels"),
                    ),
                    True,
                ),
                "permissions": self.permissions,
            },
            "getChatMember": {
                "status": "member",
                "user": {"id": 1, "is_bot": True, "first_name": "R", "username": "my_bot"},
            },
        }
        result = known.get(request.path.rpartition("/")[2], [])  # the clock is read off any answer
        body = {"ok": self.status == 200, "result": result}
        return web.json_response(body, status=self.status, headers={"Date": date})


@pytest.fixture
async def telegram(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[SmallTelegram, Settings]]:
    small = SmallTelegram()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", small.answer)
    async with TestServer(application) as server:
        monkeypatch.setenv("TELEGRAM_TOKEN", "1234567:" + "a" * 35)
        monkeypatch.setenv("TELEGRAM_API_URL", str(server.make_url("")).rstrip("/"))
        yield small, load(settings.roadmate_data / "no.env")


async def _told(settings: Settings) -> dict[str, Line]:
    return {line.check: line for line in await findings(settings)}


@pytest.mark.loopback
async def test_telegram_is_asked_who_the_bot_is_what_time_it_is_and_for_the_rights_in_each_room(
    telegram: tuple[SmallTelegram, Settings],
) -> None:
    small, settings = telegram
    async with study_world(settings.roadmate_data) as world:
        await world.cohort(room=RoomAddress("telegram", "-100", "-100", name="Study"))
    told = await _told(settings)
    assert told["Telegram token"].found == "it is that of @my_bot"
    assert told["clock"].ok
    room = told["Telegram room Study"]
    assert (room.ok, room.cure) == (False, "Give the bot these rights there: Send Files.")
    small.permissions["can_send_documents"] = True
    small.ahead = timedelta(minutes=-2)
    told = await _told(settings)
    assert told["Telegram room Study"].ok
    assert not told["clock"].ok
    assert "NTP" in told["clock"].cure


@pytest.mark.loopback
async def test_a_telegram_token_that_is_refused_is_told_without_the_token(
    telegram: tuple[SmallTelegram, Settings],
) -> None:
    small, settings = telegram
    small.status = 401
    line = (await _told(settings))["Telegram token"]
    assert not line.ok
    assert "TELEGRAM_TOKEN" in line.cure
    assert "aaaa" not in line.found + line.cure
