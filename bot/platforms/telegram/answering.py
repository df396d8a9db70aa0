"""Shows a reply to the person who asked: where they asked, over the chat, or in their private chat.

A bot cannot open a private chat. What is for somebody's eyes only waits until they have opened it.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import Forbidden, TelegramError

from bot.interface.address import RoomAddress
from bot.interface.platform import Dispatcher
from bot.interface.reply import Reply
from bot.platforms.telegram import words
from bot.platforms.telegram.chats import Chats
from bot.platforms.telegram.drawing import Draft, Drawing, beginning, toast
from bot.platforms.telegram.hearing import Scene
from bot.platforms.telegram.keyboard import Key
from bot.platforms.telegram.markup import escaped
from bot.platforms.telegram.packing import packed_draft, unpacked_draft, unpacked_room
from bot.platforms.telegram.rooms import private, thread_of
from bot.platforms.telegram.sending import Sending
from bot.platforms.telegram.store import Store

PATIENCE = timedelta(seconds=3)
"""After so long without an answer a press is acknowledged without one."""

OPENED, ORIGIN, WAITING = "opened", "origin", "waiting"
FETCH, GO_ON = "answer", "question"
_log = logging.getLogger(__name__)


class Answering:
    """Answers; raises TelegramError for what cannot be shown."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        sending: Sending,
        drawing: Drawing,
        store: Store,
        chats: Chats,
    ) -> None:
        self._bot = bot
        self._chats = chats
        self._dispatcher = dispatcher
        self._sending = sending
        self._drawing = drawing
        self._store = store
        self._opened = set[str]()

    async def give(self, scene: Scene, making: asyncio.Task[Reply], in_place: int | None = None) -> None:
        """Shows a reply that is being made, where it can in the place of the message with that number."""
        await asyncio.wait({making}, timeout=PATIENCE.total_seconds())
        if not making.done():
            scene = await self._under_way(scene)
        await self.show(scene, await making, in_place)

    async def show(self, scene: Scene, reply: Reply, in_place: int | None = None) -> None:
        """Shows a reply, in as many messages as it needs."""
        if reply.whisper and not scene.is_private:
            await self._whisper(scene, reply)
            return
        scene = await self.acknowledged(scene)
        place = scene.chat if reply.whisper or not scene.is_private else scene.request.place
        drafts = self._drawing.drafts(reply, scene.request.place, scene.person)
        if in_place is not None and place == scene.chat and len(drafts) == 1 and drafts[0].file is None:
            await self._sending.edit(place, in_place, drafts[0])
            await self._keep_origin(scene, place, in_place, drafts[0])
            return
        answered = None if scene.is_private or scene.press else scene.message
        for draft in drafts:
            message = await self._sending.say(place, draft, answered)
            await self._keep_origin(scene, place, message, draft)

    async def point(self, scene: Scene, payload: str) -> Scene:
        """Shows the way to the private chat."""
        url = self.link(payload)
        if scene.press:
            return await self.acknowledged(scene, url=url)
        described, language = self._dispatcher.described, scene.language
        key = Key(described(words.OPEN_CHAT, language), url=url)
        text = escaped(described(words.WAITS, language))
        await self._sending.say(scene.chat, Draft(text, ((key,),)), scene.message)
        return scene

    async def acknowledged(self, scene: Scene, text: str = "", url: str = "") -> Scene:
        """Answers a press, which comes before anything else; what was not pressed needs no answer."""
        if scene.press:
            try:
                await self._bot.answer_callback_query(scene.press, text=text or None, url=url or None)
            except TelegramError as error:  # it waited for too long; what it asked for is done all the same
                _log.info("a press could not be answered", exc_info=error)
        return replace(scene, press="")

    async def _under_way(self, scene: Scene) -> Scene:
        """Shows that an answer takes its time: a press is answered, who said something sees us type."""
        if scene.press:
            return await self.acknowledged(scene)
        chat, thread = self._chats.present(scene.chat.channel), thread_of(scene.chat)
        try:
            await self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread)
        except TelegramError as error:
            _log.info("nobody could be shown that we type", exc_info=error)
        return scene

    async def fetch(self, scene: Scene) -> bool:
        """Shows what waited for somebody; whether there was anything."""
        note = await self._store.note(WAITING, scene.person)
        if note is None:
            return False
        drafts = [unpacked_draft(each) for each in note["drafts"]]
        await self._store.drop_note(WAITING, scene.person)
        await self._deliver(scene.person, unpacked_room(note["place"]), drafts)
        return True

    async def is_open(self, person: str) -> bool:
        """Whether somebody's private chat is open, as far as is known."""
        return person in self._opened or await self._store.note(OPENED, person) is not None

    async def opened(self, person: str, *, still: bool = True) -> None:
        """Notes that somebody has opened their private chat, or is `still` there no more."""
        if still and person not in self._opened:
            self._opened.add(person)
            await self._store.keep_note(OPENED, person, {})
        elif not still:
            self._opened.discard(person)
            await self._store.drop_note(OPENED, person)

    async def origin(self, chat: RoomAddress, message: int) -> RoomAddress:
        """The room that a message is about."""
        note = await self._store.note(ORIGIN, f"{chat.channel}:{message}")
        return chat if note is None else unpacked_room(note)

    def link(self, payload: str) -> str:
        """A link that opens the private chat and says why."""
        return f"https://t.me/{self._bot.username}?start={payload}"

    def group_link(self, payload: str) -> str:
        """A link that lets the bot into a group."""
        return f"https://t.me/{self._bot.username}?startgroup={payload}"

    async def _whisper(self, scene: Scene, reply: Reply) -> None:
        text = toast(reply)
        if scene.press and text is not None:
            await self.acknowledged(scene, text)
            return
        drafts = self._drawing.drafts(reply, scene.request.place, scene.person)
        first = beginning(reply)
        if await self.is_open(scene.person):
            scene = await self.acknowledged(scene, first)
            if await self._delivered(scene, drafts):
                return
        if scene.press and first:
            await self.acknowledged(scene, first)
            return
        body = {"place": asdict(scene.request.place), "drafts": [packed_draft(draft) for draft in drafts]}
        await self._store.keep_note(WAITING, scene.person, body)
        await self.point(scene, FETCH)

    async def _delivered(self, scene: Scene, drafts: Sequence[Draft]) -> bool:
        try:
            await self._deliver(scene.person, scene.request.place, drafts)
        except Forbidden:
            await self.opened(scene.person, still=False)
            return False
        return True

    async def _deliver(self, person: str, about: RoomAddress, drafts: Sequence[Draft]) -> None:
        room = private(person)
        for draft in drafts:
            message = await self._sending.say(room, draft)
            if draft.rows and about.space:
                await self._store.keep_note(ORIGIN, f"{person}:{message}", asdict(about))

    async def _keep_origin(self, scene: Scene, place: RoomAddress, message: int, draft: Draft) -> None:
        """Buttons under an answer in private may be about another room."""
        if draft.rows and not place.space and scene.request.place.space:
            name = f"{place.channel}:{message}"
            await self._store.keep_note(ORIGIN, name, asdict(scene.request.place))
