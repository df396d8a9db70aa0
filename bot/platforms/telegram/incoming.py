"""An update -> whoever deals with it: a chat that moved, a press, a command, an answer, a reply to a post."""

from dataclasses import dataclass, replace
from datetime import datetime

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.interface.request import Said
from bot.platforms.telegram import anonymous
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.anonymous import Anonymous
from bot.platforms.telegram.answering import Answering
from bot.platforms.telegram.asking import Asking
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.conversation import Conversation
from bot.platforms.telegram.doorway import Doorway
from bot.platforms.telegram.hearing import Hearing, Scene, text_of
from bot.platforms.telegram.line import Typed
from bot.platforms.telegram.proofs import Proofs, brings_something
from bot.platforms.telegram.rooms import place_of, room_of
from bot.platforms.telegram.spoken import Spoken
from bot.platforms.telegram.store import Store
from bot.platforms.telegram.welcome import Welcome

ALLOWED = ("message", "channel_post", "callback_query", "my_chat_member")
_HELP = "help"
_IN = frozenset({ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Ears:
    """Those who deal with what is heard."""

    store: Store
    chats: Chats
    admins: Admins
    hearing: Hearing
    answering: Answering
    asking: Asking
    conversation: Conversation
    anonymous: Anonymous
    welcome: Welcome
    doorway: Doorway
    spoken: Spoken
    proofs: Proofs


class Incoming:
    """Hands on updates."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    async def take(self, update: Update, heard_at: datetime) -> None:
        """Deals with an update. A press does not say when it was made: it counts as of when it was heard."""
        message = update.message or update.channel_post
        if update.callback_query is not None:
            await self._pressed(update.update_id, heard_at, update.callback_query)
        elif update.my_chat_member is not None:
            await self._let_in_or_out(update.update_id, heard_at, update.my_chat_member)
        elif message is not None and not await self._has_moved(message):
            await self._heard(update.update_id, message)

    async def _has_moved(self, message: Message) -> bool:
        """A group that becomes a supergroup says so in both."""
        if message.migrate_to_chat_id:
            await self._ears.chats.moved(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._ears.chats.moved(message.migrate_from_chat_id, message.chat.id)
        else:
            return False
        return True

    async def _pressed(self, event: int, at: datetime, query: CallbackQuery) -> None:
        ears, message = self._ears, query.message
        if message is None:
            return  # under a message that was sent through another chat, which we never do
        chat = place_of(message, ears.chats.home(message.chat.id))
        scene = await ears.hearing.scene(event, at, query.from_user, chat, message.message_id)
        scene = replace(scene, press=query.id)
        if not (query.data or "").startswith(anonymous.MARK):
            await ears.conversation.press(scene, query)
            return
        waiting = await ears.anonymous.said(query)
        if waiting is None:
            await ears.answering.acknowledged(scene)
            return
        scene = await ears.hearing.about(scene, *waiting)
        await ears.conversation.say(scene)
        if scene.request.speaker.administers:
            await ears.anonymous.forget(query)

    async def _heard(self, event: int, message: Message) -> None:
        """A bot is not heard, nor what a channel forwards; who hides behind a chat is nobody."""
        ears, user, typed = self._ears, message.from_user, self._ears.spoken.typed(message)
        home = ears.chats.home(message.chat.id)
        if message.is_automatic_forward or (typed is not None and not ears.spoken.is_for_us(typed)):
            return
        if user is None or message.sender_chat is not None:
            if typed is not None:
                await ears.spoken.say_for_nobody(typed, message, home)
        elif not user.is_bot:
            place = place_of(message, home)
            scene = await ears.hearing.scene(event, message.date, user, place, message.message_id)
            await self._heard_from(scene, typed, message)

    async def _heard_from(self, scene: Scene, typed: Typed | None, message: Message) -> None:
        ears, shared = self._ears, message.chat_shared
        if scene.is_private:
            await ears.answering.opened(scene.person)
        if typed is not None:
            await ears.spoken.say(scene, typed, message)
        elif shared is not None:
            await ears.doorway.picked(scene, shared, ears.chats.home(shared.chat_id))
        elif brings_something(message):
            await self._chatted(scene, message)

    async def _chatted(self, scene: Scene, message: Message) -> None:
        """Words or a file without a command."""
        ears = self._ears
        questions = await ears.asking.open(scene.person) if scene.is_private else None
        answered = message.reply_to_message
        post = answered and await ears.store.sent_as(scene.chat.channel, answered.message_id)
        token = post.token if post else ears.proofs.token_under(scene, answered)
        if token:
            await ears.proofs.count(scene, message, token)
        elif questions is not None:
            await ears.conversation.answer_question(scene, questions, message)
        elif scene.is_private and ears.welcome.is_run_a_group(text_of(message), scene.language):
            await ears.welcome.ask_in(scene)
        elif scene.is_private:
            await ears.conversation.say(scene.about(Said(_HELP, {})))

    async def _let_in_or_out(self, event: int, at: datetime, change: ChatMemberUpdated) -> None:
        ears, home = self._ears, self._ears.chats.home(change.chat.id)
        ears.admins.forget(home)
        is_in, was_in = (each.status in _IN for each in (change.new_chat_member, change.old_chat_member))
        if change.chat.type == ChatType.PRIVATE:
            await ears.answering.opened(home, still=is_in)
        elif is_in and not was_in and home == str(change.chat.id):  # one that has moved was greeted
            await self._greet(event, at, change, home)

    async def _greet(self, event: int, at: datetime, change: ChatMemberUpdated, home: str) -> None:
        chat = room_of(change.chat, home)
        scene = await self._ears.hearing.scene(event, at, change.from_user, chat, None)
        await self._ears.welcome.greet_all(scene)
