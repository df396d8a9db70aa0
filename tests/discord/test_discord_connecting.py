"""Starting over real sockets, against a server on this machine that answers as Discord does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from aiohttp import web
from discord.gateway import DiscordWebSocket
from discord.http import Route
from small_class import SmallClass

from bot.interface.address import RoomAddress
from bot.interface.platform import Refused
from bot.platforms.discord.failures import DiscordAway
from bot.platforms.discord.platform import DiscordPlatform
from bot.platforms.discord.rights import PERMISSIONS

pytestmark = pytest.mark.loopback

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
ME = {
    "id": "7",
    "username": "roadmate",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "bot": True,
}
APPLICATION = {
    "id": "7",
    "name": "roadmate",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": ME,
}


class SmallDiscord:
    """Knows one bot. `answers` may say something else under a path; what was asked is remembered."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[str] = []
        self.remaining = 1_000
        self.takes_us = False
        self.ended = asyncio.Event()
        self.close_with = 4004
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        self.asked.append(f"{request.method} {path}")
        if path == "/":
            return await self._gateway(request)
        status, body = self.answers.get(path, (200, self._usual(path)))
        return web.Response(
            body=json.dumps(body).encode(),
            status=status,
            content_type="application/json",
            headers={"Date": "Mon, 04 Jan 2027 11:59:00 GMT"},
        )

    def _usual(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        limits = {"total": 1_000, "remaining": self.remaining, "reset_after": 90_000, "max_concurrency": 1}
        return {
            "/users/@me": ME,
            "/oauth2/applications/@me": APPLICATION,
            "/gateway": {"url": "ws" + self.url.removeprefix("http")},
            "/gateway/bot": {
                "url": "ws" + self.url.removeprefix("http"),
                "shards": 1,
                "session_start_limit": limits,
            },
        }.get(path, [])

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41_250}, "t": None, "s": None})
        await socket.receive()
        if self.takes_us:
            ready: dict[str, Any] = {
                "user": ME,
                "guilds": [],
                "session_id": "s",
                "resume_gateway_url": self.url,
                "v": 10,
            }
            ready |= {"application": {"id": "7", "flags": 0}, "shard": [0, 1]}
            await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
            ended, closed = asyncio.ensure_future(self.ended.wait()), asyncio.ensure_future(_hear(socket))
            await asyncio.wait({ended, closed}, return_when=asyncio.FIRST_COMPLETED)
            ended.cancel()
            closed.cancel()
        await socket.close(code=self.close_with)
        return socket


