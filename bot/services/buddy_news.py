"""What members hear about buddies in private, within the budget: offers, who is theirs, and who is quiet.

Each is looked at once a day, at the first hour at which they wish to be reminded or to recall something, or
else at ten on their own clock, and soon after there is news for them. After two missed study days of somebody
their buddy is asked, once, to say hello; no other member hears of it. What the budget leaves no room for
waits for another day: at that hour it goes before anything else, or reminders and topics would take every
place there is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.clock import Clock
from bot.domain.buddying import GONE_AFTER, quiet_after, quiet_days
from bot.domain.calendar import local
from bot.domain.nudging import next_occurrence
from bot.services.buddy_facts import About, BuddyLetter, Stage
from bot.services.buddy_pairs import (
    at_rest,
    bring_together,
    buddy_with,
    is_lapsed,
    is_open,
    let_look_on,
    own_hour,
    settle,
    told,
)
from bot.services.learners import Learners
from bot.services.nudges import Nudge, Telling, nudge
from storage.connection import Connection
from storage.database import Database
from storage.repositories.buddies import (
    BUDDY_LOOKS,
    BuddyRow,
    buddies_by_id,
    change_buddy,
    drop_buddies,
    due_buddies,
    last_check_ins,
)
from storage.running import OnConnection

BUDDY = "buddy"
_CHUNK = 250
_TRUE_IN: Mapping[About, Collection[Stage]] = {
    About.OFFER: (Stage.ASKED,),
    About.PAIRED: (Stage.PAIRED,),
    About.ALONE: (Stage.LOOKING, Stage.ASKED),
    About.HELLO: (Stage.PAIRED,),
    About.QUIET: (Stage.PAIRED,),
}


@dataclass(frozen=True, slots=True)
class _Quiet:
    """For how many study days somebody has been quiet, and since when; `is_long` is whether it is time to
    say hello, `rests` whether they are on a pause of their own.
    """

    days: int
    since: datetime
    is_long: bool
    rests: bool


_UNKNOWN = _Quiet(0, datetime.fromtimestamp(0, tz=UTC), is_long=False, rests=False)


@dataclass(frozen=True, slots=True)
class _Case:
    """A member, whom they are with, if anybody, and how quiet each of the two is."""

    row: BuddyRow
    other: BuddyRow | None
    own: _Quiet
    theirs: _Quiet

    def is_over(self, now: datetime) -> bool:
        """Whether they want no buddy any more, as far as we can see."""
        is_gone = self.row.cohort_state == "ended" or self.own.days >= GONE_AFTER
        return is_gone or is_lapsed(self.row, now)

    def about(self) -> About | None:
        """What they are to hear now: their news, or that their buddy is quiet, if they are not themselves."""
        if not is_open(self.row) or self.own.rests:
            return None
        if self.row.news:
            return About(self.row.news)
        is_new = self.theirs.is_long and self.theirs.since != self.row.asked_since
        is_asked = is_new and not (self.own.is_long or self.theirs.rests)
        return About.QUIET if is_asked and self.row.state == Stage.PAIRED else None

    def is_true(self, about: About, whom: int) -> bool:
        """Whether that may still be said to them, about a member or (0) about nobody."""
        known = (0,) if self.other is None else (0, self.other.membership_id)
        if not is_open(self.row) or self.row.state not in _TRUE_IN[about] or whom not in known:
            return False
        match about:
            case About.QUIET:
                return self.theirs.is_long
            case About.HELLO:
                return self.own.days > 0
            case _:
                return True


class BuddyNews:
    """Enters what there is to say, and says what it is when it is sent."""

    def __init__(self, database: Database, learners: Learners, clock: Clock) -> None:
        self._database = database
        self._learners = learners
        self._clock = clock

    async def next_look_at(self) -> datetime | None:
        """When somebody is to be looked at next."""
        return await BUDDY_LOOKS.next(self._database.look)

    async def enter_due(self) -> int:
        """Looks at all whose time has come; returns how many messages were entered.

        Each of their cohorts is settled once, however many of it are due; whose buddy is found to be over
        meanwhile may be offered somebody else at the end.
        """
        entered, now = 0, self._clock.now()
        settled, thinned = set[int](), set[int]()
        while (is_due := await self._is_due(now)) or thinned:
            async with self._database.write() as connection:
                if is_due:
                    entered += await self._look(connection, settled, thinned, now)
                else:
                    await bring_together(connection, thinned, now)
                    thinned.clear()
        return entered

    async def _is_due(self, now: datetime) -> bool:
        due = await self.next_look_at()
        return due is not None and due <= now

    async def letters(self, tellings: Sequence[Telling]) -> dict[int, BuddyLetter]:
        """What is to be said, by row; what is no longer true is left out."""
        now, found = self._clock.now(), {}
        async with self._database.read() as connection:
            cases = await self._cases(connection, {telling.payload["row"] for telling in tellings}, now)
        for telling in tellings:
            about, case = About(telling.payload["about"]), cases.get(telling.payload["row"])
            if case is None or case.row.person_id != telling.row.person_id:
                continue  # a row's id may be somebody else's by now
            if case.is_true(about, telling.payload["whom"]):
                of = buddy_with(case.row, case.other, now)
                letter = BuddyLetter(about, of, telling.row.language, case.theirs.days, telling.last)
                found[telling.row.id] = letter
        return found

    async def _look(self, connection: Connection, settled: set[int], thinned: set[int], now: datetime) -> int:
        """Looks at some of those who are due; adds their cohorts to those that are settled, and to those of
        them in which somebody has lost their buddy since.
        """
        due = await due_buddies(connection, now, _CHUNK)
        looks = [(next_occurrence(now, own_hour(row), row.zone), row.id) for row in due]
        await OnConnection(connection).run(BUDDY_LOOKS.moving_on(looks))
        fresh = {row.cohort_id for row in due} - settled
        await settle(connection, fresh, now)
        settled |= fresh
        cases = await self._cases(connection, {row.id for row in due}, now)
        over = {row: case for row, case in cases.items() if case.is_over(now)}
        await drop_buddies(connection, over)
        entered = await _enter(connection, [case for row, case in cases.items() if row not in over], now)
        for other in [case.other for case in over.values() if case.other is not None]:
            await let_look_on(connection, other, now)
            thinned.add(other.cohort_id)
        return entered

    async def _cases(self, connection: Connection, ids: Collection[int], now: datetime) -> dict[int, _Case]:
        rows = await buddies_by_id(connection, ids)
        others = {row.with_id for row in rows.values() if row.with_id is not None}
        known = rows | await buddies_by_id(connection, others - rows.keys())
        quiet = await self._quiet(connection, known.values(), now)
        found = {}
        for row in rows.values():
            other = None if row.with_id is None else known[row.with_id]
            theirs = _UNKNOWN if other is None else quiet.get(other.membership_id, _UNKNOWN)
            found[row.id] = _Case(row, other, quiet.get(row.membership_id, _UNKNOWN), theirs)
        return found

    async def _quiet(
        self, connection: Connection, rows: Collection[BuddyRow], now: datetime
    ) -> dict[int, _Quiet]:
        """How quiet these members are, by membership; only of cohorts that run."""
        keys = {(row.person_id, row.cohort_id) for row in rows if is_open(row)}
        if not keys:
            return {}
        studies = await self._learners.read(OnConnection(connection), keys)
        last = await last_check_ins(connection, [own.member.id for own in studies.values()])
        resting = await at_rest(connection, rows, now)
        found = {}
        for own in studies.values():
            who = own.member.id
            done, since = last.get(who, (date.min, own.member.joined_at))
            days = quiet_days(own.windows, done, since, now)
            found[who] = _Quiet(days, since, days >= quiet_after(own.course.policy), who in resting)
        return found


async def _enter(connection: Connection, cases: Iterable[_Case], now: datetime) -> int:
    """Enters what these are to hear, as far as their budget goes; the rest is looked at again tomorrow."""
    abouts = [(case, about) for case in cases if (about := case.about()) is not None]
    entered = await nudge(connection, [_nudge(case, about, now) for case, about in abouts], now)
    rows = {each.payload["row"] for each in entered}
    for case, about in abouts:
        if case.row.id in rows:
            await _note(connection, case, about, now)
    return len(entered)


async def _note(connection: Connection, case: _Case, about: About, now: datetime) -> None:
    if about is About.QUIET:
        await change_buddy(connection, case.row.id, asked_since=case.theirs.since)
    else:
        await told(connection, case.row, now)


def _nudge(case: _Case, about: About, now: datetime) -> Nudge:
    row = case.row
    whom = 0 if case.other is None else case.other.membership_id
    return Nudge(
        BUDDY,
        row.person_id,
        row.cohort_id,
        local(now, row.zone).date(),
        row.zone,
        now,
        slot=f"{about}:{whom}",
        payload={"row": row.id, "about": about, "whom": whom},
    )
