"""Telegram in memory: real python-telegram-bot and the platform, over a transport that answers by itself."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from rights_of import member_with_rights
from telegram.request import BaseRequest, RequestData

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher
from bot.platforms.telegram.platform import TelegramPlatform
from tests.canaries import CANARY
from tests.harmless import assert_harmless_on_telegram

Json = dict[str, Any]

TOKEN = f"1234567:{CANARY}"
ME = {"id": 1234567, "is_bot": True, "first_name": "Roadmate", "username": "my_bot"}
ADA = {"id": 11, "is_bot": False, "first_name": "Ada", "language_code": "en"}
BRUNO = {"id": 12, "is_bot": False, "first_name": "Bruno", "username": "bruno", "language_code": "de"}
ZOE = {"id": 13, "is_bot": False, "first_name": "Zoe", "username": "zoe", "language_code": "en"}
GROUP = {"id": -100, "type": "supergroup", "title": "Study"}
CHANNEL = {"id": -300, "type": "channel", "title": "News"}
ROOM = RoomAddress("telegram", "-100", "-100", name="Study")
START = datetime(2027, 1, 4, 9, tzinfo=UTC)
_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
)
_CHAT = {"accent_color_id": 1, "max_reaction_count": 1, "accepted_gift_types": _GIFTS}
_SENDS = ("sendMessage", "sendPhoto", "sendDocument")


@dataclass(frozen=True)
class Call:
    """What the bot asked of Telegram."""

    method: str
    data: Mapping[str, Any]
    files: Mapping[str, tuple[str, bytes, str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.data.get("text") or self.data.get("caption") or "")

    @property
    def keys(self) -> list[Json]:
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", [])
        return [key for row in rows for key in row]

    @property
    def labels(self) -> list[str]:
        return [key["text"] for key in self.keys]


class SmallTelegram(BaseRequest):
    """Answers for Telegram. `answers` come before its own, by method: (status, body), or what is raised."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answers: dict[str, list[tuple[int, Json] | Exception]] = {}
        self.news: asyncio.Queue[Json] = asyncio.Queue()
        self.acknowledged = 0
        self._asked = asyncio.Event()
        self._made = asyncio.Event()
        self.admins = [ZOE]
        self.creators: list[Json] = []
        self.chat: Json = GROUP
        self.me_in_chat: Json = {"status": "administrator"}
        self._numbers = itertools.count(1_000)

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - python-telegram-bot calls it so
        request_data: RequestData | None = None,
        read_timeout: object = None,  # noqa: ARG002 - as above
        write_timeout: object = None,  # noqa: ARG002 - as above
        connect_timeout: object = None,  # noqa: ARG002 - as above
        pool_timeout: object = None,  # noqa: ARG002 - as above
    ) -> tuple[int, bytes]:
        name = urlsplit(url).path.rpartition("/")[2]
        data = request_data.parameters if request_data else {}
        files = request_data.multipart_data if request_data else {}
        if name != "getUpdates":
            self.calls.append(Call(name, data, files or {}))
            self._made.set()
        if self.answers.get(name):
            answer = self.answers[name].pop(0)
            if isinstance(answer, Exception):
                raise answer
            status, body = answer
            return status, json.dumps(body).encode()
        if name == "getUpdates":
            return await self._updates(parse_qs(urlsplit(url).query))
        return 200, json.dumps({"ok": True, "result": self._result(name, data)}).encode()

    def fail(self, method: str, *answers: tuple[int, str] | Exception) -> None:
        """The next calls of a method end so."""
        self.answers.setdefault(method, []).extend(
            each if isinstance(each, Exception) else refusal(*each) for each in answers
        )

    async def called(self, method: str) -> None:
        """Waits until the bot has made a call of the method."""
        while not self.named(method):
            self._made.clear()
            await self._made.wait()

    async def acknowledgement(self, number: int) -> None:
        """Waits until the bot has asked for what comes after the update with that number."""
        while self.acknowledged <= number and number:
            self._asked.clear()
            await self._asked.wait()

    def said(self) -> list[Call]:
        """The messages that were sent."""
        return [call for call in self.calls if call.method in _SENDS]

    def named(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def _updates(self, asked: Mapping[str, list[str]]) -> tuple[int, bytes]:
        self.acknowledged = int(asked.get("offset", ["0"])[0])
        self._asked.set()
        found = [await self.news.get()]
        while not self.news.empty():
            found.append(self.news.get_nowait())
        return 200, json.dumps({"ok": True, "result": found}).encode()

    def _result(self, name: str, data: Mapping[str, Any]) -> object:  # noqa: PLR0911 - one answer a method
        match name:
            case "getMe":
                return ME
            case "getChat":
                return _CHAT | self.chat
            case "getChatAdministrators":
                return [member_with_rights(user, is_creator=user in self.creators) for user in self.admins]
            case "getMyCommands":
                return []
            case "getChatMember":
                return member_with_rights(ME) | self.me_in_chat
            case _ if name in _SENDS or name == "editMessageText":
                chat = {"id": int(data["chat_id"]), "type": "private"}
                number = data.get("message_id") or next(self._numbers)
                return {"message_id": number, "date": 1_800_000_000, "chat": chat, "text": "sent"}
            case _:
                return True


def refusal(status: int, description: str, **parameters: int) -> tuple[int, Json]:
    """An answer that says no."""
    body = {"ok": False, "error_code": status, "description": description}
    return status, body | ({"parameters": parameters} if parameters else {})


class School(Protocol):
    """What answers behind the platform: a small one, or the real one."""

    @property
    def dispatcher(self) -> Dispatcher: ...

    @property
    def buttons(self) -> Buttons: ...


class Stage:
    """The platform with people before it; an update is dealt with when a method returns."""

    def __init__(self, school: School, directory: Path, webhook: tuple[str, str] | None) -> None:
        self.school = school
        self.telegram = SmallTelegram()
        self.now = START
        self._directory = directory
        self._webhook = webhook
        self._events = itertools.count(1)
        self.platform = self.make()

    def make(self) -> TelegramPlatform:
        """Another process: nothing is remembered but what is in the directory."""
        return TelegramPlatform(
            self.school.dispatcher,
            self.school.buttons,
            TOKEN,
            api_url=None,
            webhook=self._webhook,
            directory=self._directory,
            now=lambda: self.now,
            transport=lambda: self.telegram,
        )

    async def restart(self) -> None:
        await self.platform.stop()
        self.platform = self.make()
        await self.platform.start()

    async def hear(self, update: Mapping[str, Any]) -> int:
        """Telegram tells of something; returns the number of the update."""
        number = next(self._events)
        self.telegram.news.put_nowait({"update_id": number, **update})
        await self.settled(number)
        return number

    async def settled(self, number: int = 0) -> None:
        """Waits until all that was told is dealt with."""
        await self.telegram.acknowledgement(number)
        connection = self.platform._connection  # noqa: SLF001 - the only way to know that all is quiet
        if connection is not None:
            await connection.calls.landed(timedelta(seconds=30))

    async def say(
        self,
        text: str,
        user: Json = ADA,
        chat: Json | None = None,
        **more: Any,  # noqa: ANN401 - whatever a message has
    ) -> int:
        """Somebody writes, in private unless there is a chat."""
        return await self.hear({"message": self.message(user, chat, text=text, **more)})

    async def press(
        self,
        key: Json,
        user: Json = ADA,
        chat: Json | None = None,
        number: int = 1_000,
        **more: Any,  # noqa: ANN401 - as above
    ) -> Call:
        """Somebody presses a key under a message of the bot's; the answer to the press."""
        message = self.message(ME, chat or private(user), **more) | {"message_id": number}
        press = {
            "id": "77",
            "from": user,
            "chat_instance": "1",
            "data": key["callback_data"],
            "message": message,
        }
        before = len(self.telegram.calls)
        await self.hear({"callback_query": press})
        made = self.telegram.calls[before:]
        asked = [call for call in made if not call.method.startswith("get")]
        assert asked, "a press is answered"
        assert asked[0].method == "answerCallbackQuery", "and that comes first"
        return asked[0]

    def message(self, user: Json | None, chat: Json | None, **more: Any) -> Json:  # noqa: ANN401 - as above
        chat = chat or private(user or ADA)
        message = {"message_id": next(self._events) + 100, "date": int(START.timestamp()), "chat": chat}
        return message | ({"from": user} if user else {}) | more

    def said(self) -> list[Call]:
        return self.telegram.said()

    @property
    def last(self) -> Call:
        return self.said()[-1]


def private(user: Mapping[str, Any]) -> Json:
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def key(shown: Call, label: str) -> Json:
    """The key with that label."""
    return next(each for each in shown.keys if each["text"] == label)


@asynccontextmanager
async def staged(
    school: School, directory: Path, webhook: tuple[str, str] | None = None
) -> AsyncIterator[Stage]:
    stage = Stage(school, directory, webhook)
    await stage.platform.start()
    try:
        yield stage
    finally:
        await stage.platform.stop()
    for call in stage.telegram.calls:
        assert_harmless_on_telegram({**call.data, "files": call.files})
