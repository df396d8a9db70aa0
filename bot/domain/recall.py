"""Recall: when a learnt topic comes back, and which comes first.

Pure. How well a topic is remembered is told in the numbers of FSRS; only `bot.services.recall_schedule` knows
how they come about. Days are the member's own: a topic is due on a day, not at an hour of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.calendar import day_start, own_day

USUAL_HOUR = time(18)
"""When topics come back for those who only say that they want it."""

A_ROUND = 3
"""So many topics are asked one after the other; whoever wants more says so."""

_DAY = timedelta(days=1)


class Grade(StrEnum):
    """How well somebody remembered a topic, in FSRS's four steps."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a topic is remembered: FSRS's state, stability (days) and difficulty (1 to 10).

    It fades until `due_at`. `turns` counts how often the topic was recalled, the last time at `recalled_at`.
    """

    state: int
    stability: float
    difficulty: float
    due_at: datetime
    recalled_at: datetime
    turns: int


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on a member's own clock, which turns at the rollover: from `begins` until `ends`."""

    day: date
    zone: str
    rollover: time
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A topic that was learnt: which one of its study day, by its place, and since when.

    `memory` is None before it was recalled for the first time.
    """

    topic: str
    day: date
    place: int
    learnt_at: datetime
    memory: Memory | None = None

    @property
    def turns(self) -> int:
        """How often it was recalled."""
        return 0 if self.memory is None else self.memory.turns

    def is_due(self, today: OwnDay) -> bool:
        """Whether it comes back today: for the first time on the day after it was learnt, and once a day."""
        if self.memory is None:
            return self.learnt_at < today.begins
        return self.memory.due_at < today.ends and self.memory.recalled_at < today.begins

    def comes_back_on(self, today: OwnDay) -> date:
        """On which of the member's days it comes back, if that is not today."""
        at = today.ends if self.memory is None else max(self.memory.due_at, today.ends)
        return own_day(at, today.rollover, today.zone)


def own_day_at(now: datetime, zone: str, rollover: time) -> OwnDay:
    """The day it is for somebody whose day turns at the rollover."""
    day = own_day(now, rollover, zone)
    begins, ends = (day_start(each, rollover, zone) for each in (day, day + _DAY))
    return OwnDay(day, zone, rollover, begins, ends)


def due_cards(cards: Iterable[Card], today: OwnDay) -> list[Card]:
    """What comes back today: first what would fade, then what was never recalled, each the oldest first."""
    return sorted((card for card in cards if card.is_due(today)), key=in_turn)


def in_turn(card: Card) -> tuple[bool, datetime, int]:
    """The order in which cards come."""
    if card.memory is None:
        return True, card.learnt_at, card.place
    return False, card.memory.due_at, card.place
