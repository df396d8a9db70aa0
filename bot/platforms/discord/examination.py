"""Finds out whether everything is right between the bot and Discord, for the doctor; says nothing itself."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
import discord
from discord.http import Route

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.finding import Finding
from bot.interface.platform import DeliveryFailure, Dispatcher, Refused
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.client import Setup, ask_at
from bot.platforms.discord.command_tree import CatalogueTree
from bot.platforms.discord.conversation import Conversation
from bot.platforms.discord.failures import DiscordAway, connecting, translated
from bot.platforms.discord.publishing import Publishing
from bot.platforms.discord.rights import invite_url, lacking
from bot.platforms.discord.rooms import number_of

MOST_SKEW = timedelta(seconds=5)


class Examination:
    """Looks, and changes nothing; needs no connection but requests."""

    def __init__(
        self, dispatcher: Dispatcher, buttons: Buttons, setup: Setup, now: Callable[[], datetime]
    ) -> None:
        self._setup = setup
        self._now = now
        self._client = discord.Client(intents=discord.Intents(guilds=True))
        conversation = Conversation(dispatcher, buttons, Calls(), now)
        tree = CatalogueTree(self._client, dispatcher, conversation)
        self._publishing = Publishing(tree, setup.directory, setup.guild_id)

    async def findings(self, token: str, rooms: Sequence[RoomAddress]) -> list[Finding]:
        """What was found; without a token that works there is only that to say."""
        ask_at(self._setup.api_url)
        async with self._client:
            try:
                with connecting():
                    await self._client.login(token)
                    found = [self._token(), await self._clock(token), await self._commands()]
                    return found + [await self._room(room) for room in rooms]
            except Refused as error:
                return [Finding("token", ok=False, detail={"why": error.reason})]
            except DiscordAway as error:
                return [Finding("token", ok=False, detail={"why": error.code, "number": error.number})]

    def _token(self) -> Finding:
        user = self._client.user
        number = self._client.application_id or 0
        return Finding("token", ok=True, detail={"bot": str(user), "invite": invite_url(number)})

    async def _clock(self, token: str) -> Finding:
        """Discord says the time with every answer, to the second."""
        headers = {"Authorization": f"Bot {token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.get(f"{Route.BASE}/gateway") as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
        ahead = self._now() - theirs
        return Finding("clock", ok=abs(ahead) <= MOST_SKEW, detail={"seconds": round(ahead.total_seconds())})

    async def _commands(self) -> Finding:
        payload = await self._publishing.payload()
        known = self._publishing.is_known(self._client.application_id or 0, payload)
        return Finding("commands", ok=known, detail={"published": int(known)})

    async def _room(self, room: RoomAddress) -> Finding:
        try:
            with translated(lambda: None):
                missing = await self._missing(room)
        except DeliveryFailure as failure:
            return Finding("room", ok=False, detail={"room": room.name, "why": type(failure).__name__})
        return Finding("room", ok=not missing, detail={"room": room.name, "lacking": missing})

    async def _missing(self, room: RoomAddress) -> tuple[str, ...]:
        guild = await self._client.fetch_guild(int(room.space))
        me = await guild.fetch_member(self._client.user.id if self._client.user else 0)
        channels = {channel.id: channel for channel in await guild.fetch_channels()}
        channel = channels.get(int(room.channel))
        if channel is None:
            await self._client.fetch_channel(number_of(room))
            return ()
        return lacking(channel.permissions_for(me))
