"""Buddies when two people become one, and two again, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.buddy_facts import Stage
from storage.connection import Connection
from storage.repositories.buddies import (
    BuddyRow,
    add_partings,
    buddies_of_person,
    buddy_of,
    change_buddy,
    drop_buddies,
    partings_of,
)
from storage.repositories.links import LinkedRow
from storage.repositories.memberships import MembershipRow, membership, memberships_of

_FURTHEST = (Stage.PAIRED, Stage.AGREED, Stage.ASKED, Stage.LOOKING)


async def merge_buddies(
    connection: Connection, homes: Sequence[MembershipRow], merged_id: int, at: datetime
) -> None:
    """Of two rows the one that has come further goes on, of two as far the first one; the other's buddy is
    free. With whom one of the two was not to be brought together again, the two as one are not either.

    `homes` are the memberships as they were before the link, the leading account's first.
    """
    rows = {home.id: row for home in homes if (row := await buddy_of(connection, home.id)) is not None}
    present = [rows[home.id] for home in homes if home.left_at is None and home.id in rows]
    kept = min(present, key=_how_far, default=None)
    await drop_buddies(connection, [row.id for row in rows.values() if row is not kept])
    if kept is not None:
        await change_buddy(connection, kept.id, membership_id=merged_id)
    await _copy_partings(connection, [home.id for home in homes], [merged_id], at)


async def part_buddies(
    connection: Connection, person_id: int, accounts: Sequence[LinkedRow], at: datetime
) -> None:
    """Each row goes to the account on which it was wished for, else to one that is in the cohort."""
    rows = {row.membership_id: row for row in await buddies_of_person(connection, person_id)}
    for joint in await memberships_of(connection, person_id):
        homes = [await membership(connection, joint.cohort_id, account.home_id) for account in accounts]
        back = {
            account.platform: home.id
            for account, home in zip(accounts, homes, strict=True)
            if home is not None and home.left_at is None
        }
        if back and (row := rows.get(joint.id)) is not None:
            home_id = back.get(row.platform, next(iter(back.values())))
            await change_buddy(connection, row.id, membership_id=home_id)
        await _copy_partings(connection, [joint.id], list(back.values()), at)


def _how_far(row: BuddyRow) -> int:
    return _FURTHEST.index(Stage(row.state))


async def _copy_partings(
    connection: Connection, from_ids: Sequence[int], to_ids: Sequence[int], at: datetime
) -> None:
    partings = await partings_of(connection, from_ids)
    others = {other for two in partings for other in two} - {*from_ids}
    await add_partings(connection, [(to_id, other) for to_id in to_ids for other in sorted(others)], at)
