"""A Telegram to try the real program against: an emulator's control API, and what its people see.

The environment names the folder of an emulator of Telegram's Bot API (TELEGRAM_EMULATOR: a Python package
with a control API over HTTP at `/_control/NAME`).
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from tests.acceptance.real_process import MovableClock, RealProcess, emulator, free_port

Json = dict[str, Any]

BOT = "roadmate_bot"
_UP = 600
_PATIENCE = 120  # seconds: a busy machine, and the roadmaps are read for the first time


class Stage:
    """What the people around the bot do, and what they see: `await stage.ask("start", user=...)`."""

    def __init__(self, session: aiohttp.ClientSession, url: str, process: RealProcess) -> None:
        self._session = session
        self.url = url
        self.process = process
        self.token = ""

    async def ask(self, what: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        """What a control method answers."""
        async with self._session.post(f"{self.url}/_control/{what}", data=json.dumps(arguments)) as response:
            answer = await response.json(content_type=None)
        if response.status != 200:
            message = f"{what} {arguments}: {answer}"
            raise RuntimeError(message)
        return answer["result"]

    async def person(self, name: str, language: str = "en") -> "Person":
        """Somebody with an account on Telegram."""
        made = await self.ask("add_user", first_name=name, username=name.lower(), language_code=language)
        return Person(self, int(made["id"]))

    async def seen(self, chat: int, **how: Any) -> list[Json]:  # noqa: ANN401 - as the control API takes it
        """What the bot has said in a chat, oldest first."""
        found: list[Json] = await self.ask("messages", chat=chat, from_bot=True, service=False, **how)
        return found

    async def moment(self) -> int:
        """Now, as a number: what is said or changed later has a higher one."""
        return int((await self.ask("info"))["seq"])

    async def heard(self, chat: int, text: str = "", since: int = 0, within: float = _PATIENCE) -> Json:
        """What the bot says in a chat, or changes there, after a moment; fails if it does not."""
        for _ in range(int(within * 10)):
            for each in reversed(await self.seen(chat, since=since)):
                if text in each["text"]:
                    return each
            await asyncio.sleep(0.1)
        said = [each["text"] for each in await self.seen(chat, since=since)]
        message = f"{text!r} was not said in {chat}, but {said}"
        raise AssertionError(message)

    async def called(self, method: str, since: int = 0, **how: Any) -> list[Json]:  # noqa: ANN401 - as above
        """The calls of a method that the bot has made, after one with that number."""
        found: list[Json] = await self.ask("calls", method=method, since=since, **how)
        return found


class Person:
    """Somebody on Telegram, by whom things are said and pressed; what they get for it is the answer."""

    def __init__(self, stage: Stage, number: int) -> None:
        self.stage = stage
        self.id = number

    async def start(self, payload: str = "", text: str = "") -> Json:
        """Presses Start in the private chat, or follows a link into it: what is said there then."""
        since = await self.stage.moment()
        await self.stage.ask("start", user=self.id, payload=payload)
        return await self.stage.heard(self.id, text, since)

    async def says(
        self,
        line: str,
        chat: int | None = None,
        text: str = "",
        answered_in: int | None = None,
        **where: int,
    ) -> Json:
        """Says a line: what is answered, in the same chat unless another one is given."""
        since = await self.stage.moment()
        await self.stage.ask("send_text", user=self.id, text=line, chat=chat, **where)
        return await self.stage.heard(answered_in or chat or self.id, text, since)

    async def presses(self, label: str, chat: int | None = None, message: int | None = None) -> Json:
        """Presses a key: how the press was answered."""
        answer: Json = await self.stage.ask(
            "press_button",
            user=self.id,
            text=label,
            chat=chat,
            message_id=message,
            exact=False,
            wait=_PATIENCE,
        )
        assert answer["answered"], f"the press of {label} was not answered"
        return answer

    async def chooses(self, label: str, text: str = "") -> Json:
        """Presses a key in the private chat: what is said there then."""
        since = await self.stage.moment()
        await self.presses(label)
        return await self.stage.heard(self.id, text, since)


class Life:
    """The program, whose days pass: it is stopped, the clock is moved, and it is started again."""

    def __init__(self, bot: RealProcess, clock: MovableClock, stage: Stage) -> None:
        self.bot = bot
        self.clock = clock
        self._stage = stage

    async def start(self) -> None:
        """Starts it, and waits until it hears."""
        self.bot.start()
        await self._stage.ask("wait_online", timeout=_PATIENCE)

    async def move_to(self, at: datetime) -> None:
        """It must end in order."""
        code = await asyncio.to_thread(self.bot.stop)
        assert code == 0, code
        self.clock.move_to(at)
        await self.start()


def labels(message: Mapping[str, Any]) -> list[str]:
    """What stands on the keys under a message."""
    return [button["text"] for row in message["buttons"] for button in row]


@asynccontextmanager
async def telegram(directory: Path, *options: str, **settings: str) -> AsyncIterator[Stage]:
    """An emulator that has just been started with these flags, and knows our bot."""
    folder, port = Path(os.environ["TELEGRAM_EMULATOR"]), free_port()
    process = emulator(folder, ["--port", str(port), *options], directory / "telegram.log", **settings)
    process.start()
    timeout = aiohttp.ClientTimeout(total=300)
    connector = aiohttp.TCPConnector(limit=0)
    try:
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            stage = Stage(session, f"http://127.0.0.1:{port}", process)
            await _is_up(stage)
            stage.token = (await stage.ask("add_bot", username=BOT, first_name="Roadmate"))["token"]
            yield stage
    finally:
        process.stop()


async def _is_up(stage: Stage) -> None:
    for _ in range(_UP):
        try:
            await stage.ask("info")
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
        else:
            return
    raise RuntimeError(stage.process.said)
