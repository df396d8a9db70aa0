"""Boards are fair: equal numbers share a place, and the place after them is skipped."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking import By, Entry, places

ENTRIES = st.lists(
    st.builds(
        Entry,
        st.integers(1, 10_000),
        st.integers(0, 5),
        st.sampled_from([0.0, 1 / 3, 2 / 6, 0.5, 1.0]),
        st.integers(0, 9),
    ),
    unique_by=lambda entry: entry.who,
)


def entry(who: int, streak: int = 0, attendance: float = 0.0, days: int = 0) -> Entry:
    return Entry(who, streak, attendance, days)


def ranks(entries: list[Entry], by: By) -> list[tuple[int, int]]:
    return [(place.rank, place.entry.who) for place in places(entries, by)]


def test_who_has_the_same_streak_has_the_same_place() -> None:
    board = [entry(1, streak=3), entry(2, streak=9), entry(4, streak=5), entry(3, streak=5)]

    assert ranks(board, By.STREAK) == [(1, 2), (2, 3), (2, 4), (4, 1)]


def test_a_board_is_ordered_by_what_was_asked_for() -> None:
    board = [entry(1, 1, 1 / 3, 9), entry(2, 2, 2 / 6, 8), entry(3, 3, 0.3, 7)]

    assert ranks(board, By.ATTENDANCE) == [(1, 1), (1, 2), (3, 3)]
    assert ranks(board, By.DAYS) == [(1, 1), (2, 2), (3, 3)]


def test_a_board_of_nobody_has_no_places() -> None:
    assert places([], By.STREAK) == ()


@given(ENTRIES, st.sampled_from(By), st.randoms(use_true_random=False))
def test_a_place_is_one_more_than_those_who_are_better(
    board: list[Entry], by: By, chance: random.Random
) -> None:
    shuffled = chance.sample(board, len(board))

    for place in places(board, by):
        better = sum(other.value(by) > place.entry.value(by) for other in board)
        assert place.rank == better + 1
    assert places(shuffled, by) == places(board, by)
