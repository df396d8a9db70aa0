"""The speaking door: what is due is claimed, posted, and settled; no transaction is open while it is sent.

Each room hears its messages in order; what goes wrong in one room, or on one platform, holds up no other.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

import structlog

from bot.breaker import Breaker
from bot.clock import Clock
from bot.interface.platform import DeliveryFailure, NotAllowed, Platform, RoomGone, SlowDown
from bot.interface.reply import Reply
from bot.messages.cohort_report import room_closed
from bot.messages.voice import Voice
from bot.room_letters import RoomLetters
from bot.services.ledger import SETTLE_DELAY, ClosedRoom, Delivery, Ledger
from bot.tally import Tally
from bot.teller import Teller

_log = structlog.get_logger()

AT_ONCE = 64
CLAIMED_AT_ONCE = 500
BOUND = timedelta(seconds=60)
LAST_SENDS = timedelta(seconds=20)
_LOOK_AGAIN = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=10)
_NO_WAIT = timedelta()


@dataclass(frozen=True, slots=True)
class _Heard:
    """How a delivery ended. With `wait`, the room hears nothing more before that time has passed."""

    arrived: bool = False
    wait: timedelta | None = None


class Announcer:
    """Posts what the ledger says is due, and counts it in `tally`.

    `bound` is how long a send may hold up the messages behind it.
    """

    def __init__(
        self,
        ledger: Ledger,
        letters: RoomLetters,
        teller: Teller,
        voices: Callable[[str], Voice],
        platforms: Mapping[str, Platform],
        clock: Clock,
        *,
        bound: timedelta = BOUND,
        tally: Tally | None = None,
    ) -> None:
        self._ledger = ledger
        self._letters = letters
        self._teller = teller
        self._voices = voices
        self._platforms = platforms
        self._clock = clock
        self._tally = Tally() if tally is None else tally
        self._bound = bound.total_seconds()
        self._serving = {name: asyncio.Lock() for name in platforms}
        self._breaker = Breaker()
        self._sending: dict[asyncio.Task[_Heard], Delivery] = {}

    async def next_post_at(self, *platforms: str) -> datetime | None:
        """When something is to be said in a room next, as far as it is known; if none is named, anywhere."""
        return await self._ledger.next_due_at(platforms or tuple(self._platforms))

    async def next_due_at(self) -> datetime | None:
        """When there is anything to do next, as far as it is known: to say something, or to see who waits."""
        instants = (await self.next_post_at(), await self._teller.next_due_at())
        return min((instant for instant in instants if instant is not None), default=None)

    async def run_once(self) -> int:
        """Posts all that is due now, everywhere; returns how many messages arrived."""
        async with asyncio.TaskGroup() as group:
            served = [
                group.create_task(self.serve(name), name=f"announce {name}") for name in self._platforms
            ]
        return sum(task.result() for task in served)

    async def serve(self, platform: str) -> int:
        """Posts all that is due now on one platform; returns how many messages arrived."""
        async with self._serving[platform]:
            await self._let_roadmaps_wait()
            await self._teller.enter()
            arrived = 0
            while claimed := await self._ledger.claim_due(platform, CLAIMED_AT_ONCE):
                arrived += await self._deliver_all(claimed)
            return arrived + await self._teller.serve(platform)

    async def stop(self) -> None:
        """Gives sends in flight their time; they are never cancelled."""
        await self._teller.stop()
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_SENDS.total_seconds())

    async def _let_roadmaps_wait(self) -> None:
        try:
            await self._ledger.let_roadmaps_wait()
        except Exception:  # noqa: BLE001 - one of the two doors; a roadmap that cannot be laid out stops no post
            _log.exception("roadmaps could not be laid out again", reference=secrets.token_hex(4))

    async def _deliver_all(self, claimed: Sequence[Delivery]) -> int:
        messages = await self._messages(claimed)
        slots = asyncio.Semaphore(AT_ONCE)
        by_room = groupby(sorted(claimed, key=attrgetter("row.room_id")), key=attrgetter("row.room_id"))
        async with asyncio.TaskGroup() as group:
            rooms = [
                group.create_task(self._serve_room(list(deliveries), messages, slots), name=f"room {room}")
                for room, deliveries in by_room
            ]
        in_flight = {delivery.token for delivery in self._sending.values()}
        self._ledger.let_go([delivery for delivery in claimed if delivery.token not in in_flight])
        return sum(task.result() for task in rooms)

    async def _serve_room(
        self, deliveries: Sequence[Delivery], messages: Mapping[int, Reply], slots: asyncio.Semaphore
    ) -> int:
        async with slots:
            arrived, wait = 0, None
            for delivery in deliveries:
                if wait is not None:
                    await self._later(delivery, wait, in_doubt=delivery.doubtful)
                    continue
                heard = await self._in_bound(delivery, messages.get(delivery.row.id))
                arrived, wait = arrived + heard.arrived, heard.wait
            return arrived

    async def _in_bound(self, delivery: Delivery, message: Reply | None) -> _Heard:
        """Never cancels a send, whose outcome would be lost: one that takes too long goes on by itself."""
        task = asyncio.create_task(self._deliver(delivery, message), name=f"deliver {delivery.key}")
        self._sending[task] = delivery
        task.add_done_callback(self._sent)
        done, _ = await asyncio.wait({task}, timeout=self._bound)
        return task.result() if done else _Heard(wait=_NO_WAIT)

    def _sent(self, task: asyncio.Task[_Heard]) -> None:
        del self._sending[task]

    async def _deliver(self, delivery: Delivery, message: Reply | None) -> _Heard:
        heard = await self._told(delivery, message)
        platform = delivery.room.platform
        if heard.arrived:
            self._tally.arrived(platform, self._clock.now(), late=delivery.late)
        else:
            self._tally.failed(platform)
        return heard

    async def _told(self, delivery: Delivery, message: Reply | None) -> _Heard:
        try:
            if message is None:
                await self._ledger.failed(delivery, "fault")
                return _Heard()
            if delivery.doubtful and (heard := await self._found(delivery)):
                return heard
            return await self._post(delivery, message)
        except Exception:  # noqa: BLE001 - one of the two doors at which bugs are caught
            _log.exception("a delivery failed", reference=secrets.token_hex(4), row=delivery.row.id)
            return _Heard(wait=_NO_WAIT)

    async def _found(self, delivery: Delivery) -> _Heard | None:
        """What became of what may have been sent; None if it is surely not there, and still wanted."""
        try:
            receipt = await self._platforms[delivery.room.platform].find(
                delivery.room, delivery.key, delivery.row.due_at
            )
        except (RoomGone, NotAllowed) as failure:
            return await self._closed(delivery, failure)
        except DeliveryFailure as failure:
            return await self._still_unclear(delivery, failure)
        if receipt is not None:
            return _Heard(arrived=await self._ledger.sent(delivery, receipt.message_id))
        if delivery.row.expires_at <= self._clock.now():
            await self._ledger.missed(delivery)
            return _Heard()
        return None

    async def _post(self, delivery: Delivery, message: Reply) -> _Heard:
        room, now = delivery.room.key, self._clock.now()
        if (wait := self._breaker.wait(room, now)) is not None:
            return await self._cut_off(delivery, wait)
        self._breaker.sent(room, now)
        return await self._sent_to(delivery, message)

    async def _cut_off(self, delivery: Delivery, wait: timedelta) -> _Heard:
        """Too much was said in a room: the rest waits, and an admin is told once."""
        await self._ledger.postpone(delivery, wait)
        if self._breaker.opens(delivery.room.key):
            _log.error("a room hears too much", room=delivery.room.key, wait=wait)
            if concerned := await self._ledger.concerned(delivery, "too_much"):
                await self._tell_admin(delivery, concerned)
        return _Heard(wait=wait)

    async def _sent_to(self, delivery: Delivery, message: Reply) -> _Heard:
        platform = self._platforms[delivery.room.platform]
        try:
            receipt = await platform.post(delivery.room, message, delivery.key)
        except (RoomGone, NotAllowed) as failure:
            return await self._closed(delivery, failure)
        except SlowDown as failure:
            await self._later(delivery, failure.after, in_doubt=failure.may_have_arrived)
            return _Heard(wait=failure.after)
        except Exception as failure:  # noqa: BLE001 - Unclear, or a bug: either way it may have arrived
            _log.warning("nobody knows whether it arrived", row=delivery.row.id, exc_info=failure)
            await self._ledger.unclear(delivery, SETTLE_DELAY)
            return _Heard(wait=_NO_WAIT)
        return _Heard(arrived=await self._ledger.sent(delivery, receipt.message_id))

    async def _later(self, delivery: Delivery, wait: timedelta, *, in_doubt: bool) -> None:
        """What may be there is looked for before it is sent, whatever it has to wait for."""
        if in_doubt:
            await self._ledger.unclear(delivery, wait)
        else:
            await self._ledger.postpone(delivery, wait)

    async def _closed(self, delivery: Delivery, failure: DeliveryFailure) -> _Heard:
        because = "room_gone" if isinstance(failure, RoomGone) else "not_allowed"
        _log.warning("a room is paused", room=delivery.room.key, because=because, exc_info=failure)
        if closed := await self._ledger.pause_room(delivery, because):
            await self._tell_admin(delivery, closed)
        return _Heard(wait=_NO_WAIT)

    async def _tell_admin(self, delivery: Delivery, closed: ClosedRoom) -> None:
        """Once, and not again if it does not arrive: `cohort status` says it too."""
        message = room_closed(self._voices(closed.language), closed)
        try:
            await self._platforms[delivery.room.platform].tell(
                closed.admin, message, f"{closed.because}:{delivery.key}"
            )
        except DeliveryFailure as failure:
            _log.info("an admin could not be told", room=delivery.room.key, exc_info=failure)

    async def _still_unclear(self, delivery: Delivery, failure: DeliveryFailure) -> _Heard:
        """A look that failed is no answer: look again, ever less often, while the message is worth it."""
        waited = self._clock.now() - delivery.row.due_at
        wait = (
            failure.after
            if isinstance(failure, SlowDown)
            else min(_LONGEST_WAIT, max(_LOOK_AGAIN, waited / 4))
        )
        if delivery.row.expires_at <= self._clock.now():
            await self._ledger.failed(delivery, "unclear")
            return _Heard()
        await self._ledger.unclear(delivery, wait)
        return _Heard(wait=wait)

    async def _messages(self, claimed: Sequence[Delivery]) -> dict[int, Reply]:
        try:
            return await self._letters.written(claimed)
        except Exception:  # noqa: BLE001 - one of the two doors; below it is found whose message it was
            if len(claimed) == 1:
                _log.exception("a message failed", reference=secrets.token_hex(4), row=claimed[0].row.id)
                return {}
        composed: dict[int, Reply] = {}
        for delivery in claimed:
            composed |= await self._messages([delivery])
        return composed
