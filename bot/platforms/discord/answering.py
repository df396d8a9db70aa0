"""Shows a reply to the person who asked, within the three seconds that Discord gives for a first answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

import aiohttp
import discord

from bot.interface.button import Buttons
from bot.interface.reply import Reply
from bot.interface.request import Request
from bot.platforms.discord.drawing import Drawing, Drawn

PATIENCE = timedelta(seconds=1.7)
"""So long after the event, without an answer, Discord is told to wait; that takes a request of its own."""
LEAST_PATIENCE = timedelta(seconds=0.2)

_ANSWERED_BEFORE = 40060
_log = logging.getLogger(__name__)


class Answering:
    """The answer to one interaction, of which is heard at `now`.

    With `turns_page` it takes the place of the whisper in which the button was pressed.
    """

    def __init__(
        self,
        interaction: discord.Interaction,
        request: Request,
        buttons: Buttons,
        now: datetime,
        *,
        turns_page: bool = False,
    ) -> None:
        self._interaction = interaction
        self._request = request
        self._buttons = buttons
        pressed = interaction.message
        self._in_place = turns_page and pressed is not None and pressed.flags.ephemeral
        self._deferred = False
        # The clocks may differ: what seems to come from the future has just happened.
        self._patience = min(PATIENCE, max(LEAST_PATIENCE, PATIENCE - (now - request.at)))

    async def give(self, reply: asyncio.Task[Reply]) -> None:
        """Shows a reply that is being made."""
        await asyncio.wait({reply}, timeout=self._patience.total_seconds())
        if not reply.done():
            self._deferred = await _arrives(self._defer)
            if not self._deferred:  # nobody waits any more; what was asked for is done all the same
                await reply
                return
        await self.show(await reply)

    async def show(self, reply: Reply) -> None:
        """Shows a reply, in as many messages as it needs."""
        drawing = Drawing(reply, self._buttons, self._request.place, self._request.speaker.external_id)
        whisper = reply.whisper or self._deferred  # what was announced in a whisper is whispered
        await _arrives(lambda: self._first(drawing.message(0), whisper=whisper))
        for place in range(1, drawing.messages):
            await _arrives(partial(self._further, drawing.message(place), whisper=whisper), attempts=1)

    async def form(self, modal: discord.ui.Modal) -> None:
        """Shows a form, which only a first answer can be."""
        await _arrives(lambda: self._interaction.response.send_modal(modal))

    async def _defer(self) -> None:
        """Nobody but the person sees that there is something to wait for."""
        if self._in_place:
            await self._interaction.response.defer()
        else:
            await self._interaction.response.defer(ephemeral=True, thinking=True)

    async def _first(self, drawn: Drawn, *, whisper: bool) -> None:
        interaction, view, files = self._interaction, drawn.view, drawn.files
        if self._deferred:
            await interaction.edit_original_response(view=view, attachments=files)
        elif interaction.response.is_done():  # something was shown before a fault of ours
            await self._further(drawn, whisper=whisper)
        elif self._in_place:
            await interaction.response.edit_message(view=view, attachments=files)
        else:
            await interaction.response.send_message(
                view=view, files=files, ephemeral=whisper, silent=not whisper
            )

    async def _further(self, drawn: Drawn, *, whisper: bool) -> None:
        await self._interaction.followup.send(
            view=drawn.view, files=drawn.files, ephemeral=whisper, silent=not whisper, wait=True
        )


async def _arrives(answer: Callable[[], Awaitable[object]], attempts: int = 2) -> bool:
    """Whether the answer reached Discord. What it tells of was done, and stays done, if it did not.

    A first answer is taken only once, so after a lost connection it can be sent again.
    """
    for is_last in (attempt == attempts for attempt in range(1, attempts + 1)):
        try:
            await answer()
        except (aiohttp.ClientError, OSError) as error:
            if is_last:
                _log.warning("an answer was lost on its way", exc_info=error)
        except discord.HTTPException as error:
            if error.code == _ANSWERED_BEFORE:
                return True
            if error.status == HTTPStatus.BAD_REQUEST:
                raise  # our own mistake, which is to be told
            _log.warning("an answer came too late, or Discord has troubles", exc_info=error)
            return False
        else:
            return True
    return False
