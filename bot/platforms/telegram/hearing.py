"""An update -> who says what, where and when."""

from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Message, MessageEntity, User

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.command import Command
from bot.interface.kinds import File, Person
from bot.interface.request import Attachment, Pressed, Raw, Request, Said, Speaker
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.markup import legible
from bot.platforms.telegram.packing import Fetching

_UNNAMED = "file"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where something was said: the chat it stands in, its number there, and the press to be answered.

    The request may be about another room: what is asked of a group can be answered in a private chat.
    """

    request: Request
    user: User
    chat: RoomAddress
    message: int | None
    press: str = ""

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads along."""
        return not self.chat.space

    @property
    def person(self) -> str:
        """The id of who speaks."""
        return self.request.speaker.external_id

    @property
    def language(self) -> str:
        """The language that they have chosen on Telegram."""
        return self.request.speaker.language

    def about(self, intent: Said | Pressed) -> "Scene":
        """The same with something else said."""
        return replace(self, request=replace(self.request, intent=intent))


class Hearing:
    """Makes requests, for which it must know who administers a chat."""

    def __init__(self, admins: Admins) -> None:
        self._admins = admins

    async def scene(
        self, event: int, at: datetime, user: User, chat: RoomAddress, message: int | None
    ) -> Scene:
        """The scene of an event. Nothing is said in it yet."""
        request = Request(str(event), at, _speaker(user), chat, chat.name, Said("", {}))
        return await self.about(Scene(request, user, chat, message), chat, request.intent)

    async def about(self, scene: Scene, place: RoomAddress, intent: Said | Pressed) -> Scene:
        """The same scene, where something is said about a room, by somebody who may administer it."""
        administers = bool(place.space) and await self._admins.has(place.channel, scene.user.id)
        speaker = replace(scene.request.speaker, administers=administers)
        request = replace(scene.request, speaker=speaker, place=place, space_name=place.name, intent=intent)
        return replace(scene, request=request)

    async def values(
        self, command: Command, words: dict[str, str], message: Message, home: str
    ) -> dict[str, Raw]:
        """Words as arguments, where a message says more than words: people it names, files it brings."""
        said: dict[str, Raw] = dict(words)
        for parameter in command.parameters:
            name = parameter.name
            found: Raw | None = None
            if isinstance(parameter.kind, Person):
                found = await self._person(words.get(name, ""), message, home)
            elif isinstance(parameter.kind, File):
                found = attachment(message)
            if found is not None:
                said[name] = found
        return said

    async def _person(self, word: str, message: Message, home: str) -> PersonRef | None:
        """Who is named: by a mention, or without a word by what the message replies to."""
        answered = message.reply_to_message
        if not word:
            is_word = answered is not None and answered.forum_topic_created is None
            user = answered.from_user if answered is not None and is_word else None
            return None if user is None or user.is_bot else person(user)
        for entity, text in _mentions(message).items():
            if text == word and entity.user is not None:
                return person(entity.user)
        found = await self._admins.named(home, word.removeprefix("@")) if word.startswith("@") else None
        return None if found is None else person(found)


def _speaker(user: User) -> Speaker:
    language = user.language_code or ""
    return Speaker(str(user.id), legible(user.full_name), is_bot=user.is_bot, language=language)


def person(user: User) -> PersonRef:
    """Somebody, under the name they have now."""
    return PersonRef(str(user.id), legible(user.full_name))


def attachment(message: Message) -> Attachment | None:
    """The file that a message brings; of a picture the largest."""
    bot = message.get_bot()
    if message.document is not None:
        file = message.document
        name, kind = file.file_name or _UNNAMED, file.mime_type or ""
        return Attachment(name, file.file_size or 0, kind, Fetching(bot, file.file_id))
    if message.photo:
        photo = message.photo[-1]
        return Attachment("photo.jpg", photo.file_size or 0, "image/jpeg", Fetching(bot, photo.file_id))
    return None


def text_of(message: Message) -> str:
    """What a message says in words."""
    return message.text or message.caption or ""


def _mentions(message: Message) -> dict[MessageEntity, str]:
    kinds: list[str | None] = [MessageEntity.TEXT_MENTION]
    return message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
