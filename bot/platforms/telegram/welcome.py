"""Says hello, and shows the way to the first step."""

import logging
from dataclasses import replace

from bot.interface.platform import DeliveryFailure, Dispatcher
from bot.platforms.telegram import words
from bot.platforms.telegram.answering import Answering
from bot.platforms.telegram.drawing import Draft, Drawing
from bot.platforms.telegram.hearing import Scene
from bot.platforms.telegram.keyboard import Key
from bot.platforms.telegram.markup import escaped
from bot.platforms.telegram.posting import Posting
from bot.platforms.telegram.sending import Sending

SET_UP = "run"
_log = logging.getLogger(__name__)


class Welcome:
    """Greets people and chats."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        answering: Answering,
        sending: Sending,
        drawing: Drawing,
        posting: Posting,
    ) -> None:
        self._dispatcher = dispatcher
        self._answering = answering
        self._sending = sending
        self._drawing = drawing
        self._posting = posting

    async def greet(self, scene: Scene) -> None:
        """Greets in a private chat; below the greeting there is a key for running a group."""
        drafts = self._drawing.drafts(self._dispatcher.greeting(scene.language), scene.chat, scene.person)
        label = self._dispatcher.described(words.RUN_A_GROUP, scene.language)
        drafts[-1] = replace(drafts[-1], picker=label)
        for draft in drafts:
            await self._sending.say(scene.chat, draft)

    async def greet_all(self, scene: Scene) -> None:
        """Greets, once, in a chat that has let the bot in; silent where it may not speak."""
        try:
            await self._posting.post(
                scene.chat, self._dispatcher.greeting(scene.language), f"hello {scene.request.event_id}"
            )
        except DeliveryFailure as error:
            _log.warning("a chat was not greeted", exc_info=error)

    async def ask_in(self, scene: Scene) -> None:
        """Asks to be let into a group."""
        described, language = self._dispatcher.described, scene.language
        key = Key(described(words.ADD_TO_GROUP, language), url=self._answering.group_link(SET_UP))
        text = escaped(described(words.PICK_A_GROUP, language))
        await self._sending.say(scene.chat, Draft(text, ((key,),)))

    def is_run_a_group(self, text: str, language: str) -> bool:
        """Whether somebody has typed what stands on that key."""
        return text.strip() == self._dispatcher.described(words.RUN_A_GROUP, language)
