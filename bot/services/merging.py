"""Two people become one, and two again: what happens to their histories, in the caller's transaction.

A link makes a third person of the two, and moves to it whatever counts. It is the simplest model in which one
streak, one roster and one board result without a single query asking who is linked to whom: everything that
studies goes by one person's id, as for anybody, and nothing gets slower. And it can be taken back without
loss, for the homes keep what was theirs: their settings, their memberships (marked as left at the instant of
the link, which takes them off every roster), and of two check-ins for one day the later one, which does not
count. What has been done since goes by the platform that every check-in, submission and review names: two
accounts of one platform are never linked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.catching_up import Way
from bot.services.merging_buddies import merge_buddies, part_buddies
from bot.services.recall_cards import rebuild_cards
from storage.connection import Connection
from storage.repositories import recall_looks
from storage.repositories.certificates import move_certificates
from storage.repositories.histories import (
    PauseRow,
    Rests,
    cohorts_studied,
    counted_earlier_by,
    grant,
    hand_back,
    hand_over,
    rests_of,
)
from storage.repositories.links import LinkedRow, add_link, add_merged_person, drop_link, move_deeds
from storage.repositories.memberships import (
    MembershipRow,
    add_membership,
    drop_standings,
    keep_up,
    leave,
    membership,
    memberships_of,
)
from storage.repositories.people import (
    ClockRow,
    IdentityRow,
    PersonRow,
    add_clock,
    change_person,
    clocks_of,
    delete_person,
    person,
)
from storage.repositories.recalls import move_recalls
from storage.repositories.reminders import look_again
from storage.repositories.reviews import forget_own_turns, move_reviews
from storage.repositories.submissions import move_submissions

_WISHES = (
    "language",
    "reminder_minutes",
    "recall_minutes",
    "plan",
    "nudges_a_week",
    "listed",
    "reviews",
)
_USUAL = ("", 180)


@dataclass(frozen=True, slots=True)
class _Past:
    """A membership as it was before the link, with its pauses and excused days."""

    member: MembershipRow
    rests: Rests


async def merge(connection: Connection, leading: IdentityRow, other: IdentityRow, at: datetime) -> int:
    """Makes one person of two; the settings of `leading` rule from `at` on. Returns the new person's id."""
    former = await _person(connection, leading.person_id), await _person(connection, other.person_id)
    merged = await add_merged_person(connection, together(*former))
    await _merge_clocks(connection, leading.person_id, other.person_id, merged, at)
    await _merge_check_ins(connection, leading.person_id, other.person_id, merged)
    await _merge_projects(connection, leading.person_id, other.person_id, merged)
    await _merge_recalls(connection, (leading.person_id, other.person_id), merged)
    await _merge_memberships(connection, (leading.person_id, other.person_id), merged, at)
    for account in (leading, other):
        await add_link(connection, account.id, account.person_id, merged, at, leads=account is leading)
    await _look_again(connection, at, merged)
    return merged


async def part(connection: Connection, person_id: int, accounts: Sequence[LinkedRow], at: datetime) -> None:
    """Makes two people of one again, each with their own; what the two wished for while linked stays theirs.

    `accounts` are those of the person, the leading one first.
    """
    merged, clocks = await _person(connection, person_id), await clocks_of(connection, person_id)
    former = [await _person(connection, account.home_id) for account in accounts]
    wishes, ways = (
        _wishes_since(together(*former), merged),
        await _ways_since(connection, accounts, person_id),
    )
    for account in accounts:
        await change_person(connection, account.home_id, **wishes)
        await _part_clocks(connection, account, clocks, at)
        await _part_memberships(connection, account, person_id, ways)
        await hand_back(connection, person_id, account.platform, account.home_id)
        await rebuild_cards(connection, account.home_id)
        await drop_standings(connection, person_id=account.home_id)
        await move_deeds(connection, person_id, account.home_id, account.platform)
        await drop_link(connection, account)
        await _look_again(connection, at, account.home_id)
    await part_buddies(connection, person_id, accounts, at)
    await move_deeds(connection, person_id, accounts[0].home_id)
    await move_certificates(connection, person_id, accounts[0].home_id)
    await move_reviews(connection, person_id, accounts[0].home_id)
    await delete_person(connection, person_id)


