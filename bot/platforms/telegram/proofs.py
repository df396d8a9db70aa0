"""A reply to a post, with words or a picture, counts like the button under it; a reaction is its receipt."""

from telegram import Bot, Message
from telegram.constants import ReactionEmoji
from telegram.error import TelegramError

from bot.interface.button import BadToken, Buttons
from bot.interface.kinds import File, Prose
from bot.interface.platform import Dispatcher
from bot.interface.reply import Reply, Says
from bot.interface.request import Pressed, Raw
from bot.platforms.telegram.answering import Answering
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.hearing import Scene, attachment, text_of
from bot.platforms.telegram.posting import CHECK_IN

COUNTED = ReactionEmoji.THUMBS_UP
NOT_COUNTED = ReactionEmoji.THINKING_FACE
_UNDO = "undo"


class Proofs:
    """Counts replies."""

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, buttons: Buttons, answering: Answering, chats: Chats
    ) -> None:
        self._bot = bot
        self._buttons = buttons
        self._dispatcher = dispatcher
        self._answering = answering
        self._chats = chats
        self._kinds = {
            parameter.name: parameter.kind
            for command in dispatcher.catalogue()
            if command.name == CHECK_IN
            for parameter in command.parameters
        }

    def answers(self, message: Message) -> dict[str, Raw]:
        """What a message brings for a check-in, as far as that can be taken."""
        answers: dict[str, Raw] = {}
        note, proof, text = self._kinds.get("note"), self._kinds.get("proof"), text_of(message).strip()
        if isinstance(note, Prose) and text:
            answers["note"] = text[: note.most]
        file = attachment(message)
        if isinstance(proof, File) and file is not None:
            answers["proof"] = file
        return answers

    def token_under(self, scene: Scene, answered: Message | None) -> str:
        """What the key for checking in says under a message of ours that nobody has noted the arrival of."""
        markup = answered.reply_markup if answered is not None else None
        keys = [key for row in markup.inline_keyboard for key in row] if markup is not None else []
        tokens = [key.callback_data for key in keys if isinstance(key.callback_data, str)]
        return next((token for token in tokens if self._checks_in(scene, token)), "")

    async def count(self, scene: Scene, message: Message, token: str) -> None:
        """Counts a reply to the post with that token. What is not said by the reaction is said in private."""
        scene = scene.about(Pressed(token, self.answers(message)))
        reply = await self._dispatcher.answer(scene.request)
        counted = _has_counted(reply)
        is_open = scene.is_private or await self._answering.is_open(scene.person)
        emoji = COUNTED if counted else NOT_COUNTED
        is_told = (counted or not is_open) and await self._react(scene, message, emoji)
        if is_open and not is_told:
            await self._answering.show(scene, reply)

    def _checks_in(self, scene: Scene, token: str) -> bool:
        try:
            press = self._buttons.read(token, scene.chat, scene.person)
        except BadToken:
            return False
        return press.command.name == CHECK_IN and not press.ask

    async def _react(self, scene: Scene, message: Message, emoji: ReactionEmoji) -> bool:
        """Whether reactions are allowed there."""
        chat = self._chats.present(scene.chat.channel)
        try:
            return await self._bot.set_message_reaction(chat, message.message_id, emoji)
        except TelegramError:
            return False


def brings_something(message: Message) -> bool:
    """Whether a message is more than a sticker."""
    return bool(text_of(message).strip()) or attachment(message) is not None


def _has_counted(reply: Reply) -> bool:
    """What can be taken back has counted."""
    return any(isinstance(button, Says) and button.command == _UNDO for button in reply.buttons)
