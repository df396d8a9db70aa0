"""Says things in rooms, each once: a post of several messages goes on where it was broken off."""

from collections.abc import Callable, Sequence
from datetime import datetime

import discord
from discord.abc import Messageable

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import Buttons
from bot.interface.platform import Receipt
from bot.interface.reply import Reply
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.drawing import Drawing, Drawn
from bot.platforms.discord.failures import translated
from bot.platforms.discord.fields import shortened
from bot.platforms.discord.fingerprint import Fingerprint, fingerprint
from bot.platforms.discord.history import History
from bot.platforms.discord.markup import legible
from bot.platforms.discord.pacer import Pacer
from bot.platforms.discord.passages import title_of
from bot.platforms.discord.rooms import PLATFORM, number_of

_LONGEST_TITLE = 100
_SENT_AND_DELETED = 10008  # the nonce is that of a message which somebody has deleted since


class Posting:
    """Posts, tells and finds again. Raises DeliveryFailure and nothing else for what the world does."""

    def __init__(
        self,
        client: discord.Client,
        buttons: Buttons,
        pacer: Pacer,
        calls: Calls,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._buttons = buttons
        self._pacer = pacer
        self._calls = calls
        self._history = History(client, pacer, now)

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        """Says something in a room. The message id is empty if it was sent, and deleted since."""
        return await self._calls.made(self._post(room, message, key), f"post {key}")

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        """The message with which the post under `key` ends; None if it is surely not there."""
        return await self._calls.made(self._find(room, key, since), f"find {key}")

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        """Says something to one person in private."""
        return await self._calls.made(self._tell(person, message, key), f"tell {key}")

    async def _post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        drawing = Drawing(message, self._buttons, room)
        marks = _marks(room, key, drawing.messages)
        with translated(self._pacer.refused):
            place = self._place(room)
            if isinstance(place, discord.ForumChannel):
                return Receipt(await self._post_in_forum(place, drawing, marks, title_of(message.blocks)))
            return Receipt(await self._send_all(place, drawing, marks))

    async def _tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        with translated(self._pacer.refused):
            chat = await self._client.create_dm(discord.Object(int(person.external_id)))
            room = RoomAddress(PLATFORM, "", str(chat.id))
            drawing = Drawing(message, self._buttons, room, made_for=person.external_id)
            return Receipt(await self._send_all(chat, drawing, _marks(room, key, drawing.messages)))

    async def _find(self, room: RoomAddress, key: str, since: datetime | None) -> Receipt | None:
        last = fingerprint(room.key, key)
        with translated(self._pacer.refused):
            place = self._place(room)
            if isinstance(place, discord.ForumChannel):
                held = await self._history.in_forum(place, last, since)
                return None if held is None else Receipt(held[1])
            found = await self._history.marked(place, [last], since)
        return Receipt(found[last]) if found else None

    async def _send_all(self, place: Messageable, drawing: Drawing, marks: Sequence[Fingerprint]) -> str:
        """Sends what is not there yet of a message in several parts; returns the id of the last one."""
        there = await self._history.marked(place, marks) if len(marks) > 1 else {}
        for number, mark in enumerate(marks):
            if mark not in there:
                there[mark] = await self._send(place, drawing.message(number, mark), mark.nonce)
        return there[marks[-1]]

    async def _send(self, place: Messageable, drawn: Drawn, nonce: str) -> str:
        await self._pacer.turn()
        try:
            message = await place.send(view=drawn.view, files=drawn.files, nonce=nonce, silent=True)
        except discord.NotFound as error:
            if error.code != _SENT_AND_DELETED:
                raise
            return ""
        return str(message.id)

    async def _post_in_forum(
        self, forum: discord.ForumChannel, drawing: Drawing, marks: Sequence[Fingerprint], title: str
    ) -> str:
        """Discord takes no nonce here: who is not sure looks first."""
        begun = await self._history.in_forum(forum, marks[0]) if len(marks) > 1 else None
        thread, first = begun or await self._open(forum, drawing.message(0, marks[0]), title)
        return first if len(marks) == 1 else await self._send_all(thread, drawing, marks)

    async def _open(
        self, forum: discord.ForumChannel, drawn: Drawn, title: str
    ) -> tuple[discord.Thread, str]:
        await self._pacer.turn()
        tags = forum.available_tags[:1] if forum.flags.require_tag else []
        name = shortened(legible(title), _LONGEST_TITLE) or forum.name
        opened = await forum.create_thread(name=name, view=drawn.view, files=drawn.files, applied_tags=tags)
        return opened.thread, str(opened.message.id)

    def _place(self, room: RoomAddress) -> Messageable | discord.ForumChannel:
        """Where to speak. A channel that is not known (yet) is spoken in all the same: Discord knows best."""
        number = number_of(room)
        channel = self._client.get_channel(number)
        if isinstance(channel, discord.ForumChannel):
            return channel
        return self._client.get_partial_messageable(number)


def _marks(room: RoomAddress, key: str, messages: int) -> list[Fingerprint]:
    """The last message carries the mark of the whole: once it is there, all of them are."""
    parts = [fingerprint(room.key, key, part) for part in range(messages - 1)]
    return [*parts, fingerprint(room.key, key)]