def together(leading: PersonRow, other: PersonRow) -> PersonRow:
    """One person made of two: the leading one's wishes, and the other's language if that one said none."""
    return replace(
        leading,
        language=leading.language or other.language,
        created_at=min(leading.created_at, other.created_at),
    )


def united(pauses: Iterable[PauseRow]) -> list[PauseRow]:
    """The same days as pauses of which no two share one, as if one person had declared them."""
    found: list[PauseRow] = []
    for pause in sorted(pauses):
        if found and pause.first <= found[-1].last:
            before = found.pop()
            declared = min(before.declared_at, pause.declared_at)
            pause = PauseRow(before.first, max(before.last, pause.last), declared)  # noqa: PLW2901 - it has grown
        found.append(pause)
    return found


def _wishes_since(before: PersonRow, now: PersonRow) -> dict[str, object]:
    """What was changed while the two were one: it is what the person wants, on either account."""
    return {name: getattr(now, name) for name in _WISHES if getattr(now, name) != getattr(before, name)}


async def _merge_clocks(connection: Connection, leading: int, other: int, merged: int, at: datetime) -> None:
    """Both histories, for what is over was lived by either; from now on the leading clock, if it has one."""
    own = await clocks_of(connection, leading)
    history = sorted([*own, *await clocks_of(connection, other)], key=lambda clock: clock.since)
    if own and _shown(own[-1:]) != _shown(history):
        history.append(replace(own[-1], since=at))
    for clock in history:
        await add_clock(connection, merged, clock)


async def _part_clocks(
    connection: Connection, account: LinkedRow, clocks: Sequence[ClockRow], at: datetime
) -> None:
    """Adds the clock by which the two have lived since the link: by it the days of that time were judged."""
    own = _shown(await clocks_of(connection, account.home_id))
    ruled = _shown([clock for clock in clocks if clock.since <= account.made_at])
    since = [clock for clock in clocks if clock.since > account.made_at]
    if ruled != own:
        since.insert(0, ClockRow(account.made_at, *ruled))
        if len(since) == 1:
            since.append(ClockRow(at, *own))
    for clock in since:
        await add_clock(connection, account.home_id, clock)


def _shown(clocks: Sequence[ClockRow]) -> tuple[str, int]:
    """The zone and the rollover that the last of the clocks shows."""
    return (clocks[-1].zone, clocks[-1].rollover_minutes) if clocks else _USUAL


async def _merge_check_ins(connection: Connection, one: int, other: int, merged: int) -> None:
    """Each day counts once, by the check-in that came first; the later one stays with its home."""
    later = await counted_earlier_by(connection, one, other), await counted_earlier_by(connection, other, one)
    await hand_over(connection, one, merged, without=later[0])
    await hand_over(connection, other, merged, without=later[1])


async def _merge_projects(connection: Connection, one: int, other: int, merged: int) -> None:
    """What both handed in and reviewed; nobody is asked to review their own."""
    await forget_own_turns(connection, one, other)
    for home in (one, other):
        await move_submissions(connection, home, merged)
        await move_reviews(connection, home, merged)


async def _merge_recalls(connection: Connection, homes: tuple[int, int], merged: int) -> None:
    """A topic that both have recalled is remembered as if one person had done so at both times."""
    for home in homes:
        await move_recalls(connection, home, merged)
        await rebuild_cards(connection, home)
    await rebuild_cards(connection, merged)


