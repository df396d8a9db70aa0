"""Private messages in the ledger: whom they may reach, what was told lately, and how they are claimed.

Their rows name an identity instead of a room. They are sent at most once: a row is `sending` before it is
sent, and nothing that was ever sent, or may have been, goes back to `due`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import String, bindparam, cast, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.repositories.ledger_open import IS_OPEN
from storage.repositories.preferences import LANGUAGE
from storage.tables.cohorts import cohorts
from storage.tables.ledger import ledger
from storage.tables.people import identities, people, spaces
from storage.tables.study import check_ins

_ONCE_AT_MOST = ("due", "sending", "sent", "uncertain")
UNCLEAR = "unclear"
_NEXT = (
    select(func.min(ledger.c.not_before))
    .join(identities, identities.c.id == ledger.c.identity_id)
    .where(
        IS_OPEN, ledger.c.state == "due", identities.c.platform.in_(bindparam("platforms", expanding=True))
    )
)
"""Built once, for it is asked at every look at the clock."""


class AddresseeRow(NamedTuple):
    """An identity whose private chat is open, and how often a week its person may be told something."""

    id: int
    person_id: int
    platform: str
    nudges_a_week: int


@dataclass(frozen=True, slots=True)
class NewNudge:
    """A private message to enter; `slot` tells several of one kind, cohort, person and day apart."""

    kind: str
    person_id: int
    identity_id: int
    cohort_id: int
    day: date
    slot: str
    payload: Mapping[str, object]
    due_at: datetime
    not_before: datetime
    expires_at: datetime


class ClaimedNudge(NamedTuple):
    """A private message to send now, in its reader's language. `payload` is JSON as it is stored."""

    id: int
    kind: str
    cohort_id: int
    day: date
    person_id: int
    due_at: datetime
    payload: str
    platform: str
    external_id: str
    name: str
    language: str


async def addressees(connection: AsyncConnection, people_ids: Collection[int]) -> list[AddresseeRow]:
    """The reachable identities of these people, in the order in which we came to know them."""
    query = (
        select(identities.c.id, identities.c.person_id, identities.c.platform, people.c.nudges_a_week)
        .join(people, people.c.id == identities.c.person_id)
        .where(identities.c.person_id.in_(people_ids), identities.c.private_chat == "")
        .order_by(identities.c.id)
    )
    return [AddresseeRow(*row) for row in await connection.execute(query)]


async def platforms_of(connection: AsyncConnection, cohort_ids: Collection[int]) -> dict[int, str]:
    """On which platform each of these cohorts is at home."""
    query = (
        select(cohorts.c.id, spaces.c.platform)
        .join(spaces, spaces.c.id == cohorts.c.space_id)
        .where(cohorts.c.id.in_(cohort_ids))
    )
    return {row.id: row.platform for row in await connection.execute(query)}


async def told_since(
    connection: AsyncConnection, people_ids: Collection[int], since: datetime
) -> list[tuple[int, datetime]]:
    """Who was told something private and when it was due, of what was sent, will be, or may have been."""
    query = (
        select(identities.c.person_id, ledger.c.due_at)
        .join(identities, identities.c.id == ledger.c.identity_id)
        .where(
            identities.c.person_id.in_(people_ids),
            ledger.c.due_at > since,
            ledger.c.state.in_(_ONCE_AT_MOST) | (ledger.c.failure == UNCLEAR),
        )
    )
    return [(row.person_id, row.due_at) for row in await connection.execute(query)]


