"""Says things in rooms, each once as far as that can be known: Telegram takes no key and shows no history.

So every message is noted before it is sent and again when it has arrived. What was noted only once may be
there: it is held for a while, and sent again after that.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from telegram.error import BadRequest, NetworkError, TelegramError

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.button import Buttons
from bot.interface.platform import Receipt, RoomGone, Unclear
from bot.interface.reply import Reply, Says
from bot.platforms.telegram.calls import Calls
from bot.platforms.telegram.drawing import Draft, Drawing
from bot.platforms.telegram.failures import is_lost_topic, translated
from bot.platforms.telegram.kept import Sent
from bot.platforms.telegram.rooms import private
from bot.platforms.telegram.sending import Sending
from bot.platforms.telegram.store import Store
from bot.platforms.telegram.transport import Unsent

HOLD = timedelta(minutes=10)
"""So long nobody repeats what may have arrived."""

CHECK_IN = "checkin"
_LOST_TOPIC = "lost topic"


class Posting:
    """Posts, tells and finds again. Raises DeliveryFailure and nothing else for what the world does."""

    def __init__(
        self,
        sending: Sending,
        drawing: Drawing,
        buttons: Buttons,
        store: Store,
        calls: Calls,
        now: Callable[[], datetime],
    ) -> None:
        self._sending = sending
        self._drawing = drawing
        self._buttons = buttons
        self._store = store
        self._calls = calls
        self._now = now

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        """Says something in a room."""
        return await self._calls.made(self._post(room, message, key), f"post {key}")

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        """Says something to one person in private."""
        room = private(person.external_id)
        return await self._calls.made(self._post(room, message, key, person.external_id), f"tell {key}")

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        """The message with which the post under `key` ends; None if it is not there, or was held for long.

        Of what may have been sent before the store was made, nobody knows.
        """
        parts = await self._store.under_key(room.key, key)
        if not parts:
            if since is not None and since < await self._store.made_at():
                raise Unclear(key)
            return None
        last = parts[-1]
        if last.part == last.parts - 1 and last.message is not None:
            return Receipt(str(last.message))
        unknown = [part.at for part in parts if part.message is None]
        if unknown and max(unknown) + HOLD > self._now():
            raise Unclear(key)
        return None

    async def _post(self, room: RoomAddress, message: Reply, key: str, made_for: str = "") -> Receipt:
        with translated():
            try:
                return await self._post_in(room, room, message, key, made_for)
            except BadRequest as error:
                if not room.thread or not is_lost_topic(error):
                    raise
            await self._lose(room)
            return await self._post_in(replace(room, thread=""), room, message, key, made_for)

    async def _lose(self, room: RoomAddress) -> None:
        """A topic that is no more speaks once through General, and is gone from then on."""
        if await self._store.note(_LOST_TOPIC, room.key) is not None:
            raise RoomGone(room)
        await self._store.keep_note(_LOST_TOPIC, room.key, {})

    async def _post_in(
        self, place: RoomAddress, meant: RoomAddress, message: Reply, key: str, made_for: str
    ) -> Receipt:
        """Sends what is not there yet of a message in several parts."""
        drafts = self._drawing.drafts(message, place, made_for)
        token = self._token(message, place, made_for)
        there = {part.part: part.message for part in await self._store.under_key(meant.key, key)}
        for number, draft in enumerate(drafts):
            if there.get(number) is None:
                sent = Sent(*(meant.key, key, number, len(drafts), self._now(), place.channel), token=token)
                there[number] = await self._send(place, draft, sent)
        return Receipt(str(there[len(drafts) - 1]))

    async def _send(self, place: RoomAddress, draft: Draft, sent: Sent) -> int:
        await self._sending.turn(place)
        await self._store.keep_sent(sent)
        try:
            message = await self._sending.send(place, draft)
        except TelegramError as error:
            if surely_not_there(error):
                await self._store.drop_sent(sent)
            raise
        await self._store.keep_sent(replace(sent, message=message))
        return message

    def _token(self, message: Reply, place: RoomAddress, made_for: str) -> str:
        """What a reply to the post says: the same as its button for checking in; empty without one."""
        for button in message.buttons:
            if isinstance(button, Says) and button.command == CHECK_IN and not button.ask:
                return self._buttons.token(button, place, made_for)
        return ""


def surely_not_there(error: TelegramError) -> bool:
    """Whether a message that failed so has surely not arrived."""
    if isinstance(error, BadRequest | Unsent):
        return True
    return not isinstance(error, NetworkError) and type(error) is not TelegramError
