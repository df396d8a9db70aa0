"""The private chat: how it is opened, what links lead into it, and how an admin sets up a group from there.

A link is `?start=<command>` or `?start=<command>-<its main argument>`, or says what waits for somebody.
"""

import logging
from dataclasses import replace

from telegram import Bot, ChatShared
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from bot.interface.address import RoomAddress
from bot.interface.platform import Dispatcher
from bot.interface.request import Said
from bot.platforms.telegram.answering import FETCH, GO_ON, Answering
from bot.platforms.telegram.asking import Asking
from bot.platforms.telegram.conversation import Conversation
from bot.platforms.telegram.hearing import Hearing, Scene
from bot.platforms.telegram.line import typed_name
from bot.platforms.telegram.rooms import PLATFORM
from bot.platforms.telegram.welcome import SET_UP, Welcome

CREATE = "cohort create"
_log = logging.getLogger(__name__)
_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


class Doorway:
    """Meets people who come in, and begins what they came for."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        conversation: Conversation,
        asking: Asking,
        answering: Answering,
        hearing: Hearing,
        welcome: Welcome,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._conversation = conversation
        self._asking = asking
        self._answering = answering
        self._hearing = hearing
        self._welcome = welcome

    async def enter(self, scene: Scene, payload: str) -> None:
        """Somebody has pressed Start, or has followed a link."""
        if not scene.is_private:
            if payload == SET_UP:
                await self._conversation.say(scene.about(Said(CREATE, {})))
            return
        questions = await self._asking.open(scene.person)
        said = self._linked(payload)
        if payload == FETCH and await self._answering.fetch(scene):
            return
        if questions is not None and payload in ("", GO_ON):
            await self._conversation.go_on(scene, replace(questions, message=None))
        elif said is not None:
            await self._conversation.say(scene.about(said))
        else:
            await self._welcome.greet(scene)

    async def picked(self, scene: Scene, shared: ChatShared, home: str) -> None:
        """Somebody has picked the group that they want to run, which is known by `home`."""
        if not await self._is_in(shared.chat_id):
            await self._welcome.ask_in(scene)
            return
        place = RoomAddress(PLATFORM, home, home, name=shared.title or "")
        await self._conversation.say(await self._hearing.about(scene, place, Said(CREATE, {})))

    async def _is_in(self, chat: int) -> bool:
        try:
            member = await self._bot.get_chat_member(chat, self._bot.id)
        except (BadRequest, Forbidden):
            return False
        return member.status not in _OUT

    def _linked(self, payload: str) -> Said | None:
        """What a link says; None if it leads to no command."""
        name, _, value = payload.partition("-")
        for command in self._dispatcher.catalogue():
            if typed_name(command) == name:
                return Said(command.name, {command.main: value} if command.main and value else {})
        return None
