"""The people of the story on both platforms, and how they speak there."""

import asyncio
import re
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.acceptance.both_stage import Emulator

SOON = 90.0
_CODE = re.compile(r"\b[A-Z2-7]{8}\b")


class Story:
    """Ada is on Discord and on Telegram; Admin runs a server, Mayor a group."""

    def __init__(self, here: Emulator, there: Emulator, database: Path) -> None:
        self.here = here
        self.there = there
        self.database = database
        self.people: dict[str, int] = {}
        self.group = 0

    def forget_commands(self) -> None:
        """Discord remembers commands that it was told; an emulator that is started anew does not."""
        (self.database.parent / "discord-commands.sha256").unlink()

    async def furnish_here(self) -> None:
        """A server with its people."""
        await reached(self.here.is_up)
        guild = await self.here.ask("add_guild", name="club", channels=["general"])
        for name in ("ada", "bruno", "admin"):
            await self.here.ask("add_user", name=name)
            rights = {"permissions": ["manage_guild"]} if name == "admin" else {}
            await self.here.ask("add_member", guild=guild["id"], user=name, **rights)

    async def furnish_there(self) -> None:
        """A group with its people."""
        await reached(self.there.is_up)
        for name in ("Ada", "Chiara", "Mayor"):
            self.people[name] = (await self.there.ask("add_user", first_name=name))["id"]
        members = [self.people["Ada"], self.people["Chiara"]]
        made = await self.there.ask(
            "add_supergroup", title="square", members=members, creator=self.people["Mayor"]
        )
        self.group = made["chat_id"]

    async def said_here(self, who: str, command: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Somebody says a slash command; the message that they see."""
        answer = await self.here.ask(
            "invoke", user=who, channel="general", command=command, options=options, timeout=60
        )
        return unmarked(answer["message"])

    async def clicked(self, who: str, message: dict[str, Any], label: str) -> dict[str, Any]:
        """Somebody clicks a button; the message that they see."""
        answer = await self.here.ask("click", user=who, message=message["id"], label=label, timeout=60)
        if answer["modal"]:
            answer = await self.here.ask("submit_modal", interaction=answer["interaction_id"], values={})
        return unmarked(answer["message"])

    async def said_there(self, who: str, text: str, expected: str) -> dict[str, Any]:
        """Somebody says a command in the group; the answer in their private chat."""
        person = self.people[who]
        last = max((each["seq"] for each in await self.there.ask("messages", chat=person)), default=0)
        await self.there.ask("send_text", user=person, text=text, chat=self.group)
        shown: dict[str, Any] = await self.there.ask(
            "wait_message", chat=person, text=expected, since=last, timeout=SOON
        )
        return shown

    async def pressed(self, who: str, label: str, expected: str) -> None:
        """Somebody presses the newest button with that label in their private chat."""
        person = self.people[who]
        last = max((each["seq"] for each in await self.there.ask("messages", chat=person)), default=0)
        await self.there.ask("press_button", user=person, text=label)
        await self.there.ask("wait_message", chat=person, text=expected, since=last, timeout=SOON)

    def counted(self, query: str) -> int:
        """A number out of the database."""
        with closing(sqlite3.connect(self.database)) as connection:
            (found,) = connection.execute(query).fetchone()
            return int(found)


def unmarked(message: dict[str, Any]) -> dict[str, Any]:
    """A message without the marks of what stands out in it."""
    return {**message, "text": message["text"].replace("*", "")}


async def reached(holds: Callable[[], Awaitable[bool]], within: float = SOON) -> float:
    """Seconds until it held; raises TimeoutError."""
    began = time.monotonic()
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.1)
    return time.monotonic() - began


def holds(what: str, truth: object = True) -> None:
    """Tells what holds; ends the program if it does not."""
    print("holds:" if truth else "FALLS SHORT:", what, flush=True)  # noqa: T201 - this is a script
    if not truth:
        sys.exit(1)


def code_in(message: dict[str, Any]) -> str:
    """The code that somebody was shown."""
    found = _CODE.search(message["text"])
    assert found is not None, message["text"]
    return found[0]
