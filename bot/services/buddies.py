"""Buddies as members ask for them: looking for one, saying yes or no, saying hello, and stopping."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
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
from storage.repositories.memberships import MembershipRow
from storage.repositories.nudges import note_answer

_ALIVE = frozenset({"running", "paused"})


@dataclass(frozen=True, slots=True)
class _Turn:
    """A member does something about buddies, in a transaction."""

    connection: Connection
    member: MembershipRow
    where: Whereabouts
    now: datetime


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
            return await _as_it_is(await self._of(connection, asker, wanted))

    async def find(self, asker: Asker, wanted: str) -> BuddyOf:
        """Lets the asker look for a buddy; whoever fits best of those who look too is offered at once."""
        async with self._turn(asker, wanted) as turn:
            if await buddy_of(turn.connection, turn.member.id) is None:
                look_at = next_occurrence(turn.now, ASKED_AT, turn.where.zone)
                await add_buddy(turn.connection, turn.member.id, asker.platform, turn.now, look_at)
            return await _as_it_is(turn)

    async def stop(self, asker: Asker, wanted: str) -> Stopped:
        """Lets the asker look no more, or have no buddy any more."""
        async with self._turn(asker, wanted, anywhere=True) as turn:
            row = await buddy_of(turn.connection, turn.member.id)
            if row is not None:
                await _part(turn, row)
                await drop_buddies(turn.connection, [row.id])
                await settle(turn.connection, [turn.where.cohort_id], turn.now)
            return Stopped(turn.where, row is not None and row.state == Stage.PAIRED)

    async def agree(self, asker: Asker, wanted: str, whom: int) -> BuddyOf:
        """The asker's yes to a member; with the other's they are buddies. Raises Conflict(`offer_over`)."""
        async with self._turn(asker, wanted) as turn:
            row, other = await _together(turn, whom)
            if row.state == Stage.ASKED:
                await _say_yes(turn, row, other)
            return await _as_it_is(turn)

    async def decline(self, asker: Asker, wanted: str, whom: int) -> BuddyOf:
        """The asker looks for somebody else; the two are not offered to each other again.

        Raises Conflict(`offer_over`).
        """
        async with self._turn(asker, wanted) as turn:
            row, other = await _together(turn, whom)
            if row.state == Stage.PAIRED:
                raise Conflict("offer_over")
            await _part(turn, row)
            looks = {"state": Stage.LOOKING, "since": turn.now, "with_id": None, "news": ""}
            for each in (row, other):
                await change_buddy(turn.connection, each.id, **looks)
            return await _as_it_is(turn)

    async def greet(self, asker: Asker, wanted: str, whom: int) -> Greeted:
        """Passes a hello on to the asker's buddy. Raises Conflict(`offer_over`)."""
        async with self._turn(asker, wanted) as turn:
            row, other = await _together(turn, whom)
            if row.state != Stage.PAIRED:
                raise Conflict("offer_over")
            last = (await last_check_ins(turn.connection, [other.membership_id])).get(other.membership_id)
            is_back = last is not None and row.asked_since is not None and last[1] > row.asked_since
            if not is_back:
                look_at = soon(turn.now, other.zone)
                await change_buddy(turn.connection, other.id, news=About.HELLO, look_at=look_at)
            return Greeted(turn.where, other.name, is_back)

    async def answered(self, asker: Asker) -> None:
        """The asker has heard what they were told, and sees to it themselves."""
        async with self._database.write() as connection:
            await note_answer(connection, asker.person_id, asker.at)

    @asynccontextmanager
    async def _turn(self, asker: Asker, wanted: str, *, anywhere: bool = False) -> AsyncIterator[_Turn]:
        """What the asker does once, and answers with it whatever they were told before."""
        async with self._database.write() as connection:
            await once(connection, asker)
            await note_answer(connection, asker.person_id, asker.at)
            yield await self._of(connection, asker, wanted, anywhere=anywhere)

    async def _of(
        self, connection: Connection, asker: Asker, wanted: str, *, anywhere: bool = False
    ) -> _Turn:
        """The asker's turn, where buddies are turned on or `anywhere`."""
        cohort, member = await own_cohort(connection, asker, wanted)
        if not (anywhere or (cohort.state in _ALIVE and features_of(cohort.features).buddies)):
            raise Conflict("no_buddies", cohort=cohort.name)
        where = Whereabouts(cohort.id, cohort.name, asker.zone or cohort.zone)
        return _Turn(connection, member, where, self._clock.now())


async def _as_it_is(turn: _Turn) -> BuddyOf:
    """How it stands, once the asker knows whose buddy is gone and may be offered somebody else."""
    cohorts = [turn.where.cohort_id]
    await set_free(turn.connection, cohorts, turn.now)
    await _known(turn)
    await bring_together(turn.connection, cohorts, turn.now)
    row = await _known(turn)
    if row is None:
        return BuddyOf(turn.where, Stage.NONE)
    return buddy_with(row, await _other(turn, row), turn.now)


async def _known(turn: _Turn) -> BuddyRow | None:
    """The row of a member who is being shown how it stands: all but a hello is no news any more."""
    row = await buddy_of(turn.connection, turn.member.id)
    return row if row is None or row.news == About.HELLO else await told(turn.connection, row, turn.now)


async def _other(turn: _Turn, row: BuddyRow) -> BuddyRow | None:
    if row.with_id is None:
        return None
    return (await buddies_by_id(turn.connection, [row.with_id]))[row.with_id]


async def _together(turn: _Turn, whom: int) -> tuple[BuddyRow, BuddyRow]:
    """The rows of a member and of whom they are with, if that is who is meant."""
    row, other = await buddy_of(turn.connection, turn.member.id), await buddy_of(turn.connection, whom)
    if row is None or other is None or row.with_id != other.id or other.left_at is not None:
        raise Conflict("offer_over")
    return row, other


async def _say_yes(turn: _Turn, row: BuddyRow, other: BuddyRow) -> None:
    if other.state != Stage.AGREED:
        await change_buddy(turn.connection, row.id, state=Stage.AGREED, news="")
        return
    paired = {"state": Stage.PAIRED, "since": turn.now, "asked_since": None}
    await change_buddy(turn.connection, row.id, news="", **paired)
    look_at = soon(turn.now, other.zone)
    await change_buddy(turn.connection, other.id, news=About.PAIRED, look_at=look_at, **paired)


async def _part(turn: _Turn, row: BuddyRow) -> None:
    """Notes that two are not brought together again, if there are two."""
    other = await _other(turn, row)
    if other is not None:
        await add_partings(turn.connection, [(row.membership_id, other.membership_id)], turn.now)
