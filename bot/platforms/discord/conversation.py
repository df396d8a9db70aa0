"""What people say and press on Discord -> requests, and the replies back to them."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import discord

from bot.interface.button import BadToken, Buttons
from bot.interface.command import Command
from bot.interface.kinds import Choice
from bot.interface.platform import Dispatcher
from bot.interface.request import Pressed, Raw, Request, Said
from bot.platforms.discord import proofs, submission
from bot.platforms.discord.answering import Answering
from bot.platforms.discord.asking import Asking
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.hearing import request_of

_PAGES = {"page", "week"}
_log = logging.getLogger(__name__)


class Conversation:
    """Speaks for people with the dispatcher. Once it is `closed`, it hears nothing more."""

    def __init__(
        self, dispatcher: Dispatcher, buttons: Buttons, calls: Calls, now: Callable[[], datetime]
    ) -> None:
        self._dispatcher = dispatcher
        self._buttons = buttons
        self._calls = calls
        self._now = now
        self._asking = Asking(dispatcher, buttons, calls)
        self.closed = False

    async def say(self, interaction: discord.Interaction, command: str, arguments: Mapping[str, Raw]) -> None:
        """Answers a command, or asks first what it wants to know."""
        await self._heard(interaction, Said(command, arguments))

    async def press(self, interaction: discord.Interaction, token: str) -> None:
        """Answers a press, or asks first what the button wants to know."""
        await self._heard(interaction, Pressed(token, {}))

    async def submit(self, interaction: discord.Interaction) -> None:
        """Answers an answered form."""
        answers = submission.answers(interaction)
        intent = self._asking.intent(submission.form_id(interaction), answers)
        await self._heard(interaction, intent, is_asked=True)

    async def suggest(
        self, interaction: discord.Interaction, command: Command, parameter: str, typed: str
    ) -> Sequence[Choice]:
        """What could be meant by what is typed of a parameter."""
        request = request_of(interaction, Said(command.name, {}))
        return await self._dispatcher.suggest(request, parameter, typed)

    async def _heard(
        self, interaction: discord.Interaction, intent: Said | Pressed, *, is_asked: bool = False
    ) -> None:
        if self.closed:
            return
        request = request_of(interaction, intent)
        turns_page = isinstance(intent, Pressed) and self._turns_page(request, intent.token)
        answering = Answering(interaction, request, self._buttons, self._now(), turns_page=turns_page)
        answered = self._answered(interaction, request, answering, is_asked=is_asked)
        await asyncio.shield(self._calls.begun(answered, "conversation"))

    async def _answered(
        self, interaction: discord.Interaction, request: Request, answering: Answering, *, is_asked: bool
    ) -> None:
        try:
            form = None if is_asked else self._asking.form(request)
            if form is not None:
                await answering.form(await self._asking.modal(form, request))
                return
            making = self._calls.begun(self._dispatcher.answer(request), "answer")
            await answering.give(making)
            await proofs.share(interaction, request, making.result().shares)
        except Exception:  # noqa: BLE001 - a bug of ours up here; who asked is told, as they are by the dispatcher
            reference = secrets.token_hex(4)
            _log.exception("a reply could not be shown, reference=%s", reference)
            await answering.show(self._dispatcher.unshown(request.speaker.language, reference))

    def _turns_page(self, request: Request, token: str) -> bool:
        """A button that binds a page shows another page of the same thing."""
        try:
            press = self._buttons.read(token, request.place, request.speaker.external_id)
        except BadToken:
            return False
        return bool(_PAGES & press.bound.keys())
