"""Buddies as members ask for them: looking for one, saying yes or no, saying hello, and stopping."""

from datetime import datetime

from bot.clock import Clock
from bot.domain.buddying import ASKED_AT
from bot.domain.errors import Conflict
from bot.domain.nudging import next_occurrence
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.buddy_facts import About, BuddyOf, Greeted, Stage, Stopped
from bot.services.buddy_pairs import bring_together, buddy_with, set_free, settle, soon, told
from bot.services.features import features_of
from bot.services.once import once
from bot.services.study_facts import Whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.buddies import (
    BuddyRow,
    add_buddy,
    add_partings,
    buddies_by_id,
    buddy_of,
    change_buddy,
    drop_buddies,
    last_check_ins,
)
from storage.repositories.cohorts import CohortRow
from storage.repositories.memberships import MembershipRow
from storage.repositories.nudges import note_answer

_ALIVE = frozenset({"running", "paused"})


class Buddies:
    """Brings two members together who want it, and parts them. Both have to say yes; either may stop.

    All but `stop` raise Conflict(`no_buddies`) where an admin has turned them off or the cohort is over.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def shown(self, asker: Asker, wanted: str) -> BuddyOf:
        """How it stands with the asker, who knows then what was new."""
        async with self._database.write() as connection:
            cohort, member = await _open_cohort(connection, asker, wanted)
            return await self._as_it_is(connection, asker, cohort, member)

    async def find(self, asker: Asker, wanted: str) -> BuddyOf:
        """Lets the asker look for a buddy; whoever fits best of those who look too is offered at once."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            cohort, member = await _open_cohort(connection, asker, wanted)
            if await buddy_of(connection, member.id) is None:
                look_at = next_occurrence(now, ASKED_AT, asker.zone or cohort.zone)
                await add_buddy(connection, member.id, asker.platform, now, look_at)
            await note_answer(connection, asker.person_id, asker.at)
            return await self._as_it_is(connection, asker, cohort, member)

    async def stop(self, asker: Asker, wanted: str) -> Stopped:
        """Lets the asker look no more, or have no buddy any more."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            cohort, member = await own_cohort(connection, asker, wanted)
            row = await buddy_of(connection, member.id)
            if row is not None:
                await _part(connection, row, now)
                await drop_buddies(connection, [row.id])
                await settle(connection, [cohort.id], now)
            await note_answer(connection, asker.person_id, asker.at)
            return Stopped(_where(asker, cohort), row is not None and row.state == Stage.PAIRED)

    async def agree(self, asker: Asker, wanted: str, whom: int) -> BuddyOf:
        """The asker's yes to a member; with the other's they are buddies. Raises Conflict(`offer_over`)."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            cohort, member = await _open_cohort(connection, asker, wanted)
            row, other = await _together(connection, member, whom)
            if row.state == Stage.ASKED:
                await _say_yes(connection, row, other, now)
            await note_answer(connection, asker.person_id, asker.at)
            return await self._as_it_is(connection, asker, cohort, member)

    async def decline(self, asker: Asker, wanted: str, whom: int) -> BuddyOf:
        """The asker looks for somebody else; the two are not offered to each other again.

        Raises Conflict(`offer_over`).
        """
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            cohort, member = await _open_cohort(connection, asker, wanted)
            row, other = await _together(connection, member, whom)
            if row.state == Stage.PAIRED:
                raise Conflict("offer_over")
            await _part(connection, row, now)
            for each in (row, other):
                await change_buddy(connection, each.id, state=Stage.LOOKING, since=now, with_id=None, news="")
            await note_answer(connection, asker.person_id, asker.at)
            return await self._as_it_is(connection, asker, cohort, member)

    async def greet(self, asker: Asker, wanted: str, whom: int) -> Greeted:
        """Passes a hello on to the asker's buddy. Raises Conflict(`offer_over`)."""
        now = self._clock.now()
        async with self._database.write() as connection:
            await once(connection, asker)
            cohort, member = await _open_cohort(connection, asker, wanted)
            row, other = await _together(connection, member, whom)
            if row.state != Stage.PAIRED:
                raise Conflict("offer_over")
            last = (await last_check_ins(connection, [other.membership_id])).get(other.membership_id)
            is_back = last is not None and row.asked_since is not None and last[1] > row.asked_since
            if not is_back:
                look_at = soon(now, other.zone)
                await change_buddy(connection, other.id, news=About.HELLO, look_at=look_at)
            await note_answer(connection, asker.person_id, asker.at)
            return Greeted(_where(asker, cohort), other.name, is_back)

    async def answered(self, asker: Asker) -> None:
        """The asker has heard what they were told, and sees to it themselves."""
        async with self._database.write() as connection:
            await note_answer(connection, asker.person_id, asker.at)

    async def _as_it_is(
        self, connection: Connection, asker: Asker, cohort: CohortRow, member: MembershipRow
    ) -> BuddyOf:
        """How it stands, once the asker knows whose buddy is gone and may be offered somebody else."""
        now = self._clock.now()
        await set_free(connection, [cohort.id], now)
        await _known(connection, member, now)
        await bring_together(connection, [cohort.id], now)
        row = await _known(connection, member, now)
        if row is None:
            return BuddyOf(_where(asker, cohort), Stage.NONE)
        return buddy_with(row, await _other(connection, row), now)


async def _known(connection: Connection, member: MembershipRow, now: datetime) -> BuddyRow | None:
    """The row of a member who is being shown how it stands: all but a hello is no news any more."""
    row = await buddy_of(connection, member.id)
    return row if row is None or row.news == About.HELLO else await told(connection, row, now)


async def _other(connection: Connection, row: BuddyRow) -> BuddyRow | None:
    return None if row.with_id is None else (await buddies_by_id(connection, [row.with_id]))[row.with_id]


async def _open_cohort(connection: Connection, asker: Asker, wanted: str) -> tuple[CohortRow, MembershipRow]:
    cohort, member = await own_cohort(connection, asker, wanted)
    if cohort.state not in _ALIVE or not features_of(cohort.features).buddies:
        raise Conflict("no_buddies", cohort=cohort.name)
    return cohort, member


async def _together(connection: Connection, member: MembershipRow, whom: int) -> tuple[BuddyRow, BuddyRow]:
    """The rows of a member and of whom they are with, if that is who is meant."""
    row, other = await buddy_of(connection, member.id), await buddy_of(connection, whom)
    if row is None or other is None or row.with_id != other.id or other.left_at is not None:
        raise Conflict("offer_over")
    return row, other


async def _say_yes(connection: Connection, row: BuddyRow, other: BuddyRow, now: datetime) -> None:
    if other.state != Stage.AGREED:
        await change_buddy(connection, row.id, state=Stage.AGREED, news="")
        return
    paired = {"state": Stage.PAIRED, "since": now, "asked_since": None}
    await change_buddy(connection, row.id, news="", **paired)
    await change_buddy(connection, other.id, news=About.PAIRED, look_at=soon(now, other.zone), **paired)


async def _part(connection: Connection, row: BuddyRow, now: datetime) -> None:
    """Notes that two are not brought together again, if there are two."""
    other = await _other(connection, row)
    if other is not None:
        await add_partings(connection, [(row.membership_id, other.membership_id)], now)


def _where(asker: Asker, cohort: CohortRow) -> Whereabouts:
    return Whereabouts(cohort.id, cohort.name, asker.zone or cohort.zone)
