"""What people say and press on Telegram -> requests, and the replies back to them."""

import logging
import secrets
from collections.abc import Awaitable

from telegram import CallbackQuery, Message
from telegram.error import BadRequest, TelegramError

from bot.interface.button import BadToken, Buttons
from bot.interface.command import Audience
from bot.interface.platform import DeliveryFailure, Dispatcher
from bot.interface.request import Pressed
from bot.platforms.telegram.answering import GO_ON, Answering
from bot.platforms.telegram.asking import Asking
from bot.platforms.telegram.calls import Calls
from bot.platforms.telegram.hearing import Hearing, Scene
from bot.platforms.telegram.questions import MARK, Questions

_PAGES = {"page", "week"}
_log = logging.getLogger(__name__)


class Conversation:
    """Speaks for people with the dispatcher."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        buttons: Buttons,
        hearing: Hearing,
        asking: Asking,
        answering: Answering,
        calls: Calls,
    ) -> None:
        self._dispatcher = dispatcher
        self._buttons = buttons
        self._hearing = hearing
        self._asking = asking
        self._answering = answering
        self._calls = calls

    async def say(self, scene: Scene) -> None:
        """Answers what was said, or asks first what it wants to know."""
        await self._told(scene, self._heard(scene))

    async def press(self, scene: Scene, query: CallbackQuery) -> None:
        """Answers a press, or asks first what the button wants to know."""
        token = query.data or ""
        if token.startswith(MARK):
            await self._told(scene, self._choose(scene, token))
            return
        is_there = scene.is_private and scene.message is not None
        place = await self._answering.origin(scene.chat, scene.message or 0) if is_there else scene.chat
        scene = await self._hearing.about(scene, place, Pressed(token, {}))
        await self._told(scene, self._heard(scene))

    async def answer_question(self, scene: Scene, questions: Questions, message: Message) -> None:
        """Takes a message for the answer to the question that is open."""
        await self._told(scene, self._heard_answer(scene, questions, message))

    async def go_on(self, scene: Scene, questions: Questions) -> None:
        """Shows again what somebody is being asked."""
        await self._told(scene, self._asking.show(scene, questions))

    async def _heard(self, scene: Scene) -> None:
        form = self._asking.form(scene.request)
        if form is None or not self._may_be_asked(scene):
            await self._answer(scene, self._page_to_turn(scene))
            return
        questions = await self._asking.begin(scene, form)
        if not scene.is_private:
            is_open = await self._answering.is_open(scene.person)
            if scene.press or not is_open:
                scene = await self._answering.point(scene, GO_ON)
            if not is_open:
                return
        await self._answering.acknowledged(scene)
        await self._asking.show(scene, questions)

    async def _choose(self, scene: Scene, data: str) -> None:
        """A key under a question. That of an old one, or of somebody else's, does nothing."""
        questions = await self._asking.open(scene.person)
        scene = await self._answering.acknowledged(scene)
        if questions is None:
            return
        going_on = await self._asking.press(scene, questions, data)
        if going_on is not None:
            await self._go_on(scene, going_on)

    async def _heard_answer(self, scene: Scene, questions: Questions, message: Message) -> None:
        await self._go_on(scene, await self._asking.hear(scene, questions, message))

    async def _go_on(self, scene: Scene, questions: Questions) -> None:
        if questions.asked:
            await self._asking.show(scene, questions)
            return
        await self._asking.close(scene, questions)
        about = await self._hearing.about(scene, questions.place, questions.intent)
        await self._answer(about, questions.message)

    async def _answer(self, scene: Scene, in_place: int | None) -> None:
        making = self._calls.begun(self._dispatcher.answer(scene.request), "answer")
        await self._answering.give(scene, making, in_place)

    async def _told(self, scene: Scene, answering: Awaitable[None]) -> None:
        """Whoever asked is told also when an answer could not be shown, for that is a bug of ours."""
        try:
            await answering
        except (TelegramError, DeliveryFailure) as error:
            if not isinstance(error, BadRequest):
                _log.warning("an answer was lost on its way", exc_info=error)
                return
            await self._apologise(scene)
        except Exception:  # noqa: BLE001 - a bug of ours up here; the dispatcher catches its own
            await self._apologise(scene)

    async def _apologise(self, scene: Scene) -> None:
        reference = secrets.token_hex(4)
        _log.exception("a reply could not be shown, reference=%s", reference)
        try:
            await self._answering.show(scene, self._dispatcher.unshown(scene.language, reference))
        except (TelegramError, DeliveryFailure) as error:
            _log.warning("nor could that be said", exc_info=error)

    def _may_be_asked(self, scene: Scene) -> bool:
        """Nobody is asked for what they are going to be refused."""
        intent, speaker = scene.request.intent, scene.request.speaker
        if speaker.administers or isinstance(intent, Pressed):
            return True
        for_all = {each.name for each in self._dispatcher.catalogue() if each.audience is Audience.EVERYBODY}
        return intent.command in for_all

    def _page_to_turn(self, scene: Scene) -> int | None:
        """The message in which a button that binds a page shows another page of the same thing."""
        intent = scene.request.intent
        if not isinstance(intent, Pressed) or not scene.is_private:
            return None
        try:
            press = self._buttons.read(intent.token, scene.request.place, scene.person)
        except BadToken:
            return None
        return scene.message if _PAGES & press.bound.keys() else None
