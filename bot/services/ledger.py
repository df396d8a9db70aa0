"""The ledger as the announcer uses it: what is due is claimed before it is sent, and settled after.

A claim holds its rows by a token; whoever lost it (a restart, another claim) can no longer settle them.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.interface.command import RoomAddress
from bot.services.ledger_late import LatePosts
from storage.database import Database
from storage.repositories.cohorts_writing import pause_room
from storage.repositories.ledger import (
    ClaimedRow,
    claim_doubtful,
    claim_due,
    expire,
    hold_room,
    next_in_ledger,
)
from storage.repositories.ledger_due import enter_due_posts, next_post
from storage.repositories.ledger_settling import Outcome, settle

PATIENCE = timedelta(hours=18)
SETTLE_DELAY = timedelta(seconds=10)
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to send now. `key` names it towards the platform; a `doubtful` one may be there already."""

    row_id: int
    token: str
    kind: str
    cohort_id: int | None
    day: date | None
    room_id: int
    room: RoomAddress
    due_at: datetime
    expires_at: datetime
    attempts: int
    payload: Mapping[str, Any] = field(hash=False)
    doubtful: bool
    late: bool

    @property
    def key(self) -> str:
        """The same for every attempt."""
        return str(self.row_id)


class Ledger:
    """Claims and settles. One instance a process: its tokens are told apart from those of a former one."""

    def __init__(self, database: Database, late_posts: LatePosts, clock: Clock) -> None:
        self._database = database
        self._late_posts = late_posts
        self._clock = clock
        self._in_hand: set[str] = set()

    async def enter_due(self) -> None:
        """Enters all posts that have come due, in chunks, so that nobody waits long for the writer."""
        now = self._clock.now()
        await self._late_posts.let_roadmaps_wait(now, PATIENCE)
        entered = 1
        while entered:
            async with self._database.write() as connection:
                entered = await enter_due_posts(connection, now, PATIENCE)

    async def claim_due(self, platform: str, most: int) -> list[Delivery]:
        """Claims what is to be sent on a platform now: first what is doubtful, then what is due.

        Every delivery must be settled in one of the ways below, and `let_go` of when that cannot be done.
        """
        now, token, doubtful_token = self._clock.now(), secrets.token_hex(8), secrets.token_hex(8)
        async with self._database.write() as connection:
            await expire(connection, now)
            doubtful = await claim_doubtful(
                connection,
                platform,
                now,
                doubtful_token,
                settle_delay=SETTLE_DELAY,
                in_hand=self._in_hand,
                most=most,
            )
            due = await claim_due(connection, platform, now, token, most)
        self._in_hand |= {token for token, rows in ((token, due), (doubtful_token, doubtful)) if rows}
        return [
            *(_delivery(row, doubtful_token, now, doubtful=True) for row in doubtful),
            *(_delivery(row, token, now, doubtful=False) for row in due),
        ]

    def let_go(self, deliveries: Collection[Delivery]) -> None:
        """Gives up these claims: rows that could not be settled become doubtful."""
        self._in_hand -= {delivery.token for delivery in deliveries}

    async def sent(self, delivery: Delivery, message_id: str) -> bool:
        """It is there. False here and below: another claim holds the row now, and nothing was changed."""
        return await self._settle(delivery, "sent", message_id=message_id)

    async def failed(self, delivery: Delivery, why: str) -> bool:
        """It will not be sent; `why` is a word for admins and logs."""
        return await self._settle(delivery, "failed", failure=why)

    async def missed(self, delivery: Delivery) -> bool:
        """It was not sent, and is no longer worth it."""
        return await self._settle(delivery, "skipped_late")

    async def unclear(self, delivery: Delivery, again_in: timedelta) -> bool:
        """Nobody knows; to be looked for in a while."""
        return await self._settle(delivery, "uncertain", again_in=again_in)

    async def postpone(self, delivery: Delivery, again_in: timedelta) -> bool:
        """It surely did not arrive; to be sent in a while, and nothing may overtake it in its room."""
        settled = await self._settle(delivery, "due", again_in=again_in)
        async with self._database.write() as connection:
            await hold_room(connection, delivery.room_id, self._clock.now() + again_in)
        return settled

    async def pause_room(self, delivery: Delivery, because: str) -> bool:
        """The room cannot be spoken in: nothing more goes there until an admin has seen to it."""
        async with self._database.write() as connection:
            await pause_room(connection, delivery.room_id, because)
        return await self.failed(delivery, because)

    async def next_due_at(self, platforms: Collection[str]) -> datetime | None:
        """When there is something to do next: a cohort's post, or a row that waits on these platforms."""
        async with self._database.read() as connection:
            instants = (
                await next_post(connection),
                await next_in_ledger(connection, platforms, SETTLE_DELAY),
            )
        return min((instant for instant in instants if instant is not None), default=None)

    async def _settle(
        self,
        delivery: Delivery,
        state: str,
        *,
        message_id: str | None = None,
        failure: str = "",
        again_in: timedelta | None = None,
    ) -> bool:
        now = self._clock.now()
        outcome = Outcome(
            state=state,
            not_before=now + (again_in or timedelta()),
            message_id=message_id,
            settled_at=now if again_in is None else None,
            failure=failure,
            row_id=delivery.row_id,
            token=delivery.token,
        )
        return await self._database.together(settle, outcome)


def _delivery(row: ClaimedRow, token: str, now: datetime, *, doubtful: bool) -> Delivery:
    return Delivery(
        row_id=row.id,
        token=token,
        kind=row.kind,
        cohort_id=row.cohort_id,
        day=row.day,
        room_id=row.room_id,
        room=RoomAddress(row.platform, row.space, row.channel, row.thread, row.room_name),
        due_at=row.due_at,
        expires_at=row.expires_at,
        attempts=row.attempts,
        payload=row.payload,
        doubtful=doubtful,
        late=now - row.due_at > LATE,
    )