async def _hear(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass


@asynccontextmanager
async def _small_discord() -> AsyncIterator[SmallDiscord]:
    server = SmallDiscord()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        yield server
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
        await runner.cleanup()


@pytest.fixture
def platform(tmp_path: Path) -> Callable[[SmallDiscord], DiscordPlatform]:
    def make(server: SmallDiscord) -> DiscordPlatform:
        school = SmallClass()
        return DiscordPlatform(
            school,
            school.buttons,
            "a token",
            api_url=f"{server.url}/api/v10",
            guild_id=None,
            shards=None,
            directory=tmp_path,
            now=lambda: NOON,
        )

    return make


Make = Callable[[SmallDiscord], DiscordPlatform]


async def test_a_wrong_token_is_refused_for_good(platform: Make) -> None:
    async with _small_discord() as server:
        server.answers["/users/@me"] = (401, {"message": "401: Unauthorized", "code": 0})
        opened = platform(server)
        with pytest.raises(Refused) as refused:
            await opened.start()
        assert (refused.value.reason, refused.value.setting) == ("bad_token", "DISCORD_TOKEN")
        await opened.stop()


@pytest.mark.parametrize(
    ("code", "reason", "setting"),
    [
        (4004, "bad_token", "DISCORD_TOKEN"),
        (4010, "bad_shards", "DISCORD_SHARDS"),
        (4011, "bad_shards", "DISCORD_SHARDS"),
        (4014, "bad_intents", "DISCORD_TOKEN"),
    ],
)
async def test_what_the_gateway_refuses_for_good_is_told(
    platform: Make, code: int, reason: str, setting: str
) -> None:
    async with _small_discord() as server:
        server.close_with = code
        opened = platform(server)
        with pytest.raises(Refused) as refused:
            await opened.start()
        assert (refused.value.reason, refused.value.setting) == (reason, setting)
        await opened.stop()


async def test_it_has_started_when_it_can_be_spoken_to_and_tells_when_that_ends_for_good(
    platform: Make,
) -> None:
    async with _small_discord() as server:
        server.takes_us = True
        opened = platform(server)
        await opened.start()
        lost = asyncio.ensure_future(opened.lost())
        server.ended.set()
        with pytest.raises(Refused):
            await lost
        await opened.stop()


async def test_it_stops_when_it_is_told_to_and_starts_again(platform: Make) -> None:
    async with _small_discord() as server:
        server.takes_us = True
        opened = platform(server)
        for _ in range(2):
            await opened.start()
            lost = asyncio.ensure_future(opened.lost())
            await opened.stop()
            await lost
        assert server.asked.count("PUT /applications/7/commands") == 1


async def test_discord_with_troubles_is_away_for_now(platform: Make) -> None:
    async with _small_discord() as server:
        server.answers["/gateway/bot"] = (404, {"message": "404: Not Found", "code": 0})
        opened = platform(server)
        with pytest.raises(DiscordAway):
            await opened.start()
        await opened.stop()
        nowhere = SmallDiscord()
        nowhere.url = "http://127.0.0.1:9"
        opened = platform(nowhere)
        with pytest.raises(DiscordAway) as away:
            await opened.start()
        assert (away.value.code, away.value.number) == ("unreachable", 0)
        await opened.stop()


async def test_the_last_starts_of_a_day_are_not_used_up(platform: Make) -> None:
    async with _small_discord() as server:
        server.remaining = 0
        opened = platform(server)
        with pytest.raises(DiscordAway) as away:
            await opened.start()
        assert (away.value.code, away.value.number) == ("no_budget", 90)
        assert "GET /" not in server.asked
        await opened.stop()


async def test_an_examination_finds_what_is_right_and_what_is_not(platform: Make) -> None:
    async with _small_discord() as server:
        found = {finding.code: finding for finding in await platform(server).examine([])}
        assert found["token"].ok
        assert found["token"].detail["invite"] == (
            "https://discord.com/oauth2/authorize?client_id=7&scope=bot+applications.commands"
            "&permissions=309237763072"
        )
        assert not found["clock"].ok
        assert found["clock"].detail == {"seconds": timedelta(minutes=1).total_seconds()}
        assert not found["commands"].ok
        assert not any(asked.startswith("PUT") for asked in server.asked)


async def test_an_examination_without_a_good_token_says_that_and_nothing_else(platform: Make) -> None:
    async with _small_discord() as server:
        server.answers["/users/@me"] = (401, {"message": "401: Unauthorized", "code": 0})
        (finding,) = await platform(server).examine([])
        assert (finding.code, finding.ok, finding.detail) == ("token", False, {"why": "bad_token"})


async def test_an_examination_looks_at_every_room(platform: Make) -> None:
    everyone = {
        "id": "1",
        "name": "@everyone",
        "permissions": str(PERMISSIONS.value),
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }
    silent = {"id": "1", "type": 0, "allow": "0", "deny": str(discord.Permissions(attach_files=True).value)}
    channels = [
        {"id": number, "type": 0, "name": name, "position": 0, "permission_overwrites": overwrites}
        for number, name, overwrites in (("2", "open", []), ("3", "shut", [silent]))
    ]
    async with _small_discord() as server:
        server.answers |= {
            "/guilds/1": (200, {"id": "1", "name": "Study", "roles": [everyone], "owner_id": "9"}),
            "/guilds/1/members/7": (200, {"user": ME, "roles": [], "joined_at": None, "flags": 0}),
            "/guilds/1/channels": (200, channels),
            "/channels/4": (404, {"message": "Unknown Channel", "code": 10003}),
            "/guilds/5": (403, {"message": "Missing Access", "code": 50001}),
        }
        rooms = [
            RoomAddress("discord", space, channel, name=name)
            for space, channel, name in (
                ("1", "2", "open"),
                ("1", "3", "shut"),
                ("1", "4", "gone"),
                ("5", "6", "left"),
            )
        ]
        findings = [each for each in await platform(server).examine(rooms) if each.code == "room"]
    assert [(each.ok, each.detail) for each in findings] == [
        (True, {"room": "open", "lacking": ()}),
        (False, {"room": "shut", "lacking": ("Attach Files",)}),
        (False, {"room": "gone", "why": "RoomGone"}),
        (False, {"room": "left", "why": "NotAllowed"}),
    ]
