"""Makes the commands known to Telegram, for each kind of chat and language, and only what has changed."""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.interface.command import Audience, Command
from bot.interface.platform import Dispatcher
from bot.platforms.telegram import words
from bot.platforms.telegram.line import typed_name
from bot.platforms.telegram.store import Store

_KIND = "published"
_LONGEST_DESCRIPTION = 256
# Those in which Telegram's own apps speak; https://translations.telegram.org
_LANGUAGES = (
    *("ar", "be", "ca", "cs", "de", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "kk", "ko"),
    *("ms", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sr", "sv", "tr", "uk", "uz", "vi", "zh"),
)
_log = logging.getLogger(__name__)


class Publishing:
    """Remembers what was made known last."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, store: Store) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._store = store

    async def publish(self) -> None:
        """Makes known what has changed. What Telegram does not take keeps nobody from being answered."""
        wanted = dict(self._wanted())
        known = await self._store.notes(_KIND)
        try:
            for place, commands in wanted.items():
                digest = self._digest(commands)
                if known.get(self._name(*place), {}).get("digest") != digest:
                    await self._bot.set_my_commands(
                        commands, scope=_SCOPES[place[0]], language_code=place[1] or None
                    )
                    await self._store.keep_note(_KIND, self._name(*place), {"digest": digest})
            await self._take_back({self._name(*place) for place in wanted}, set(known))
        except TelegramError as error:
            _log.error("the commands could not be made known to Telegram", exc_info=error)

    async def is_published(self) -> bool:
        """Whether Telegram shows the commands as they are now; raises TelegramError."""
        for (scope, language), commands in self._wanted():
            shown = await self._bot.get_my_commands(scope=_SCOPES[scope], language_code=language or None)
            if self._digest(shown) != self._digest(commands):
                return False
        return True

    async def _take_back(self, wanted: set[str], known: set[str]) -> None:
        """A language that is spoken no more would go on to be shown."""
        for name in known - wanted:
            bot, scope, language = name.split("/")
            if bot == str(self._bot.id):
                await self._bot.delete_my_commands(scope=_SCOPES[scope], language_code=language or None)
                await self._store.drop_note(_KIND, name)

    def _wanted(self) -> Iterator[tuple[tuple[str, str], Sequence[BotCommand]]]:
        """The commands for each scope and language; without a language for all others."""
        for_all = [each for each in self._dispatcher.catalogue() if each.audience is Audience.EVERYBODY]
        shown = {"private": for_all, "groups": for_all, "admins": self._dispatcher.catalogue()}
        for scope, commands in shown.items():
            plain = self._listed(scope, commands, "")
            yield (scope, ""), plain
            for language in _LANGUAGES:
                listed = self._listed(scope, commands, language)
                if listed != plain:
                    yield (scope, language), listed

    def _listed(self, scope: str, commands: Sequence[Command], language: str) -> list[BotCommand]:
        named = [(typed_name(command), command.help) for command in commands]
        start = [("start", words.BEGIN)] if scope == "private" else []
        return [
            BotCommand(name, self._dispatcher.described(text, language)[:_LONGEST_DESCRIPTION])
            for name, text in start + named
        ]

    def _name(self, scope: str, language: str) -> str:
        return f"{self._bot.id}/{scope}/{language}"

    def _digest(self, commands: Sequence[BotCommand]) -> str:
        text = json.dumps([(each.command, each.description) for each in commands])
        return hashlib.sha256(text.encode()).hexdigest()


_SCOPES: dict[str, BotCommandScope] = {
    "private": BotCommandScopeAllPrivateChats(),
    "groups": BotCommandScopeAllGroupChats(),
    "admins": BotCommandScopeAllChatAdministrators(),
}
