"""The playground as a platform: what is posted is kept and shown, what is said is answered."""

import asyncio
import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import Buttons
from bot.interface.platform import Dispatcher, Receipt, RoomGone, Unclear
from bot.interface.reply import Reply
from bot.interface.timepiece import Timepiece
from bot.platforms.playground import wire, world
from bot.platforms.playground.assets import Assets
from bot.platforms.playground.completing import Completing
from bot.platforms.playground.conversation import Conversation, Heard
from bot.platforms.playground.form import Answer, Questions
from bot.platforms.playground.history import History
from bot.platforms.playground.live import Bell
from bot.platforms.playground.message import Draft, Message
from bot.platforms.playground.showing import Showing
from bot.platforms.playground.speaking import Speaking
from bot.platforms.playground.steering import Steering
from bot.platforms.playground.world import Member, Room


class Playground:
    """A chat server with invented members; implements `bot.interface.platform.Platform`."""

    name = world.PLATFORM

    def __init__(
        self, dispatcher: Dispatcher, buttons: Buttons, timepiece: Timepiece, directory: Path
    ) -> None:
        self._buttons = buttons
        self._timepiece = timepiece
        self._history = History(directory)
        self._bell = Bell()
        self._open_forms: dict[str, tuple[Room, Questions]] = {}
        self._conversation = Conversation(dispatcher, buttons, timepiece, self._keep)
        self._dispatcher = dispatcher

    async def start(self) -> None:
        """Open the history; raises HistoryUnusable."""
        await self._history.open()

    async def lost(self) -> None:
        """Never: there is no connection that could end."""
        await asyncio.get_running_loop().create_future()

    async def stop(self) -> None:
        """End the open streams and close the history."""
        await self.hang_up()
        await self._history.close()

    async def hang_up(self) -> None:
        """End the open streams, so that a web server that stops need not wait for them."""
        self._bell.close()

    def routes(self) -> Iterable[web.RouteDef]:
        """What a web server must serve for the page."""
        token, run = secrets.token_urlsafe(24), secrets.token_urlsafe(8)
        steering = Steering(self._timepiece, self._bell)
        completing = Completing(self._dispatcher, self._conversation, self._timepiece)
        return (
            *Assets(token).routes(),
            *Showing(self._history, self._bell, steering.clock, run).routes(),
            *Speaking(self._conversation, completing, steering, token).routes(),
        )

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        """Show a message in a room; the same key twice is one message."""
        return await self._deliver(_place(room), message, key)

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        """The message posted under the key."""
        del since  # nothing is forgotten here
        place = _place(room)
        try:
            found = await self._history.under_key(place.id, key)
        except sqlite3.Error as error:
            raise Unclear(str(error)) from error
        return Receipt(str(found)) if found is not None else None

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        """Show a message in the person's private chat."""
        return await self._deliver(_private_chat(person), message, key)

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        """Nothing: the bot may do everything here, in a room that exists."""
        _place(room)
        return ()

    async def say(self, member: str, line: str, /, room: str = "study-hall") -> Reply:
        """What the member of that name gets for a line: nothing yet if questions come first, see `asked`."""
        speaker, place = world.member(member), world.room(room)
        return self._remembered(speaker, place, await self._conversation.say(speaker, place, line))

    async def press(self, member: str, label: str, /, room: str | None = None) -> Reply:
        """Press the newest button with that label that the member can see, in all rooms or in one.

        `LookupError` when there is none.
        """
        speaker = world.member(member)
        message, token = await self._newest(speaker, label, room)
        place = world.room(message.room)
        return self._remembered(speaker, place, await self._conversation.press(speaker, place, token, label))

    def asked(self, member: str, /) -> Questions | None:
        """The questions that the member's last line or button opened, and that were not answered yet."""
        opened = self._open_forms.get(world.member(member).id)
        return None if opened is None else opened[1]

    async def submit(self, member: str, answers: Mapping[str, Answer], /) -> Reply:
        """Answer what the member was `asked`; `LookupError` where that is nothing."""
        speaker = world.member(member)
        place, questions = self._open_forms.pop(speaker.id)
        heard = await self._conversation.submit(speaker, place, questions, answers)
        return self._remembered(speaker, place, heard)

    async def messages(self, room: str = "study-hall") -> list[Message]:
        """All messages of a room, whispers included, oldest first."""
        return await self._history.all_of(world.room(room).id)

    async def offset(self) -> timedelta:
        """How far the clock had been moved ahead when it was last kept."""
        return await self._history.offset()

    async def keep_offset(self, offset: timedelta) -> None:
        """Remember how far the clock is moved ahead; durable on return."""
        await self._history.keep_offset(offset)

    async def _deliver(self, room: Room, reply: Reply, key: str) -> Receipt:
        draft = Draft(
            room.id,
            self._timepiece.now(),
            blocks=reply.blocks,
            buttons=tuple(
                wire.shown(button, self._buttons, room.address, room.owner) for button in reply.buttons
            ),
            key=key,
        )
        try:
            return Receipt(str(await self._keep(draft)))
        except sqlite3.Error as error:
            raise Unclear(str(error)) from error

    async def _keep(self, draft: Draft) -> int:
        message = await self._history.keep(draft)
        self._bell.ring()
        return message

    async def _newest(self, speaker: Member, label: str, room: str | None) -> tuple[Message, str]:
        rooms = [world.room(room)] if room else [each for each in world.ROOMS if each.is_open_to(speaker)]
        found = [
            (message, button.token)
            for each in rooms
            for message in await self._history.all_of(each.id)
            for button in message.buttons
            if button.label == label and button.token and message.only_for in ("", speaker.id)
        ]
        if not found:
            missing = f"{speaker.name} sees no button {label!r}"
            raise LookupError(missing)
        return max(found, key=lambda pair: pair[0].id)

    def _remembered(self, speaker: Member, room: Room, heard: Heard) -> Reply:
        self._open_forms.pop(speaker.id, None)
        if heard.questions is not None:
            self._open_forms[speaker.id] = room, heard.questions
        return heard.reply


def _place(room: RoomAddress) -> Room:
    try:
        return world.room(room.channel)
    except KeyError as error:
        raise RoomGone(room.key) from error


def _private_chat(person: PersonRef) -> Room:
    try:
        return world.room(f"@{person.external_id}")
    except KeyError as error:
        raise RoomGone(person.external_id) from error
