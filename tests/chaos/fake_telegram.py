"""A small Telegram over real sockets: groups, their people, and what a bot asks; news by long polling.

It knows what the program asks of Telegram and no more; to everything else it says True.
"""

import asyncio
import contextlib
import itertools
import json
import time as stopwatch
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.chaos.posts import Json, Noticeboard, Presses
from tests.chaos.wire import UNHEARD, Wire, json_answer
from tests.telegram.rights_of import member_with_rights

TOKEN = "1234567:made-up-for-a-run-of-chaos"  # noqa: S105 - opens nothing
ME = {"id": 1234567, "is_bot": True, "first_name": "Roadmate", "username": "roadmate_bot"}
_WAITS = 25.0
_PATIENCE = 9.0
_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
)
_ABOUT = {"accent_color_id": 1, "max_reaction_count": 1, "accepted_gift_types": _GIFTS}


class FakeTelegram:
    """Goes by the true time that `now` tells; room number n was made by the person 1000 + n."""

    def __init__(self, rooms: int, now: Callable[[], datetime]) -> None:
        self.rooms = [str(-100 - number) for number in range(rooms)]
        self.board = Noticeboard()
        self.told: list[tuple[str, str]] = []  # in private: to whom, and the text
        self.presses = Presses()
        self.online = asyncio.Event()
        self.url = ""
        self.moved: dict[str, str] = {}  # groups that became supergroups
        self.conflict = False
        self._now = now
        self._count = itertools.count(1)
        self._news: dict[int, Json] = {}
        self._private: dict[str, list[tuple[str, list[Json]]]] = {}
        self._rung = asyncio.Event()
        self.wire = Wire(self, [web.route("*", "/bot{token}/{method}", self._asked)])

    def too_fast(self, seconds: float, *, everywhere: bool) -> web.Response:  # noqa: ARG002 - of a chat or of all, it looks the same
        """As Telegram says it: in whole seconds."""
        wait = max(1, round(seconds))
        return _refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    async def says(self, who: int, room: str, line: str) -> None:
        """Somebody says a line, in private if there is no room."""
        message = self._from(who, room or str(who)) | {"text": line}
        if line.startswith("/"):
            length = len(line.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        await self._tell({"message": message})

    async def presses_button(self, who: int, room: str, message: str, token: str) -> str:
        """Somebody presses a key: the words that fly by over the chat; empty if there are none."""
        number = f"press-{next(self._count)}"
        stands = {"message_id": int(message), "date": self._date(), "chat": self._chat(room), "from": ME}
        press = {"id": number, "from": _user(who), "chat_instance": "1", "data": token, "message": stands}
        told = asyncio.create_task(self.presses.told(number, _PATIENCE))
        await asyncio.sleep(0)
        await self._tell({"callback_query": press})
        return await told

    def migrate(self, room: str) -> None:
        """A group becomes a supergroup: from now on it has another number, and says so when it is asked."""
        self.moved[room] = str(int(room) - 1_000_000)

    def found(self, who: int, what: str) -> list[Json] | None:
        """The keys under the last thing that somebody was told in private with those words or such a key."""
        for text, keys in reversed(self._private.get(str(who), ())):
            if what in text or any(key["text"] == what for key in keys):
                return keys
        return None

    async def _tell(self, update: Json) -> None:
        number = next(self._count)
        self._news[number] = {"update_id": number, **update}
        self._rung.set()

    async def _asked(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        data = await _parameters(request)
        if method == "getUpdates":
            return await self._updates(data)
        room = str(data.get("chat_id", ""))
        if room in self.moved and method != "getUpdates":
            where = int(self.moved[room])
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            return _refusal(400, text, migrate_to_chat_id=where)
        if room in self.board.shut:
            self.board.shut[room].append(method)
            return _refusal(403, "Forbidden: bot was kicked from the supergroup chat")
        return json_answer({"ok": True, "result": self._result(method, data, unheard=UNHEARD in request)})

    async def _updates(self, data: Mapping[str, Any]) -> web.Response:
        if self.conflict:
            return _refusal(409, "Conflict: terminated by other getUpdates request")
        offset = int(data.get("offset", 0))
        self._news = {number: each for number, each in self._news.items() if number >= offset}
        self.online.set()
        if not self._news:
            self._rung.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(_WAITS, float(data.get("timeout", 0)))):
                    await self._rung.wait()
        found = list(self._news.values())[:100]
        return json_answer({"ok": True, "result": found})

    def _result(self, method: str, data: Mapping[str, Any], *, unheard: bool) -> object:  # noqa: PLR0911 - one answer a method
        room = str(data.get("chat_id", ""))
        match method:
            case "getMe":
                return ME
            case "getChat":
                return _ABOUT | self._chat(room)
            case "getChatAdministrators":
                home = next((old for old, new in self.moved.items() if new == room), room)
                return [member_with_rights(_user(1_000 + self.rooms.index(home)), is_creator=True)]
            case "getChatMember":
                return member_with_rights(ME)
            case "getMyCommands":
                return []
            case "answerCallbackQuery":
                self.presses.tell(str(data["callback_query_id"]), str(data.get("text") or ""))
                return True
            case "sendMessage" | "sendPhoto" | "sendDocument" | "editMessageText":
                return self._sent(room, data, unheard=unheard, edited=data.get("message_id"))
            case _:
                return True

    def _sent(self, room: str, data: Mapping[str, Any], *, unheard: bool, edited: object) -> Json:
        number = str(edited or next(self._count))
        keys = [key for row in (data.get("reply_markup") or {}).get("inline_keyboard", []) for key in row]
        text = str(data.get("text") or data.get("caption") or "")
        if int(room) > 0:
            self.told.append((room, text))
            told = self._private.setdefault(room, [])
            told.append((text, [{**key, "message": number} for key in keys]))
        elif not edited:
            tokens = (key.get("callback_data", "") for key in keys)
            home = next((old for old, new in self.moved.items() if new == room), room)
            self.board.add(home, number, tokens, stopwatch.monotonic(), unheard=unheard)
        return {"message_id": int(number), "date": self._date(), "chat": self._chat(room), "text": "sent"}

    def _from(self, who: int, room: str) -> Json:
        number = next(self._count)
        return {"message_id": number, "date": self._date(), "chat": self._chat(room), "from": _user(who)}

    def _chat(self, room: str) -> Json:
        if int(room) > 0:
            return {"id": int(room), "type": "private", "first_name": f"M{room}"}
        return {"id": int(room), "type": "supergroup", "title": f"Room {room}"}

    def _date(self) -> int:
        return int(self._now().timestamp())


def _user(who: int) -> Json:
    return {"id": who, "is_bot": False, "first_name": f"M{who}", "language_code": "en"}


def _refusal(status: int, text: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": status, "description": text, "parameters": parameters}
    return json_answer(body, status)


async def _parameters(request: web.Request) -> Json:
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        found |= await request.json()
    elif request.can_read_body:
        found |= {name: _plain(value) for name, value in (await request.post()).items()}
    return found


def _plain(value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
