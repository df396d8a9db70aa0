"""Telegram as a platform: posts and tells, and hands on what people say there."""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from telegram import Bot
from telegram.request import BaseRequest

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import Buttons
from bot.interface.finding import Finding
from bot.interface.platform import Dispatcher, Receipt, SlowDown
from bot.interface.reply import Reply
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.examination import Examination
from bot.platforms.telegram.failures import OUT_OF_REACH, connecting, translated
from bot.platforms.telegram.incoming import ALLOWED
from bot.platforms.telegram.polling import poll
from bot.platforms.telegram.rights import lacking
from bot.platforms.telegram.rooms import PLATFORM
from bot.platforms.telegram.store import Store
from bot.platforms.telegram.transport import Transport
from bot.platforms.telegram.webhook import Webhook

LAST_CALLS = timedelta(seconds=20)
_TELEGRAM = "https://api.telegram.org"


class TelegramPlatform:
    """Implements `bot.interface.platform.Platform`.

    `api_url` is where Telegram is asked, if not at Telegram's. With a `webhook`, an address and a secret,
    Telegram calls what `routes` serves; without one it is asked for news. `directory` keeps what must not be
    forgotten.
    """

    name = PLATFORM

    def __init__(
        self,
        dispatcher: Dispatcher,
        buttons: Buttons,
        token: str,
        *,
        api_url: str | None,
        webhook: tuple[str, str] | None,
        directory: Path,
        now: Callable[[], datetime],
        transport: Callable[[], BaseRequest] = Transport,
    ) -> None:
        self._dispatcher = dispatcher
        self._buttons = buttons
        self._token = token
        self._api = (api_url or _TELEGRAM).rstrip("/")
        self._webhook = None if webhook is None else Webhook(*webhook)
        self._store = Store(directory, now)
        self._now = now
        self._transport = transport
        self._connection: Connection | None = None
        self._polling: asyncio.Task[None] | None = None

    def routes(self) -> Iterable[web.RouteDef]:
        """What a web server must serve; nothing unless Telegram is to call."""
        return () if self._webhook is None else self._webhook.routes()

    async def start(self) -> None:
        """Connects; returns when ready to speak and to hear. Raises Refused, TelegramAway, StoreUnusable."""
        await self._store.open()
        bot = self._bot()
        try:
            with connecting():
                await bot.initialize()
                connection = Connection(bot, self._dispatcher, self._buttons, self._store, self._now)
                await connection.prepare()
                await self._listen(connection)
        except BaseException:
            await bot.shutdown()
            await self._store.close()
            raise
        self._connection = connection

    async def lost(self) -> None:
        """Waits until the connection has ended for good; raises Refused if Telegram ended it.

        Passing losses are mended by themselves and are not told. A webhook does not end.
        """
        if self._polling is None:
            await asyncio.get_running_loop().create_future()
        else:
            await asyncio.shield(self._polling)

    async def stop(self) -> None:
        """Hears nothing more, lets what is under way land, and disconnects."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        connection.intake.closed = True
        if self._webhook is not None:
            self._webhook.hear = None
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.wait({self._polling})
            self._polling = None
        await connection.calls.landed(LAST_CALLS)
        await connection.bot.shutdown()
        await self._store.close()

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        """Says something in a room, silently; the same key twice is one message, as far as is known.

        Telegram promises nothing: what was lost on its way is Unclear, and `find` knows for how long.
        """
        return await self._open().posting.post(room, message, key)

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        """The message posted under the key; None if it is not there, or after ten minutes without a word."""
        return await self._open().posting.find(room, key, since)

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        """Says something to one person in private."""
        return await self._open().posting.tell(person, message, key)

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        """Telegram's names of the rights that the bot needs in this room and lacks."""
        connection = self._open()
        with translated():
            return await lacking(connection.bot, connection.chats, room)

    async def examine(self, rooms: Sequence[RoomAddress]) -> Sequence[Finding]:
        """What the doctor wants to know; needs no `start`."""
        api = f"{self._api}/bot{self._token}"
        return await Examination(self._bot(), Chats(self._store), api, self._now).findings(rooms)

    def _bot(self) -> Bot:
        os.environ.setdefault("PTB_TIMEDELTA", "1")  # waits as timedelta, about which it warns otherwise
        request = self._transport()
        return Bot(
            self._token,
            base_url=f"{self._api}/bot",
            base_file_url=f"{self._api}/file/bot",
            request=request,
            get_updates_request=request,
        )

    async def _listen(self, connection: Connection) -> None:
        """Begins to hear, first what was not dealt with before the last stop."""
        bot, intake, webhook = connection.bot, connection.intake, self._webhook
        if webhook is None:
            await bot.delete_webhook()
            await intake.resume()
            self._polling = asyncio.create_task(poll(bot, intake), name="telegram news")
        else:
            await bot.set_webhook(webhook.url, allowed_updates=ALLOWED, secret_token=webhook.secret)
            await intake.resume()
            webhook.hear = intake.hear

    def _open(self) -> Connection:
        """The connection; while there is none, nothing arrives for sure."""
        if self._connection is None:
            raise SlowDown(OUT_OF_REACH)
        return self._connection
