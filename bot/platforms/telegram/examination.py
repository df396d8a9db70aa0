"""Finds out whether everything is right between the bot and Telegram, for the doctor; says nothing itself."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
from telegram import Bot

from bot.interface.address import RoomAddress
from bot.interface.finding import Finding
from bot.interface.platform import DeliveryFailure
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.failures import translated
from bot.platforms.telegram.rights import lacking

MOST_SKEW = timedelta(seconds=5)
_PATIENCE = aiohttp.ClientTimeout(total=20)


class Examination:
    """Looks, and changes nothing. `api` is the address of Telegram's interface, with the token in it."""

    def __init__(self, bot: Bot, chats: Chats, api: str, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._chats = chats
        self._api = api
        self._now = now

    async def findings(self, rooms: Sequence[RoomAddress]) -> list[Finding]:
        """What was found; without a token that works there is only that to say."""
        found = await self._greeted()
        if not found[0].ok:
            return found
        async with self._bot:
            return found + [await self._room(room) for room in rooms]

    async def _greeted(self) -> list[Finding]:
        """Who the bot is, and what time it is there: both are in one answer."""
        try:
            async with (
                aiohttp.ClientSession(timeout=_PATIENCE) as session,
                session.get(f"{self._api}/getMe") as answer,
            ):
                if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
                    return [Finding("token", ok=False, detail={"why": "bad_token"})]
                name = (await answer.json())["result"]["username"]
                theirs = parsedate_to_datetime(answer.headers["Date"])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError):
            return [Finding("token", ok=False, detail={"why": "unreachable"})]
        ahead = self._now() - theirs
        seconds = round(ahead.total_seconds())
        clock = Finding("clock", ok=abs(ahead) <= MOST_SKEW, detail={"seconds": seconds})
        return [Finding("token", ok=True, detail={"bot": f"@{name}"}), clock]

    async def _room(self, room: RoomAddress) -> Finding:
        try:
            with translated():
                missing = await lacking(self._bot, self._chats, room)
        except DeliveryFailure as failure:
            return Finding("room", ok=False, detail={"room": room.name, "why": type(failure).__name__})
        return Finding("room", ok=not missing, detail={"room": room.name, "lacking": missing})
