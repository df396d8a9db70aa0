"""What a page does, without a page: it loads, sends and listens."""

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.platforms.playground.speaking import TOKEN_HEADER


@dataclass
class Browser:
    session: aiohttp.ClientSession
    address: str
    token: str = ""

    async def open(self) -> str:
        async with self.session.get(self.address) as answer:
            page = await answer.text()
        found = re.search(r'name="playground-token" content="([^"]+)"', page)
        assert found is not None
        self.token = found[1]
        return page

    async def get(self, path: str) -> Any:  # noqa: ANN401 - any JSON
        async with self.session.get(f"{self.address}playground/{path}") as answer:
            assert answer.status == HTTPStatus.OK
            return await answer.json()

    async def status(self, path: str) -> int:
        async with self.session.get(f"{self.address}playground/{path}") as answer:
            return answer.status

    async def send(self, path: str, body: object, token: str | None = None) -> tuple[int, Any]:
        headers = {TOKEN_HEADER: self.token if token is None else token}
        async with self.session.post(
            f"{self.address}playground/{path}", json=body, headers=headers
        ) as answer:
            return answer.status, await answer.json() if answer.status == HTTPStatus.OK else None

    async def events(self, query: str, most: int, **headers: str) -> list[tuple[str, str, Any]]:
        """The first events of a stream: name, id, data."""
        found: list[tuple[str, str, Any]] = []
        async with self.session.get(f"{self.address}playground/stream?{query}", headers=headers) as answer:
            while len(found) < most:
                record = (await answer.content.readuntil(b"\n\n")).decode()
                parts = dict(line.split(": ", 1) for line in record.strip().splitlines())
                if "event" in parts:
                    found.append((parts["event"], parts.get("id", ""), json.loads(parts["data"])))
        return found
