"""When a recalled topic comes back: the only module that knows FSRS (the package `fsrs`).

There are no steps of minutes, for nobody is asked about a topic twice a day: every grade leads to whole days.
Nothing is left to chance either, so that the same recalls always lead to the same numbers.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from fsrs import Card, Rating, Scheduler, State

from bot.domain.recall import Grade, Memory

_LONGEST = 365  # days; even what is known by heart comes back once a year
_RATINGS = {
    Grade.AGAIN: Rating.Again,
    Grade.HARD: Rating.Hard,
    Grade.GOOD: Rating.Good,
    Grade.EASY: Rating.Easy,
}


def recalled(memory: Memory | None, grade: Grade, at: datetime) -> Memory:
    """The memory of a topic after it was recalled at that instant (aware UTC)."""
    card, _log = _scheduler().review_card(_card(memory, at), _RATINGS[grade], at)
    assert card.stability is not None  # noqa: S101 - a reviewed card has both numbers
    assert card.difficulty is not None  # noqa: S101 - see above
    turns = 1 if memory is None else memory.turns + 1
    return Memory(int(card.state), card.stability, card.difficulty, card.due, at, turns)


def remembered(recalls: Iterable[tuple[Grade, datetime]]) -> Memory | None:
    """The memory of a topic after all of its recalls, in the order of time."""
    memory: Memory | None = None
    for grade, at in sorted(recalls, key=lambda each: each[1]):
        memory = recalled(memory, grade, at)
    return memory


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    return Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=_LONGEST, enable_fuzzing=False)


def _card(memory: Memory | None, at: datetime) -> Card:
    """The library's own card; without an id and an instant it would ask the clock and wait for it to tick."""
    if memory is None:
        return Card(card_id=0, due=at)
    return Card(
        card_id=0,
        state=State(memory.state),
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at,
        last_review=memory.recalled_at,
    )
