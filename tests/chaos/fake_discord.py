"""A small Discord over real sockets: one server, its rooms and people, REST, and a gateway.

It knows what the program asks of Discord and no more; what it does not know it answers with 404, code 0.
"""

import asyncio
import itertools
import json
import time as stopwatch
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.chaos.discord_gateway import ADMINISTRATOR, GUILD, ME, Gateway, channel
from tests.chaos.posts import Json, Noticeboard, Presses
from tests.chaos.wire import UNHEARD, Wire, json_answer
from tests.discord_components import buttons_of, texts_of

TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMA.Chaos0.made-up-for-a-run-of-chaos"  # noqa: S105 - opens nothing
NONCES_KEPT = 20.0
_MANAGE_GUILD = "32"
_EPOCH = 1_420_070_400_000
_PATIENCE = 9.0
_EPHEMERAL = 64


class FakeDiscord:
    """Goes by the true time that `now` tells."""

    def __init__(self, rooms: int, now: Callable[[], datetime]) -> None:
        self.rooms = [str(300 + number) for number in range(rooms)]
        self.board = Noticeboard()
        self.told: list[tuple[str, str]] = []  # in private: to whom, and the text
        self.presses = Presses()
        self.deadline = 30.0  # for a first answer; Discord's own is shorter
        self._now = now
        self._count = itertools.count(1)
        self._messages: dict[str, list[Json]] = {}
        self.api_url = ""
        self._nonces: dict[tuple[str, str], tuple[float, Json]] = {}
        self._interactions: dict[str, Json] = {}
        self._whisper: Json = {}
        self.gateway = Gateway(self.rooms)
        self.online = self.gateway.online
        self.wire = Wire(self, self._routes())

    def too_fast(self, seconds: float, *, everywhere: bool) -> web.Response:
        """As Discord says it."""
        headers = {"Retry-After": f"{seconds:g}", "X-RateLimit-Scope": "global" if everywhere else "user"}
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
        return json_answer(body, 429, **headers)

    async def says(
        self, who: int, room: str, command: str, *, admin: bool = False, **options: str | bool
    ) -> str:
        """Somebody says a command: what is answered, in at most so many seconds."""
        first, *rest = command.split()
        given: list[Json] = [
            {"name": name, "type": 5 if isinstance(value, bool) else 3, "value": value}
            for name, value in options.items()
        ]
        for name in reversed(rest):
            given = [{"name": name, "type": 1, "options": given}]
        data = {"id": "1", "name": first, "type": 1, "options": given}
        return await self._interact(who, room, 2, data, admin=admin)

    async def presses_button(
        self, who: int, room: str, message: Mapping[str, Any], token: str, *, admin: bool = False
    ) -> str:
        """Somebody presses a button: what is answered."""
        data = {"custom_id": token, "component_type": 2}
        return await self._interact(who, room, 3, data, message=message, admin=admin)

    def message(self, room: str, number: str) -> Json:
        """A message that stands in a room."""
        return next(each for each in self._messages[room] if each["id"] == number)

    def shown(self) -> Json:
        """The last whisper, with its buttons."""
        return self._whisper

    def served_at(self, url: str) -> None:
        """Where it is."""
        self.api_url = f"{url}/api/v10"
        self.gateway.url = f"{url.replace('http', 'ws')}/gateway"

    async def _interact(
        self,
        who: int,
        room: str,
        kind: int,
        data: Json,
        *,
        admin: bool,
        message: Mapping[str, Any] | None = None,
    ) -> str:
        number, token = self._snowflake(), f"token-{next(self._count)}"
        user = {"id": str(who), "username": f"m{who}", "discriminator": "0", "avatar": None, "bot": False}
        member = {
            "user": user,
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": _MANAGE_GUILD if admin else "0",
        }
        event: Json = {
            "id": number,
            "application_id": ME["id"],
            "type": kind,
            "data": data,
            "guild_id": GUILD,
            "channel_id": room,
            "channel": {"id": room, "type": 0, "name": f"room-{room}", "permissions": ADMINISTRATOR},
            "member": member,
            "token": token,
            "version": 1,
            "app_permissions": ADMINISTRATOR,
            "locale": "en-US",
            "guild_locale": "en-US",
            "entitlements": [],
            "context": 0,
            "authorizing_integration_owners": {"0": GUILD},
            "attachment_size_limit": 2**20,
        }
        if message is not None:
            event["message"] = message
        self._interactions[token] = {"at": stopwatch.monotonic(), "answered": False, "room": room}
        told = asyncio.create_task(self.presses.told(token, self.deadline + _PATIENCE))
        await asyncio.sleep(0)
        await self.gateway.tell("INTERACTION_CREATE", event)
        return await told

    def _routes(self) -> list[web.RouteDef]:
        base, here = "/api/v10", "/channels/{channel}/messages"
        hook = "/webhooks/{application}/{token}"
        return [
            web.get("/gateway", self.gateway.serve),
            web.get(f"{base}/users/@me", self._answer(lambda _: ME)),
            web.get(f"{base}/oauth2/applications/@me", self._answer(self._application)),
            web.get(f"{base}/gateway/bot", self._answer(self._where_to_connect)),
            web.put(f"{base}/applications/{{application}}/commands", self._answer(lambda _: [])),
            web.post(f"{base}/users/@me/channels", self._open_private),
            web.get(f"{base}/channels/{{channel}}", self._room),
            web.get(base + here, self._history),
            web.post(base + here, self._create),
            web.post(f"{base}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.post(base + hook, self._followed_up),
            web.patch(f"{base}{hook}/messages/@original", self._followed_up),
        ]

    @staticmethod
    def _answer(made: Callable[[web.Request], object]) -> Callable[[web.Request], Any]:
        async def answer(request: web.Request) -> web.Response:
            return json_answer(made(request))

        return answer

    def _application(self, _: web.Request) -> Json:
        known = {"id": ME["id"], "name": "roadmate", "description": "", "icon": None, "owner": ME}
        return known | {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "flags": 0}

    def _where_to_connect(self, _: web.Request) -> Json:
        limits = {"total": 1_000, "remaining": 1_000, "reset_after": 90_000, "max_concurrency": 1}
        return {
            "url": self.gateway.url,
            "shards": 1,
            "session_start_limit": limits,
        }

    async def _open_private(self, request: web.Request) -> web.Response:
        person = (await request.json())["recipient_id"]
        recipient = {"id": person, "username": f"m{person}", "discriminator": "0", "avatar": None}
        return json_answer({"id": f"9{person}", "type": 1, "recipients": [recipient]})

    async def _room(self, request: web.Request) -> web.Response:
        room = request.match_info["channel"]
        return self._no_such_room(request) or json_answer(channel(room))

    async def _history(self, request: web.Request) -> web.Response:
        room, before = request.match_info["channel"], request.query.get("before")
        if (refusal := self._no_such_room(request)) is not None:
            return refusal
        found = [each for each in self._messages.get(room, ()) if not before or int(each["id"]) < int(before)]
        return json_answer(found[::-1][: int(request.query.get("limit", "50"))])

    async def _create(self, request: web.Request) -> web.Response:
        room = request.match_info["channel"]
        if (refusal := self._no_such_room(request)) is not None:
            return refusal
        given = await _payload(request)
        key = (room, str(given.get("nonce", "")))
        since, known = self._nonces.get(key, (0.0, {}))
        if known and given.get("enforce_nonce") and stopwatch.monotonic() - since < NONCES_KEPT:
            return json_answer(known)
        message = self._message(room, given)
        self._messages.setdefault(room, []).append(message)
        self._nonces[key] = (stopwatch.monotonic(), message)
        if room in self.rooms:
            tokens = buttons_of(message).values()
            unheard = UNHEARD in request
            self.board.add(room, message["id"], tokens, stopwatch.monotonic(), unheard=unheard)
        else:
            self.told.append((room[1:], text_of(given)))
        return json_answer(message)

    async def _callback(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        known = self._interactions.get(token)
        if known is None or stopwatch.monotonic() - known["at"] > self.deadline:
            return json_answer({"message": "Unknown interaction", "code": 10062}, 404)
        if known["answered"]:
            problem = {"message": "Interaction has already been acknowledged.", "code": 40060}
            return json_answer(problem, 400)
        known["answered"] = True
        data = (await _payload(request)).get("data") or {}
        self._hear(token, known["room"], data)
        return json_answer({"interaction": {"id": request.match_info["id"], "type": 2}})

    async def _followed_up(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        known = self._interactions.get(token)
        if known is None or not known["answered"]:
            return json_answer({"message": "Unknown Webhook", "code": 10015}, 404)
        return json_answer(self._hear(token, known["room"], await _payload(request)))

    def _hear(self, token: str, room: str, data: Json) -> Json:
        self._whisper = self._message(room, data | {"flags": data.get("flags", 0) | _EPHEMERAL})
        self.presses.tell(token, text_of(data))
        return self._whisper

    def _no_such_room(self, request: web.Request) -> web.Response | None:
        """A refusal, once the room was shut."""
        room = request.match_info["channel"]
        if room not in self.board.shut:
            return None
        self.board.shut[room].append(f"{request.method} {request.path}")
        status, code = ((403, 50001), (403, 50013), (404, 10003))[int(room) % 3]
        return json_answer({"message": "shut", "code": code}, status)

    def _message(self, room: str, given: Mapping[str, Any]) -> Json:
        return {
            "id": self._snowflake(),
            "channel_id": room,
            "author": ME,
            "content": given.get("content", ""),
            "timestamp": self._now().isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": given.get("flags", 0),
            "components": given.get("components", []),
            "nonce": given.get("nonce"),
        }

    def _snowflake(self) -> str:
        passed = int(self._now().timestamp() * 1_000) - _EPOCH
        return str(passed << 22 | next(self._count) % (1 << 22))


def text_of(given: Mapping[str, Any]) -> str:
    """All that can be read in a message."""
    return "\n".join([given.get("content") or "", *texts_of(given)]).strip()


async def _payload(request: web.Request) -> Json:
    """The JSON of a request, also of one that brings files."""
    if request.content_type == "application/json":
        found: Json = await request.json()
        return found
    form = await request.post()
    return dict(json.loads(str(form["payload_json"])))
