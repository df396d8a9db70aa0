"""The one way to tell a member something in private that they did not ask for: within a budget, at most once.

Whoever has such a message (a reminder, a buddy's question, a recall prompt) hands it to `nudge`, in the
transaction that decides it. The budget is shared by all features: once a day and three times in seven days
for each person, never between 22 and 8 on their own clock, not after three that were left unanswered, and not
where their private chat is closed. What is entered is sent by `bot.teller`, which asks the feature for the
words when the time has come.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.domain.nudging import MOST_UNANSWERED, is_within_budget, next_room, worth_until
from bot.interface.address import PersonRef
from storage.connection import Connection
from storage.database import Database
from storage.repositories.ledger import expire
from storage.repositories.ledger_settling import Outcome, settle
from storage.repositories.nudges import (
    UNCLEAR,
    AddresseeRow,
    ClaimedNudge,
    NewNudge,
    addressees,
    claim_nudges,
    close_private_chat,
    enter_nudges,
    give_up_orphans,
    last_in_line,
    next_nudge,
    platforms_of,
    told_since,
    unanswered,
)
from storage.repositories.standings import MemberKey

PACE = timedelta(seconds=3)
"""Between two private messages on one platform: many at once to people who never wrote look like spam."""

SUMMARY = "summary"
ASK_NOTHING = (SUMMARY,)
"""Kinds that want no answer: they go on when they are left unanswered."""

_WEEK = timedelta(days=7)
_LONGEST_SEND = timedelta(minutes=10)
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Nudge:
    """A private message to a member, due at `due_at`, about a study day of a cohort.

    `zone` is that of the member's clock. `payload` holds plain JSON values for the feature's own use; `slot`
    tells several of one kind, day and person apart.
    """

    kind: str
    person_id: int
    cohort_id: int
    day: date
    zone: str
    due_at: datetime
    slot: str = "0"
    payload: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Telling:
    """A private message to send now. `last` is whether none follows it unless it is answered."""

    row: ClaimedNudge
    token: str
    last: bool

    @property
    def key(self) -> str:
        """The same for every attempt."""
        return str(self.row.id)

    @property
    def person(self) -> PersonRef:
        """To whom it goes."""
        return PersonRef(self.row.external_id, self.row.name)

    @property
    def member(self) -> MemberKey:
        """Who that is in which cohort."""
        return self.row.person_id, self.row.cohort_id

    @property
    def payload(self) -> dict[str, Any]:
        """What the feature has kept for itself."""
        found: dict[str, Any] = json.loads(self.row.payload)
        return found


async def nudge(connection: Connection, wanted: Sequence[Nudge], now: datetime) -> list[Nudge]:
    """Enters what the budget allows, at most one message for each person; returns what was entered.

    Of several for one person the first is taken. The rest is dropped, not kept for later.
    """
    first: dict[int, Nudge] = {}
    for each in wanted:
        if now < worth_until(each.due_at, each.zone):
            first.setdefault(each.person_id, each)
    if not first:
        return []
    budget = await _budget(connection, first, now)
    allowed = [each for each in first.values() if budget.allows(each, now)]
    homes = await platforms_of(connection, {each.cohort_id for each in allowed}) if allowed else {}
    line = await last_in_line(connection) if allowed else {}
    rows = []
    for each in allowed:
        addressee = budget.addressee(each, homes)
        before = line.get(addressee.platform)
        line[addressee.platform] = now if before is None else max(now, before + PACE)
        rows.append(_row(each, addressee, line[addressee.platform]))
    await enter_nudges(connection, rows)
    return allowed


async def next_rooms(connection: Connection, zones: Mapping[int, str], now: datetime) -> dict[int, datetime]:
    """When each of these people may be told something next, by their zones.

    Who may not be told anything until they say something themselves is left out.
    """
    budget = await _budget(connection, zones, now)
    rooms = {person_id: budget.next_room(person_id, zone, now) for person_id, zone in zones.items()}
    return {person_id: at for person_id, at in rooms.items() if at is not None}


class Nudges:
    """Claims private messages and settles them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, platform: str) -> list[Telling]:
        """What is to be said in private on a platform now. Each must be settled in one of the ways below."""
        now, token = self._clock.now(), secrets.token_hex(8)
        if not await self._is_something_due(platform, now):
            return []
        async with self._database.write() as connection:
            await expire(connection, now)
            await give_up_orphans(connection, now - _LONGEST_SEND)
            rows = await claim_nudges(connection, platform, now, token, _AT_ONCE)
            silent = await unanswered(connection, {row.person_id for row in rows}, ASK_NOTHING)
        return [Telling(row, token, last=silent.get(row.person_id, 0) + 1 >= MOST_UNANSWERED) for row in rows]

    async def sent(self, telling: Telling) -> bool:
        """It was sent. False here and below: the row was given up meanwhile."""
        return await self._settle(telling, "sent")

    async def unclear(self, telling: Telling) -> bool:
        """Nobody knows: it counts as sent, and is not sent again."""
        return await self._settle(telling, "failed", failure=UNCLEAR)

    async def failed(self, telling: Telling, why: str) -> bool:
        """It was not sent and will not be."""
        return await self._settle(telling, "failed", failure=why)

    async def unwanted(self, telling: Telling) -> bool:
        """It was not sent, for there is nothing to say any more."""
        return await self._settle(telling, "skipped_late", failure="cancelled")

    async def postpone(self, telling: Telling, again_in: timedelta) -> bool:
        """It surely did not arrive: to be sent in a while, if it is still worth it then."""
        return await self._settle(telling, "due", again_in=again_in)

    async def closed(self, telling: Telling) -> None:
        """The private chat is closed: nothing more goes there, and the person hears of it elsewhere."""
        async with self._database.write() as connection:
            await close_private_chat(connection, telling.row.id)
        await self.failed(telling, "closed")

    async def next_due_at(self, platforms: Collection[str]) -> datetime | None:
        """When the next one of these platforms is to be sent."""
        async with self._database.read() as connection:
            return await next_nudge(connection, platforms)

    async def _is_something_due(self, platform: str, now: datetime) -> bool:
        due = await self.next_due_at((platform,))
        return due is not None and due <= now

    async def _settle(
        self, telling: Telling, state: str, *, failure: str = "", again_in: timedelta | None = None
    ) -> bool:
        now = self._clock.now()
        outcome = Outcome(
            state=state,
            not_before=now + (again_in or timedelta()),
            message_id=None,
            settled_at=now if again_in is None else None,
            failure=failure,
            row_id=telling.row.id,
            token=telling.token,
        )
        return await self._database.together(settle, outcome)


