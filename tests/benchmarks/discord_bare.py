"""A bare discord.py bot: a button that answers a constant and stores nothing."""

import os
from typing import Any

import discord
from discord import ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

CONSTANT = "Day counted. Streak 1, 2 freezes left."


class Bot(discord.AutoShardedClient):
    """Posts one message with a button into the room `bare`, and answers presses."""

    async def setup_hook(self) -> None:
        """Goes where the real program goes."""
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        self.add_view(Done())

    async def on_ready(self) -> None:
        """Posts."""
        for room in self.get_all_channels():
            if isinstance(room, discord.TextChannel) and room.name == "bare":
                await room.send("Day 1", view=Done())


class Done(ui.View):
    """The button."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Done", custom_id="done")
    async def done(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        """Answers."""
        await interaction.response.send_message(CONSTANT, ephemeral=True)


if __name__ == "__main__":
    Route.BASE = os.environ["DISCORD_API_URL"]
    bot = Bot(
        intents=discord.Intents(guilds=True),
        chunk_guilds_at_startup=False,
        max_messages=None,
        member_cache_flags=discord.MemberCacheFlags.none(),
    )
    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
