"""The playground's HTTP as its page uses it: lines, presses, moves of the clock, and the live stream."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp

from tests.kill.crowd import Attempt, Post

ALREADY_MOVING = 409


class Door:
    """One page's way to one run of the playground; raises aiohttp.ClientError."""

    def __init__(self, session: aiohttp.ClientSession, token: str) -> None:
        self._session = session
        self._token = token

    async def say(self, member: str, room: str, line: str) -> None:
        """Say a line; on return it is answered."""
        await self._send("say", {"as": member, "room": room, "line": line})

    async def check_in(self, post: Post, attempt: Attempt) -> None:
        """With a note one says it, without one presses Done; the number stands in either."""
        if attempt.noted:
            line = f'/checkin cohort:{post.cohort} day:{post.day} note:"#{attempt.number}"'
            await self.say(attempt.member, post.room, line)
        else:
            await self.press(attempt.member, post.room, post.token, f"Done #{attempt.number}")

    async def press(self, member: str, room: str, token: str, label: str) -> None:
        """Press a button; on return it is answered."""
        await self._send("press", {"as": member, "room": room, "token": token, "label": label})

    async def move(self, step: str) -> None:
        """Move the clock; on return all that fell due on the way is done."""
        await self._send("clock", {"step": step})

    async def now(self) -> datetime:
        """What the playground's clock shows."""
        async with self._session.get("/playground/state", params={"as": "admin"}) as answer:
            answer.raise_for_status()
            return datetime.fromisoformat((await answer.json())["clock"]["now"])

    async def messages(self, last: int) -> AsyncIterator[dict[str, Any]]:
        """Every message after the id `last` that Admin can see, as it comes."""
        query = {"as": "admin", "after": str(last)}
        async with self._session.get("/playground/stream", params=query) as stream:
            event = ""
            async for raw in stream.content:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "data" and event == "message":
                    yield json.loads(value)

    async def _send(self, path: str, body: dict[str, str]) -> None:
        headers = {"X-Playground-Token": self._token}
        async with self._session.post(f"/playground/{path}", json=body, headers=headers) as answer:
            if answer.status != ALREADY_MOVING:  # the move of a page that was closed goes on
                answer.raise_for_status()


@asynccontextmanager
async def door(url: str) -> AsyncIterator[Door]:
    """Opens the page."""
    connector = aiohttp.TCPConnector(limit=0)
    patience = aiohttp.ClientTimeout(total=None, sock_read=60)
    async with aiohttp.ClientSession(url, connector=connector, timeout=patience) as session:
        async with session.get("/") as answer:
            found = re.search(r'name="playground-token" content="([^"]+)"', await answer.text())
        assert found
        yield Door(session, found[1])