async def unanswered(
    connection: AsyncConnection, people_ids: Collection[int], but: Sequence[str]
) -> dict[int, int]:
    """How many private messages each of these people left unanswered, but for kinds that ask nothing.

    A check-in for the day it was about or a later one answers it, and so does everything that sets
    `people.answered_at`.
    """
    has_checked_in = (
        select(check_ins.c.id)
        .where(
            check_ins.c.person_id == identities.c.person_id,
            check_ins.c.cohort_id == ledger.c.cohort_id,
            check_ins.c.day >= ledger.c.day,
            check_ins.c.undone_at.is_(None),
        )
        .exists()
    )
    query = (
        select(identities.c.person_id, func.count())
        .select_from(ledger)
        .join(identities, identities.c.id == ledger.c.identity_id)
        .join(people, people.c.id == identities.c.person_id)
        .where(
            identities.c.person_id.in_(people_ids),
            ledger.c.state == "sent",
            ledger.c.kind.not_in(but),
            people.c.answered_at.is_(None) | (ledger.c.due_at > people.c.answered_at),
            ~has_checked_in,
        )
        .group_by(identities.c.person_id)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


async def last_in_line(connection: AsyncConnection) -> dict[str, datetime]:
    """When the last of the waiting private messages of each platform is to be sent."""
    query = (
        select(identities.c.platform, func.max(ledger.c.not_before))
        .join(identities, identities.c.id == ledger.c.identity_id)
        .where(IS_OPEN, ledger.c.state == "due")
        .group_by(identities.c.platform)
    )
    return {row[0]: row[1] for row in await connection.execute(query)}


async def enter_nudges(connection: AsyncConnection, nudges: Sequence[NewNudge]) -> None:
    """Enters private messages as due; those that are there already stay as they are."""
    if not nudges:
        return
    values = [
        {
            "occurrence": ":".join(
                map(str, (each.kind, each.cohort_id, each.day, each.slot, f"person {each.person_id}"))
            ),
            "kind": each.kind,
            "cohort_id": each.cohort_id,
            "day": each.day,
            "identity_id": each.identity_id,
            "state": "due",
            "due_at": each.due_at,
            "not_before": each.not_before,
            "expires_at": each.expires_at,
            "payload": dict(each.payload),
        }
        for each in nudges
    ]
    await connection.execute(insertion(connection.dialect.name)(ledger).on_conflict_do_nothing(), values)


async def claim_nudges(
    connection: AsyncConnection, platform: str, now: datetime, token: str, most: int
) -> list[ClaimedNudge]:
    """Claims what is to be said in private on a platform now; it is marked as sent before it is."""
    wanted = (
        select(ledger.c.id)
        .join(identities, identities.c.id == ledger.c.identity_id)
        .where(
            IS_OPEN,
            ledger.c.state == "due",
            ledger.c.not_before <= now,
            ledger.c.expires_at > now,
            identities.c.platform == platform,
        )
        .order_by(ledger.c.not_before, ledger.c.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=ledger)
    )
    claim = (
        update(ledger)
        .where(ledger.c.id.in_(wanted))
        .values(state="sending", claimed_at=now, claim_token=token, attempts=ledger.c.attempts + 1)
    )
    if not (await connection.execute(claim)).rowcount:
        return []
    held = (
        select(
            ledger.c.id,
            ledger.c.kind,
            ledger.c.cohort_id,
            ledger.c.day,
            identities.c.person_id,
            ledger.c.due_at,
            cast(ledger.c.payload, String),
            identities.c.platform,
            identities.c.external_id,
            identities.c.name,
            LANGUAGE,
        )
        .join(identities, identities.c.id == ledger.c.identity_id)
        .join(people, people.c.id == identities.c.person_id)
        .join(cohorts, cohorts.c.id == ledger.c.cohort_id)
        .where(IS_OPEN, ledger.c.state == "sending", ledger.c.claim_token == token)
        .order_by(ledger.c.id)
    )
    return [ClaimedNudge(*row) for row in await connection.execute(held)]


async def give_up_orphans(connection: AsyncConnection, before: datetime) -> None:
    """Lets go of private messages claimed before an instant and never settled: they may have arrived, and are
    not sent again.
    """
    await connection.execute(
        update(ledger)
        .where(
            IS_OPEN,
            ledger.c.identity_id.is_not(None),
            ledger.c.state == "sending",
            ledger.c.claimed_at <= before,
        )
        .values(state="failed", failure=UNCLEAR, settled_at=ledger.c.claimed_at)
    )


async def next_nudge(connection: AsyncConnection, platforms: Collection[str]) -> datetime | None:
    """When the next private message of these platforms is to be sent."""
    found: datetime | None = (await connection.execute(_NEXT, {"platforms": list(platforms)})).scalar_one()
    return found


async def close_private_chat(connection: AsyncConnection, row_id: int) -> None:
    """Notes that the addressee of a row cannot be reached in private."""
    addressee = select(ledger.c.identity_id).where(ledger.c.id == row_id).scalar_subquery()
    await connection.execute(
        update(identities).where(identities.c.id == addressee).values(private_chat="closed")
    )


async def note_told_of_closed_chat(connection: AsyncConnection, person_id: int) -> None:
    """Somebody has heard that they cannot be reached in private."""
    await connection.execute(
        update(identities)
        .where(identities.c.person_id == person_id, identities.c.private_chat == "closed")
        .values(private_chat="told")
    )


async def open_private_chats(connection: AsyncConnection, person_id: int) -> None:
    """Somebody wants to be reached again: their private chats are tried anew."""
    await connection.execute(
        update(identities).where(identities.c.person_id == person_id).values(private_chat="")
    )


async def note_answer(connection: AsyncConnection, person_id: int, at: datetime) -> None:
    """Somebody has answered whatever they were told before."""
    await connection.execute(
        update(people)
        .where(people.c.id == person_id, people.c.answered_at.is_(None) | (people.c.answered_at < at))
        .values(answered_at=at)
    )
