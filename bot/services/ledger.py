"""The ledger as the announcer uses it: what is due is claimed before it is sent, and settled after.

A claim holds its rows by a token; whoever lost it (a restart, another claim) can no longer settle them.
"""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.interface.address import PersonRef, RoomAddress
from bot.services.ledger_late import LatePosts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import last_admin
from storage.repositories.cohorts import cohort
from storage.repositories.cohorts_writing import pause_room
from storage.repositories.ledger import (
    ClaimedRow,
    claim_doubtful,
    claim_due,
    claimed,
    doubt,
    expire,
    hold_room,
    next_in_ledger,
    set_clock_right,
)
from storage.repositories.ledger_due import enter_due_posts, next_post
from storage.repositories.ledger_settling import Outcome, settle
from storage.repositories.remembered import RESTORED_AT, forget, remembered

PATIENCE = timedelta(hours=18)
SETTLE_DELAY = timedelta(seconds=10)
LATE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to send now. `key` names it towards the platform; a `doubtful` one may be there already."""

    row: ClaimedRow
    token: str
    doubtful: bool
    late: bool

    @property
    def key(self) -> str:
        """The same for every attempt, also after a copy of the database was brought back: a row's number may
        then be another's."""
        return self.row.occurrence

    @property
    def text(self) -> str:
        """The words that an admin wants said."""
        return str(json.loads(self.row.payload)["text"])

    @property
    def room(self) -> RoomAddress:
        """Where it goes."""
        row = self.row
        return RoomAddress(row.platform, row.space, row.channel, row.thread, row.room_name)


@dataclass(frozen=True, slots=True)
class ClosedRoom:
    """A room in which a cohort can no longer be spoken to, and the admin who should hear of it."""

    admin: PersonRef
    cohort: str
    language: str
    room: str
    because: str


class Ledger:
    """Claims and settles. One instance a process: its tokens are told apart from those of a former one."""

    def __init__(self, database: Database, late_posts: LatePosts, clock: Clock) -> None:
        self._database = database
        self._late_posts = late_posts
        self._clock = clock
        self._in_hand: set[str] = set()

    async def let_roadmaps_wait(self) -> None:
        """Lays out again what expired unposted, for the cohorts that want it so."""
        await self._late_posts.let_roadmaps_wait(self._clock.now(), PATIENCE)

    async def doubt_what_was_restored(self) -> int:
        """After a copy was brought back, doubts all that fell due until then: it may have been sent by the
        process before, of which the copy knows nothing. To be called before anything is claimed.

        Returns how many messages have to be looked for.
        """
        async with self._database.write() as connection:
            restored = await remembered(connection, RESTORED_AT)
            if restored is None:
                return 0
            until, token = datetime.fromisoformat(restored), secrets.token_hex(8)
            while await enter_due_posts(connection, until, PATIENCE, "", token):
                pass
            await forget(connection, RESTORED_AT)
            return await doubt(connection, until, token)

    async def claim_due(self, platform: str, most: int) -> list[Delivery]:
        """Claims what is to be sent on a platform now: what is doubtful, what waits, what has just come due.

        Every delivery must be settled in one of the ways below, and `let_go` of when that cannot be done.
        """
        found: list[Delivery] = []
        entered = 1
        while entered and not found:
            found, entered = await self._claim(platform, most)
        return found

    async def _claim(self, platform: str, most: int) -> tuple[list[Delivery], int]:
        now, token, doubtful = self._clock.now(), secrets.token_hex(8), secrets.token_hex(8)
        async with self._database.write() as connection:
            await expire(connection, now)
            await set_clock_right(connection, now)
            reclaimed = await claim_doubtful(
                connection,
                platform,
                now,
                doubtful,
                settle_delay=SETTLE_DELAY,
                in_hand=self._in_hand,
                most=most,
            )
            entered = 0
            if await claim_due(connection, platform, now, token, most) < most:
                entered = await enter_due_posts(connection, now, PATIENCE, platform, token)
            unsure = await claimed(connection, doubtful) if reclaimed else []
            sure = await claimed(connection, token)
        self._in_hand |= {doubtful} if unsure else set()
        self._in_hand |= {token} if sure else set()
        latest = now - LATE
        return [
            *(Delivery(row, doubtful, doubtful=True, late=row.due_at < latest) for row in unsure),
            *(Delivery(row, token, doubtful=False, late=row.due_at < latest) for row in sure),
        ], entered

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
            await hold_room(connection, delivery.row.room_id, self._clock.now() + again_in)
        return settled

    async def pause_room(self, delivery: Delivery, because: str) -> ClosedRoom | None:
        """The room cannot be spoken in: nothing more goes there until an admin has seen to it.

        Returns whom to tell of it, once for each time that a room is closed.
        """
        closed = None
        async with self._database.write() as connection:
            if await pause_room(connection, delivery.row.room_id, because):
                closed = await _concerned(connection, delivery, because)
        await self.failed(delivery, because)
        return closed

    async def concerned(self, delivery: Delivery, because: str) -> ClosedRoom | None:
        """Whom to tell that a room hears nothing for now; None where nobody is known."""
        async with self._database.read() as connection:
            return await _concerned(connection, delivery, because)

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
            row_id=delivery.row.id,
            token=delivery.token,
        )
        return await self._database.together(settle, outcome)


async def _concerned(connection: Connection, delivery: Delivery, because: str) -> ClosedRoom | None:
    cohort_id = delivery.row.cohort_id
    if cohort_id is None:
        return None
    admin = await last_admin(connection, cohort_id, delivery.room.platform)
    found = await cohort(connection, cohort_id)
    if admin is None or found is None:
        return None
    return ClosedRoom(PersonRef(*admin), found.name, found.language, delivery.room.name, because)