@dataclass(frozen=True, slots=True)
class _Budget:
    identities: Mapping[int, Sequence[AddresseeRow]]
    told: Mapping[int, Sequence[datetime]]
    silent: Mapping[int, int]

    def allows(self, wanted: Nudge, now: datetime) -> bool:
        own = self.identities.get(wanted.person_id)
        if not own or (wanted.kind not in ASK_NOTHING and self._is_silent(wanted.person_id)):
            return False
        told = self.told.get(wanted.person_id, ())
        return is_within_budget(told, now, wanted.zone, own[0].nudges_a_week)

    def next_room(self, person_id: int, zone: str, now: datetime) -> datetime | None:
        own = self.identities.get(person_id)
        if not own or self._is_silent(person_id):
            return None
        return next_room(self.told.get(person_id, ()), now, zone, own[0].nudges_a_week)

    def addressee(self, wanted: Nudge, homes: Mapping[int, str]) -> AddresseeRow:
        """Where the person is reached: where the cohort is at home, if they are there."""
        own = self.identities[wanted.person_id]
        return next((each for each in own if each.platform == homes.get(wanted.cohort_id)), own[0])

    def _is_silent(self, person_id: int) -> bool:
        return self.silent.get(person_id, 0) >= MOST_UNANSWERED


async def _budget(connection: Connection, people: Collection[int], now: datetime) -> _Budget:
    identities: dict[int, list[AddresseeRow]] = defaultdict(list)
    for row in await addressees(connection, people):
        identities[row.person_id].append(row)
    told: dict[int, list[datetime]] = defaultdict(list)
    for person_id, at in await told_since(connection, people, now - _WEEK):
        told[person_id].append(at)
    return _Budget(identities, told, await unanswered(connection, people, ASK_NOTHING))


def _row(wanted: Nudge, addressee: AddresseeRow, not_before: datetime) -> NewNudge:
    return NewNudge(
        kind=wanted.kind,
        person_id=wanted.person_id,
        identity_id=addressee.id,
        cohort_id=wanted.cohort_id,
        day=wanted.day,
        slot=wanted.slot,
        payload=wanted.payload,
        due_at=wanted.due_at,
        not_before=not_before,
        expires_at=worth_until(wanted.due_at, wanted.zone),
    )
