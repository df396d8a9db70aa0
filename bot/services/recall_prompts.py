"""Recall prompts: whom topics come back to by themselves, at their own hour, and which topic that is.

Somebody is looked at when their `recall_at` has come: within the budget one prompt is entered if a topic is
due in a cohort of theirs, and the next look is set to the next time that hour comes. What the budget does not
allow waits: the topic is still due the next day.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.calendar import local
from bot.domain.nudging import next_occurrence, worth_until
from bot.domain.recall import in_turn
from bot.domain.streak_windows import posted_by
from bot.services.features import features_of
from bot.services.learners import Studies
from bot.services.nudges import Nudge, Telling, nudge
from bot.services.recall_decks import Deck, RecallDecks
from bot.services.recall_facts import RecallLetter
from bot.services.reminders import waits
from bot.services.timetables import post_time
from storage.database import Database
from storage.repositories.recall_looks import (
    RECALL_LOOKS,
    LookRow,
    MemberRow,
    due_people,
    present_memberships,
)
from storage.running import OnConnection

RECALL = "recall"
_AT_ONCE = 100
_MOMENT = timedelta(microseconds=1)
_ASKING = frozenset({"running", "ended"})
"""States of cohorts whose topics come back: what was learnt is worth keeping also when the cohort is over."""


class RecallPrompts:
    """Enters prompts that are due, and says what each is about when it is sent."""

    def __init__(self, database: Database, decks: RecallDecks, clock: Clock) -> None:
        self._database = database
        self._decks = decks
        self._clock = clock

    async def next_look_at(self) -> datetime | None:
        """When somebody's hour comes next."""
        return await RECALL_LOOKS.next(self._database.look)

    async def enter_due(self) -> int:
        """Enters all prompts whose hour has come; returns how many.

        Decks are read between two transactions, so that nobody who checks in has to wait for them.
        """
        entered = 0
        while (due := await self.next_look_at()) is not None and due <= self._clock.now():
            now = self._clock.now()
            async with self._database.write() as connection:
                rows = await due_people(connection, now, _AT_ONCE)
                steps = [(_next_look(row, now), row.person_id) for row in rows]
                await OnConnection(connection).run(RECALL_LOOKS.moving_on(steps))
            wanted = await self._wanted([row for row in rows if _is_their_hour(row, now)], now)
            if wanted:
                async with self._database.write() as connection:
                    entered += len(await nudge(connection, wanted, now))
        return entered

    async def letters(self, tellings: Sequence[Telling]) -> dict[int, RecallLetter]:
        """What prompts say, by row; those that need no longer be sent are left out."""
        studied = await self._studied({telling.row.person_id for telling in tellings}, self._clock.now())
        decks = {
            (member.person_id, member.cohort_id): deck for member, deck in studied if _asks(member, deck)
        }
        found = {}
        for telling in tellings:
            deck = decks.get(telling.member)
            prompt = None if deck is None else deck.prompt()
            if prompt is not None:
                found[telling.row.id] = RecallLetter(telling.row.language, prompt, telling.last)
        return found

    async def _wanted(self, rows: Sequence[LookRow], now: datetime) -> list[Nudge]:
        """A prompt for each person to whom a topic comes back."""
        studied = await self._studied({row.person_id for row in rows}, now)
        found: list[Nudge] = []
        for row in rows:
            own = [(member, deck) for member, deck in studied if member.person_id == row.person_id]
            if not any(_may_be_reminded_today(member, deck.studies, now) for member, deck in own):
                found += _nudges(row, own, now)
        return found

    async def _studied(self, people: Collection[int], now: datetime) -> list[tuple[MemberRow, Deck]]:
        """What these people study, or have studied to the end."""
        async with self._database.read() as connection:
            members = await present_memberships(connection, people)
        by_key = {(each.person_id, each.cohort_id): each for each in members if each.state in _ASKING}
        decks = await self._decks.of(list(by_key.values()), now)
        return [(by_key[key], deck) for key, deck in decks.items()]


def _next_look(row: LookRow, now: datetime) -> datetime | None:
    if row.recall_minutes is None:
        return None
    return next_occurrence(now, post_time(row.recall_minutes), row.zone)


def _is_their_hour(row: LookRow, now: datetime) -> bool:
    """Whether it is the member's hour indeed: one who has just changed their wishes is looked at too."""
    if row.recall_minutes is None or now >= worth_until(row.recall_at, row.zone):
        return False
    at = post_time(row.recall_minutes)
    return next_occurrence(row.recall_at - _MOMENT, at, row.zone) == row.recall_at


def _asks(member: MemberRow, deck: Deck) -> bool:
    """Whether topics of this cohort come back to its member now."""
    if member.recall_minutes is None:
        return False
    return features_of(member.features).recall and not deck.is_resting()


def _may_be_reminded_today(member: MemberRow, own: Studies, now: datetime) -> bool:
    """Whether a reminder of a day that waits may still come today: it goes first."""
    posted = posted_by(own.course.timetable, now)
    if member.remind_at is None or not posted or not features_of(member.features).reminders:
        return False
    zone = own.learner.zones[-1].zone
    is_today = local(member.remind_at, zone).date() == local(now, zone).date()
    return is_today and waits(own, own.standing(now), own.course.timetable[posted - 1].day, now)


def _nudges(row: LookRow, own: Sequence[tuple[MemberRow, Deck]], now: datetime) -> Iterator[Nudge]:
    """At most one: of all that is due in any cohort, what is first."""
    first = [
        (in_turn(due[0]), member.cohort_id)
        for member, deck in own
        if _asks(member, deck) and (due := deck.due())
    ]
    if first:
        _, cohort_id = min(first)
        day = local(now, row.zone).date()
        yield Nudge(RECALL, row.person_id, cohort_id, day, row.zone, row.recall_at)
