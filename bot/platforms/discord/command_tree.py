"""All that can be said on Discord: the commands of the catalogue, and the entries in menus that say them."""

import logging
from typing import Any

import discord
from discord import app_commands

from bot.interface.platform import Dispatcher
from bot.platforms.discord.conversation import Conversation
from bot.platforms.discord.menus import menus
from bot.platforms.discord.slash import slash_commands

_log = logging.getLogger(__name__)


class CatalogueTree(app_commands.CommandTree[Any]):
    """Made of the dispatcher's catalogue; the conversation answers."""

    def __init__(self, client: discord.Client, dispatcher: Dispatcher, conversation: Conversation) -> None:
        super().__init__(client)
        self.described = dispatcher.described
        self._conversation = conversation
        catalogue = dispatcher.catalogue()
        for command in slash_commands(catalogue, conversation.say, conversation.suggest):
            self.add_command(command)
        for entry in menus(catalogue, conversation.say):
            self.add_command(entry)

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        """A command that is no more, but still offered somewhere, is answered like a misspelt one."""
        _log.warning("a command was not understood", exc_info=error)
        if isinstance(error, app_commands.CommandNotFound):
            await self._conversation.say(interaction, " ".join([*error.parents, error.name]), {})
