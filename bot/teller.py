"""The speaking door to single people: private messages that are due are claimed, written, sent and settled.

Each is sent at most once. What it says is asked of its feature when it is sent, so that nobody is told what
has come true meanwhile.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.interface.platform import DeliveryFailure, NotAllowed, Platform, RoomGone, SlowDown
from bot.interface.reply import Reply
from bot.services.nudges import Nudges, Telling

_log = structlog.get_logger()

BOUND = timedelta(seconds=60)
LAST_SENDS = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One feature that writes to people: its kind of nudge, and who does the work for it.

    `enter_due` puts into line what has come due (`bot.services.nudges.nudge`), `next_look_at` says when to
    ask it next (None: when something else is due), and `letters` writes messages when they are sent, by their
    rows; what need not be said any more is left out.
    """

    kind: str
    enter_due: Callable[[], Awaitable[object]]
    next_look_at: Callable[[], Awaitable[datetime | None]]
    letters: Callable[[Sequence[Telling]], Awaitable[Mapping[int, Reply]]]


class Teller:
    """Says in private what is due."""

    def __init__(
        self, nudges: Nudges, features: Sequence[Correspondence], platforms: Mapping[str, Platform]
    ) -> None:
        self._nudges = nudges
        self._features = {feature.kind: feature for feature in features}
        self._platforms = platforms
        self._sending: set[asyncio.Task[int]] = set()

    async def next_due_at(self) -> datetime | None:
        """When there is something to enter or to say next."""
        instants = [await feature.next_look_at() for feature in self._features.values()]
        instants.append(await self._nudges.next_due_at(tuple(self._platforms)))
        return min((instant for instant in instants if instant is not None), default=None)

    async def serve(self, platform: str) -> int:
        """Says all that is due now on one platform; returns how many messages arrived in good time."""
        arrived = 0
        while claimed := await self._nudges.claim(platform):
            tasks = await self._begun(claimed)
            done, _ = await asyncio.wait(tasks, timeout=BOUND.total_seconds())
            arrived += sum(task.result() for task in done)
        return arrived

    async def stop(self) -> None:
        """Gives sends in flight their time; they are never cancelled."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=LAST_SENDS.total_seconds())

    async def enter(self) -> None:
        """Lets every feature put into line what has come due."""
        for feature in self._features.values():
            try:
                await feature.enter_due()
            except Exception:  # noqa: BLE001 - one of the doors; what one feature cannot do stops no other
                reference = secrets.token_hex(4)
                _log.exception("nudges could not be entered", reference=reference, kind=feature.kind)

    async def _begun(self, claimed: Collection[Telling]) -> set[asyncio.Task[int]]:
        messages = await self._written(claimed)
        tasks = {
            asyncio.create_task(self._tell(each, messages.get(each.row.id)), name=f"tell {each.key}")
            for each in claimed
        }
        self._sending |= tasks
        for task in tasks:
            task.add_done_callback(self._sending.discard)
        return tasks

    async def _written(self, claimed: Collection[Telling]) -> dict[int, Reply]:
        messages: dict[int, Reply] = {}
        for kind, tellings in groupby(sorted(claimed, key=_kind), key=_kind):
            try:
                messages |= await self._features[kind].letters(list(tellings))
            except Exception:  # noqa: BLE001 - one of the doors at which bugs are caught
                _log.exception("private messages could not be written", reference=secrets.token_hex(4))
        return messages

    async def _tell(self, telling: Telling, message: Reply | None) -> int:
        try:
            if message is None:
                await self._nudges.unwanted(telling)
                return 0
            return await self._said(telling, message)
        except Exception:  # noqa: BLE001 - one of the doors at which bugs are caught
            _log.exception("a private message failed", reference=secrets.token_hex(4), row=telling.row.id)
            return 0

    async def _said(self, telling: Telling, message: Reply) -> int:
        platform = self._platforms[telling.row.platform]
        try:
            await platform.tell(telling.person, message, telling.key)
        except (RoomGone, NotAllowed) as failure:
            _log.info("a private chat is closed", row=telling.row.id, exc_info=failure)
            await self._nudges.closed(telling)
        except SlowDown as failure:
            await self._nudges.postpone(telling, failure.after)
        except DeliveryFailure as failure:
            _log.warning("nobody knows whether it arrived", row=telling.row.id, exc_info=failure)
            await self._nudges.unclear(telling)
        else:
            return int(await self._nudges.sent(telling))
        return 0


def _kind(telling: Telling) -> str:
    return telling.row.kind