async def _look_again(connection: Connection, at: datetime, person_id: int) -> None:
    """The hours at which somebody is reminded, and at which topics come back, may have moved."""
    await look_again(connection, at, person_id=person_id)
    await recall_looks.look_again(connection, person_id, at)


async def _merge_memberships(
    connection: Connection, homes: tuple[int, int], merged: int, at: datetime
) -> None:
    by_cohort: dict[int, list[_Past]] = {}
    for home in homes:
        for member in await memberships_of(connection, home):
            past = _Past(member, await rests_of(connection, member.id))
            by_cohort.setdefault(member.cohort_id, []).append(past)
            if member.left_at is None:
                await leave(connection, member.id, at)
    for cohort_id, pasts in by_cohort.items():
        await _merge_in_cohort(connection, cohort_id, pasts, merged, at)


async def _merge_in_cohort(
    connection: Connection, cohort_id: int, pasts: Sequence[_Past], merged: int, at: datetime
) -> None:
    """One membership since the earliest joining; one that ended is gone on with in one that has not."""
    present = [past for past in pasts if past.member.left_at is None]
    ended = [past.member.left_at for past in pasts if past.member.left_at is not None]
    joined_at = min(past.member.joined_at for past in present or pasts)
    left_at = None if present else max(ended)
    way = _way_of_both(past.member for past in present or pasts)
    member_id = await add_membership(connection, cohort_id, merged, joined_at, left_at=left_at, way=way)
    pauses = united(pause for past in pasts for pause in past.rests.pauses)
    excused = [day for past in pasts for day in past.rests.excused]
    await grant(connection, member_id, cohort_id, Rests(pauses, excused))
    await merge_buddies(connection, [past.member for past in pasts], member_id, at)


def _way_of_both(members: Iterable[MembershipRow]) -> str:
    """How one keeps up who was two: by a plan, if either had one."""
    return next((member.way for member in members if member.way != Way.GROUP), Way.GROUP)


async def _ways_since(
    connection: Connection, accounts: Sequence[LinkedRow], person_id: int
) -> dict[int, str]:
    """How somebody keeps up in those cohorts in which they have changed their mind about it while linked."""
    before: dict[int, list[MembershipRow]] = {}
    for account in accounts:
        for member in await memberships_of(connection, account.home_id):
            before.setdefault(member.cohort_id, []).append(member)
    ways: dict[int, str] = {}
    for joint in await memberships_of(connection, person_id):
        known = before.get(joint.cohort_id, [])
        linked = [member for member in known if member.left_at == accounts[0].made_at]
        if joint.way != _way_of_both(linked or known):
            ways[joint.cohort_id] = joint.way
    return ways


async def _part_memberships(
    connection: Connection, account: LinkedRow, person_id: int, ways: Mapping[int, str]
) -> None:
    """Takes up again what the link has ended, and what has begun or gone on through this account since.

    Pauses and excused days of that time are the person's, and go to either account.
    """
    studied = await cohorts_studied(connection, person_id, account.platform, account.made_at)
    for joint in await memberships_of(connection, person_id):
        own = await membership(connection, joint.cohort_id, account.home_id)
        took_part = joint.platform == account.platform or joint.cohort_id in studied
        was_there = own is not None and own.left_at == account.made_at
        if not (took_part or was_there):
            continue
        if own is None:
            joined_at, left_at = joint.joined_at, joint.left_at
            own_id = await add_membership(
                connection, joint.cohort_id, account.home_id, joined_at, account.platform, left_at, joint.way
            )
        else:
            own_id = own.id
            await leave(connection, own_id, joint.left_at)
            await keep_up(connection, own_id, ways.get(joint.cohort_id, own.way))
        await grant(
            connection, own_id, joint.cohort_id, await rests_of(connection, joint.id, account.made_at)
        )


async def _person(connection: Connection, person_id: int) -> PersonRow:
    found = await person(connection, person_id)
    assert found is not None  # noqa: S101 - an account leads to somebody
    return found
