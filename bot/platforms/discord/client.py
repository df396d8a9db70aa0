"""The connection to Discord: hears what people do there and hands it on."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import discord
from discord.abc import GuildChannel
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.interface.address import RoomAddress
from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher
from bot.platforms.discord.buckets import look_seldom
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.command_tree import CatalogueTree
from bot.platforms.discord.conversation import Conversation
from bot.platforms.discord.failures import DiscordAway, translated
from bot.platforms.discord.greeting import greet
from bot.platforms.discord.pacer import Pacer
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.publishing import Publishing
from bot.platforms.discord.rights import lacking
from bot.platforms.discord.rooms import number_of
from bot.platforms.discord.slots import remember_slots
from bot.platforms.discord.token_button import TokenButton

_LONGEST_WAIT = 60.0  # seconds for a rate limit; a longer one is the announcer's business
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setup:
    """How to be on Discord.

    `api_url` is where Discord is asked, if not at Discord's; `guild_id` the one server that is to know the
    commands; `shards` are the numbers of those served here, and how many there are. `directory` keeps what
    Discord was told last.
    """

    api_url: str | None
    guild_id: int | None
    shards: tuple[tuple[int, ...], int] | None
    directory: Path


class RoadmateClient(discord.AutoShardedClient):
    """Asks Discord for nothing but the servers it is in, and remembers no message and no member."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        buttons: Buttons,
        calls: Calls,
        setup: Setup,
        now: Callable[[], datetime],
    ) -> None:
        ids, count = setup.shards or (None, None)
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=_LONGEST_WAIT,
            shard_ids=None if ids is None else list(ids),  # type: ignore[arg-type] # None is its own default
            shard_count=count,
        )
        self._dispatcher = dispatcher
        self._calls = calls
        self._setup = setup
        self.conversation = Conversation(dispatcher, buttons, calls, now)
        self.posting = Posting(self, buttons, Pacer(), calls, now)
        self.tree = CatalogueTree(self, dispatcher, self.conversation)
        self.add_dynamic_items(TokenButton)
        look_seldom(self)
        remember_slots()
        ask_at(setup.api_url)

    async def setup_hook(self) -> None:
        """Called once, when Discord has taken the token and before it is connected to."""
        if 0 in (self.shard_ids or [0]):
            await self._publish()

    async def pressed(self, interaction: discord.Interaction, token: str) -> None:
        """Hears a press of a button."""
        await self.conversation.press(interaction, token)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hears answered forms, also those that were opened before a restart."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.conversation.submit(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Hears that a server has let the bot in."""
        await greet(guild, self._dispatcher, self.posting)

    async def lacking(self, room: RoomAddress) -> tuple[str, ...]:
        """The names of the rights that the bot lacks in a room; raises DeliveryFailure."""
        number = number_of(room)
        channel = self.get_channel(number)
        if channel is None:  # that alone says nothing: Discord knows best
            with translated(lambda: None):
                channel = await self._calls.made(self.fetch_channel(number), "room")
        if isinstance(channel, GuildChannel | discord.Thread) and channel.guild.me is not None:
            return lacking(channel.permissions_for(channel.guild.me))
        return ()

    async def find_gateway(self) -> None:
        """Asks where to connect, and whether that is still allowed today; raises DiscordAway.

        Discord resets a token that starts too often, so the last starts of a day are not used.

        discord.py dials the usual gateway where the number of shards is given, and after a session was
        declared void; what answers requests at another address has another gateway too.
        """
        _, gateway, limits = await self.http.get_bot_gateway()
        if self._setup.api_url is not None:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        needed = len(self.shard_ids or ()) or self.shard_count or 1
        if limits["remaining"] < needed:
            raise DiscordAway("no_budget", limits["reset_after"] // 1000)

    async def _publish(self) -> None:
        """Commands that Discord does not take keep nobody from pressing buttons."""
        publishing = Publishing(self.tree, self._setup.directory, self._setup.guild_id)
        try:
            if await publishing.publish(self.application_id or 0):
                _log.info("the commands were made known to Discord")
        except discord.HTTPException as error:
            _log.error("the commands could not be made known to Discord", exc_info=error)


discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks aloud


def ask_at(api_url: str | None) -> None:
    """Where Discord is asked from now on in this process: discord.py has one place for that."""
    if api_url is not None:
        Route.BASE = api_url.rstrip("/")
