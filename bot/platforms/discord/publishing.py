"""Makes the commands known to Discord, in every language, and only when they have changed.

Discord allows 200 new commands a day, and each change takes a while to reach everybody.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
from discord import AppCommandType, app_commands

from bot.platforms.discord.command_tree import CatalogueTree
from bot.platforms.discord.slash import LONGEST_DESCRIPTION

_MARK = "discord-commands.sha256"
_NOT_FOR_ONE_SERVER = ("contexts", "integration_types", "dm_permission")
_KINDS = (AppCommandType.chat_input, AppCommandType.message, AppCommandType.user)


class Publishing:
    """Remembers in `directory` what was made known last; `guild_id` is the one server to tell, if any."""

    def __init__(self, tree: CatalogueTree, directory: Path, guild_id: int | None) -> None:
        self._tree = tree
        self._translations = _Translations(tree.described)
        self._mark = directory / _MARK
        self._guild_id = guild_id

    async def publish(self, application: int) -> bool:
        """Makes the commands known unless they are; returns whether that was needed."""
        payload = await self.payload()
        if self.is_known(application, payload):
            return False
        http = self._tree.client.http
        if self._guild_id is None:
            await http.bulk_upsert_global_commands(application, payload=payload)
        else:
            await http.bulk_upsert_guild_commands(application, self._guild_id, payload=payload)
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        self._mark.write_text(self._digest(application, payload), encoding="ascii")
        return True

    def is_known(self, application: int, payload: list[dict[str, Any]]) -> bool:
        """Whether this was made known last."""
        try:
            return self._mark.read_text(encoding="ascii") == self._digest(application, payload)
        except (OSError, UnicodeDecodeError):
            return False

    async def payload(self) -> list[dict[str, Any]]:
        """The commands as Discord gets them."""
        found: list[dict[str, Any]] = [
            await command.get_translated_payload(self._tree, self._translations)
            for kind in _KINDS
            for command in self._tree.get_commands(type=kind)
        ]
        if self._guild_id is not None:
            for command in found:
                for field in _NOT_FOR_ONE_SERVER:
                    command.pop(field, None)
        return found

    def _digest(self, application: int, payload: list[dict[str, Any]]) -> str:
        text = json.dumps([application, self._guild_id, payload], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class _Translations(app_commands.Translator):
    """Descriptions in each reader's language; names stay English, as they stand in the documents."""

    def __init__(self, described: Callable[[str, str], str]) -> None:
        self._described = described

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the message id says it all
    ) -> str | None:
        """The text in the language; None where it would be the same."""
        message_id = string.extras.get("message_id")
        if message_id is None:
            return None
        text = self._described(message_id, locale.value)
        return None if text == message_id else text[:LONGEST_DESCRIPTION]
