"""The gateway of a small Discord: a bot connects to it, loses it, resumes, and hears what it has missed."""

import asyncio
import contextlib
import json
import zlib
from collections.abc import Sequence

from aiohttp import WSMsgType, web

from tests.chaos.posts import Json

ME = {"id": "1100000000000000000", "username": "roadmate", "discriminator": "0", "avatar": None, "bot": True}
GUILD = "200"
ADMINISTRATOR = "8"
_SINCE = "2026-01-01T00:00:00+00:00"
_SYNC = zlib.Z_SYNC_FLUSH


class Gateway:
    """Tells of one server with these rooms. `online` is set while a bot hears."""

    def __init__(self, rooms: Sequence[str]) -> None:
        self._rooms = rooms
        self._socket: web.WebSocketResponse | None = None
        self._packer = zlib.compressobj()
        self._events: list[Json] = []
        self.online = asyncio.Event()
        self.url = ""

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket, self._packer = socket, zlib.compressobj()
        await self._send({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._heard(json.loads(frame.data))
        if self._socket is socket:
            self._socket = None
            self.online.clear()
        return socket

    async def tell(self, name: str, body: Json) -> None:
        """An event; kept for whoever resumes."""
        event = {"op": 0, "t": name, "s": len(self._events) + 1, "d": body}
        self._events.append(event)
        await self._send(event)

    async def drop(self) -> None:
        """The connection is lost."""
        if self._socket is not None:
            await self._socket.close(code=4000)

    async def reconnect(self) -> None:
        """It asks to connect anew."""
        await self._send({"op": 7, "d": None, "s": None, "t": None})

    async def _heard(self, told: Json) -> None:
        match told["op"]:
            case 1:
                await self._send({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                self._events = []
                await self.tell("READY", self._ready())
                await self.tell("GUILD_CREATE", self._guild())
                self.online.set()
            case 6:
                for event in self._events[told["d"]["seq"] :]:
                    await self._send(event)
                await self.tell("RESUMED", {})
                self.online.set()

    async def _send(self, told: Json) -> None:
        if self._socket is None or self._socket.closed:
            return
        packed = self._packer.compress(json.dumps(told).encode()) + self._packer.flush(_SYNC)
        with contextlib.suppress(ConnectionError):
            await self._socket.send_bytes(packed)

    def _ready(self) -> Json:
        application = {"id": ME["id"], "flags": 0}
        unavailable = [{"id": GUILD, "unavailable": True}]
        ready = {
            "v": 10,
            "user": ME,
            "guilds": unavailable,
            "session_id": "s",
            "resume_gateway_url": self.url,
        }
        return ready | {"application": application, "shard": [0, 1]}

    def _guild(self) -> Json:
        everyone = {
            "id": GUILD,
            "name": "@everyone",
            "permissions": ADMINISTRATOR,
            "position": 0,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        me = {"user": ME, "roles": [], "joined_at": _SINCE, "deaf": False, "mute": False}
        return {
            "id": GUILD,
            "name": "Study",
            "owner_id": "1",
            "roles": [everyone],
            "channels": [channel(room) for room in self._rooms],
            "members": [me | {"flags": 0}],
            "member_count": 8,
            "large": False,
            "unavailable": False,
            "joined_at": _SINCE,
            **{
                name: []
                for name in ("emojis", "stickers", "features", "threads", "presences", "voice_states")
            },
            **{name: [] for name in ("stage_instances", "guild_scheduled_events", "soundboard_sounds")},
            **dict.fromkeys(("verification_level", "nsfw_level", "mfa_level", "premium_tier"), 0),
            **dict.fromkeys(("default_message_notifications", "explicit_content_filter", "afk_timeout"), 0),
            "preferred_locale": "en-US",
            "system_channel_flags": 0,
        }


def channel(room: str) -> Json:
    """A text channel as Discord describes it."""
    shape = {"type": 0, "position": 0, "permission_overwrites": [], "nsfw": False, "parent_id": None}
    return {"id": room, "guild_id": GUILD, "name": f"room-{room}", **shape}
