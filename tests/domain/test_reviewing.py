"""Whose turn it is to review, and what reviews come to."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reviewing import REVIEWERS, Candidate, Decision, Opinion, decision, next_in_turn

ADA, BRUNO = 1, 2


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), Decision.WAITING),
        (((ADA, None), (BRUNO, None)), Decision.WAITING),
        (((ADA, True), (BRUNO, None)), Decision.WAITING),
        (((ADA, False), (BRUNO, None)), Decision.REVISE),
        (((ADA, True), (BRUNO, False)), Decision.REVISE),
        (((ADA, False), (BRUNO, True), (ADA, None)), Decision.WAITING),
        (((ADA, False), (BRUNO, True), (ADA, True)), Decision.ACCEPTED),
        (((ADA, True),), Decision.ACCEPTED),
    ],
)
def test_a_project_is_accepted_when_the_last_word_of_everybody_is_yes(
    said: tuple[tuple[int, bool | None], ...], expected: Decision
) -> None:
    assert decision(Opinion(who, fine) for who, fine in said) is expected


def test_who_was_asked_least_often_is_next_and_ties_go_by_id() -> None:
    candidates = [Candidate(3, 1), Candidate(1, 2), Candidate(4, 1), Candidate(2, 0)]
    assert next_in_turn(candidates, 3) == [2, 3, 4]


def test_who_has_been_away_is_asked_last() -> None:
    assert next_in_turn([Candidate(1, 0, quiet=True), Candidate(2, 5)], 1) == [2]
    assert next_in_turn([Candidate(1, 0, quiet=True)], 1) == [1]


def test_nobody_is_asked_where_nobody_is_wanted() -> None:
    assert next_in_turn([Candidate(1, 0)], 0) == []
    assert next_in_turn([Candidate(1, 0)], -1) == []


@given(st.integers(3, 9), st.lists(st.integers(0, 8), max_size=80), st.integers())
def test_the_rotation_is_fair_whoever_hands_in(members: int, authors: list[int], seed: int) -> None:
    random = Random(seed)  # noqa: S311 - an order to try, not a secret
    asked: Counter[int] = Counter()
    for author in (each % members for each in authors):
        others = [Candidate(who, asked[who]) for who in range(members) if who != author]
        chosen = next_in_turn(others, REVIEWERS)
        random.shuffle(others)
        assert chosen == next_in_turn(others, REVIEWERS)
        assert author not in chosen
        assert len(set(chosen)) == REVIEWERS
        unchosen = [each.asked for each in others if each.who not in chosen]
        assert max(asked[who] for who in chosen) <= min(unchosen, default=max(asked.values(), default=0))
        asked.update(chosen)


@given(st.integers(3, 9), st.integers(1, 8))
def test_when_everybody_hands_in_alike_everybody_reviews_alike(members: int, rounds: int) -> None:
    asked: Counter[int] = Counter()
    for author in [*range(members)] * rounds:
        others = [Candidate(who, asked[who]) for who in range(members) if who != author]
        asked.update(next_in_turn(others, REVIEWERS))
    loads = [asked[who] for who in range(members)]
    assert max(loads) - min(loads) <= 2  # the last author may be the one whose turn it would be
