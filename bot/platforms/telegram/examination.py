"""Finds out whether everything is right between the bot and Telegram, for the doctor; says nothing itself."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from telegram import Bot
from telegram.error import ChatMigrated

from bot.interface.address import RoomAddress
from bot.interface.finding import Finding
from bot.interface.platform import DeliveryFailure, Dispatcher, Refused
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.failures import TelegramAway, connecting, translated
from bot.platforms.telegram.publishing import Publishing
from bot.platforms.telegram.rights import lacking
from bot.platforms.telegram.store import FILE_NAME, Store
from bot.platforms.telegram.transport import clock_at

MOST_SKEW = timedelta(seconds=5)
RECENT = timedelta(hours=1)


class Examination:
    """Looks, and changes nothing; needs no connection but requests. What only Telegram has:

    groups     `may` is 1 when it can be added to groups, else 0
    privacy    `reads` is 1 when it is told all that is said in groups, else 0
    calls      `url`, where Telegram calls; `wanted`, where it should; `error` of a late call that failed
    """

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, directory: Path, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._now = now
        self._is_known_here = (directory / FILE_NAME).exists()
        self._store = Store(directory, now)
        self._chats = Chats(self._store)
        self._publishing = Publishing(bot, dispatcher, self._store)

    async def findings(self, webhook: str, rooms: Sequence[RoomAddress]) -> list[Finding]:
        """What was found; without a token that works there is only that to say."""
        try:
            with connecting():
                await self._bot.initialize()
                return [each async for each in self._looked_at(webhook, rooms)]
        except Refused as error:
            return [Finding("token", ok=False, detail={"why": error.reason})]
        except TelegramAway:
            return [Finding("token", ok=False, detail={"why": "unreachable"})]
        finally:
            await self._bot.shutdown()

    async def _looked_at(self, webhook: str, rooms: Sequence[RoomAddress]) -> AsyncIterator[Finding]:
        me = self._bot.bot
        yield Finding("token", ok=True, detail={"bot": f"@{me.username}"})
        yield Finding("groups", ok=bool(me.can_join_groups), detail={"may": int(bool(me.can_join_groups))})
        reads = bool(me.can_read_all_group_messages)
        yield Finding("privacy", ok=not reads, detail={"reads": int(reads)})
        async for finding in self._clock():
            yield finding
        yield await self._calls(webhook)
        published = await self._publishing.is_published()
        yield Finding("commands", ok=published, detail={"published": int(published)})
        if rooms:
            await self._learn_of_moves()
        for room in rooms:
            yield await self._room(room)

    async def _clock(self) -> AsyncIterator[Finding]:
        """Nothing where whoever stands in between does not tell the time."""
        theirs = await clock_at(self._bot.base_url.partition("/bot")[0])
        if theirs is not None:
            ahead = self._now() - theirs
            seconds = round(ahead.total_seconds())
            yield Finding("clock", ok=abs(ahead) <= MOST_SKEW, detail={"seconds": seconds})

    async def _calls(self, wanted: str) -> Finding:
        """Where Telegram calls; what was not set yet is set by the next start."""
        state = await self._bot.get_webhook_info()
        failed_at = state.last_error_date
        is_late = failed_at is not None and self._now() - failed_at.astimezone(UTC) < RECENT
        error = (state.last_error_message or "") if wanted and is_late else ""
        detail = {"url": state.url, "wanted": wanted, "error": error}
        return Finding("calls", ok=state.url in ("", wanted) and not error, detail=detail)

    async def _learn_of_moves(self) -> None:
        """A room may be known by a number that its chat no longer has."""
        if self._is_known_here:
            await self._store.open()
            try:
                await self._chats.load()
            finally:
                await self._store.close()

    async def _room(self, room: RoomAddress) -> Finding:
        try:
            with translated():
                missing = await self._missing(room)
        except DeliveryFailure as failure:
            return Finding("room", ok=False, detail={"room": room.name, "why": type(failure).__name__})
        return Finding("room", ok=not missing, detail={"room": room.name, "lacking": missing})

    async def _missing(self, room: RoomAddress) -> tuple[str, ...]:
        try:
            return await lacking(self._bot, room, self._chats.present(room.channel))
        except ChatMigrated as moved:  # nobody has told the bot yet
            return await lacking(self._bot, room, moved.new_chat_id)
