"""Discord as a platform: posts and tells, and hands on what people say there."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import Buttons
from bot.interface.finding import Finding
from bot.interface.platform import Dispatcher, Receipt, SlowDown
from bot.interface.reply import Reply
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import RoadmateClient, Setup
from bot.platforms.discord.examination import Examination
from bot.platforms.discord.failures import OUT_OF_REACH, connecting
from bot.platforms.discord.rooms import PLATFORM

LAST_CALLS = timedelta(seconds=20)
_CLOSING = timedelta(seconds=5)


class DiscordPlatform:
    """Implements `bot.interface.platform.Platform`; see `Setup` for what it is told."""

    name = PLATFORM

    def __init__(
        self,
        dispatcher: Dispatcher,
        buttons: Buttons,
        token: str,
        *,
        api_url: str | None,
        guild_id: int | None,
        shards: tuple[tuple[int, ...], int] | None,
        directory: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._dispatcher = dispatcher
        self._buttons = buttons
        self._token = token
        self._setup = Setup(api_url, guild_id, shards, directory)
        self._now = now
        self._calls = Calls()
        self._client: RoadmateClient | None = None
        self._connected: asyncio.Task[None] | None = None

    def open(self) -> RoadmateClient:
        """A new client to connect: discord.py uses one only once."""
        self._client = RoadmateClient(self._dispatcher, self._buttons, self._calls, self._setup, self._now)
        return self._client

    async def start(self) -> None:
        """Connects; returns when ready to speak and to hear. Raises Refused and DiscordAway."""
        client, ready = self.open(), None
        try:
            with connecting():
                await client.login(self._token)
                await client.find_gateway()
                self._connected = asyncio.create_task(client.connect(), name="discord connection")
                ready = asyncio.create_task(client.wait_until_ready(), name="discord ready")
                await asyncio.wait({self._connected, ready}, return_when=asyncio.FIRST_COMPLETED)
                if not ready.done():
                    await self._connected
        except BaseException:
            await _closed(client)
            raise
        finally:
            if ready is not None:
                ready.cancel()

    async def lost(self) -> None:
        """Waits until the connection has ended for good; raises Refused or DiscordAway if Discord ended it.

        Passing losses are mended by themselves and are not told.
        """
        if self._connected is not None:
            with connecting():
                await asyncio.shield(self._connected)

    async def stop(self) -> None:
        """Hears nothing more, lets what is under way land, and disconnects."""
        client, self._client = self._client, None
        if client is None:
            return
        client.conversation.closed = True
        await self._calls.landed(LAST_CALLS)
        await _closed(client)
        if self._connected is not None:
            await asyncio.wait({self._connected}, timeout=_CLOSING.total_seconds())

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        """Says something in a room, silently; the same key twice is one message.

        That holds for some minutes by Discord's nonce, and after `find` for ever.
        """
        return await self._open_client().posting.post(room, message, key)

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        """The message posted under the key, by the mark that it carries; None if it is surely not there."""
        return await self._open_client().posting.find(room, key, since)

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        """Says something to one person in private."""
        return await self._open_client().posting.tell(person, message, key)

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        """Discord's names of the rights that the bot needs in this room and lacks."""
        return await self._open_client().lacking(room)

    async def examine(self, rooms: Sequence[RoomAddress]) -> Sequence[Finding]:
        """What the doctor wants to know; needs no `start`."""
        return await Examination(self._dispatcher, self._buttons, self._setup, self._now).findings(
            self._token, rooms
        )

    def _open_client(self) -> RoadmateClient:
        """The client; while there is none, nothing arrives for sure."""
        if self._client is None or self._client.is_closed():
            raise SlowDown(OUT_OF_REACH)
        return self._client


async def _closed(client: RoadmateClient) -> None:
    """Says goodbye, but does not wait for an answer for long."""
    closing = asyncio.create_task(client.close(), name="discord goodbye")
    await asyncio.wait({closing}, timeout=_CLOSING.total_seconds())
    if not closing.done():
        closing.cancel()
        await client.http.close()
