"""A message that begins with a slash -> the command that is said, or the door that is entered."""

from collections.abc import Sequence

from telegram import Message

from bot.interface.command import Command
from bot.interface.request import Said
from bot.platforms.telegram import line
from bot.platforms.telegram.anonymous import Anonymous
from bot.platforms.telegram.conversation import Conversation
from bot.platforms.telegram.doorway import Doorway
from bot.platforms.telegram.hearing import Hearing, Scene, text_of
from bot.platforms.telegram.line import Typed
from bot.platforms.telegram.rooms import place_of

_START = "start"


class Spoken:
    """Hears commands that are for this bot; those for others are none of its business."""

    def __init__(
        self,
        username: str,
        catalogue: Sequence[Command],
        hearing: Hearing,
        conversation: Conversation,
        doorway: Doorway,
        anonymous: Anonymous,
    ) -> None:
        self._username = username.casefold()
        self._catalogue = catalogue
        self._hearing = hearing
        self._conversation = conversation
        self._doorway = doorway
        self._anonymous = anonymous

    def typed(self, message: Message) -> Typed | None:
        """What a message says as a command."""
        return line.typed(text_of(message), self._catalogue)

    def is_for_us(self, typed: Typed) -> bool:
        """Whether no other bot is meant."""
        return typed.to in ("", self._username)

    async def say(self, scene: Scene, typed: Typed, message: Message) -> None:
        """Answers a command. One that there is not may be another bot's, where others listen."""
        if typed.name == _START:
            await self._doorway.enter(scene, typed.rest)
        elif typed.command is not None:
            home = scene.chat.channel
            said = await self._hearing.values(typed.command, dict(typed.arguments), message, home)
            await self._conversation.say(scene.about(Said(typed.name, said)))
        elif scene.is_private or typed.to:
            await self._conversation.say(scene.about(Said(typed.name, {})))

    async def say_for_nobody(self, typed: Typed, message: Message, home: str) -> None:
        """Asks who it was that said a command."""
        if typed.command is not None:
            said = await self._hearing.values(typed.command, dict(typed.arguments), message, home)
            place = place_of(message, home)
            await self._anonymous.ask(typed.command, said, place, message.message_id)
