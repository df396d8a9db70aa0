"""FSRS behind its door: whole days, nothing left to chance, and cards that can be made again."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recall import Grade, Memory
from bot.services.recall_schedule import recalled, remembered

START = datetime(2027, 1, 4, 19, tzinfo=UTC)
STORIES = st.lists(st.tuples(st.sampled_from(Grade), st.integers(1, 60 * 24 * 90)), min_size=1, max_size=12)


def told(story: list[tuple[Grade, int]]) -> list[tuple[Grade, datetime]]:
    """Grades with their instants, of grades with the minutes since the one before."""
    at, found = START, []
    for grade, minutes in story:
        at += timedelta(minutes=minutes)
        found.append((grade, at))
    return found


@pytest.mark.parametrize(
    ("grade", "days"), [(Grade.AGAIN, 1), (Grade.HARD, 1), (Grade.GOOD, 2), (Grade.EASY, 8)]
)
def test_the_first_grade_says_how_soon_a_topic_comes_back(grade: Grade, days: int) -> None:
    assert recalled(None, grade, START).due_at == START + timedelta(days=days)


def test_what_is_remembered_well_comes_back_ever_less_often_and_never_later_than_in_a_year() -> None:
    memory, waits = recalled(None, Grade.GOOD, START), []
    for _ in range(12):
        waits.append((memory.due_at - memory.recalled_at).days)
        memory = recalled(memory, Grade.GOOD, memory.due_at)
    assert waits == sorted(waits)
    assert waits[-1] == 365


@given(STORIES, st.randoms(use_true_random=False))
def test_a_memory_can_be_made_again_from_its_recalls_in_whatever_order_they_are_found(
    story: list[tuple[Grade, int]], chance: Random
) -> None:
    recalls = told(story)
    memory: Memory | None = None
    for grade, at in recalls:
        memory = recalled(memory, grade, at)
        assert memory.due_at >= at + timedelta(days=1)
    found = list(recalls)
    chance.shuffle(found)
    assert remembered(found) == memory
    assert memory is not None
    assert memory.turns == len(recalls)


def test_nothing_was_remembered_of_what_was_never_recalled() -> None:
    assert remembered([]) is None


def test_the_heavy_half_of_the_library_stays_outside() -> None:
    locked = (Path(__file__).parents[2] / "requirements.lock").read_text("utf-8")
    assert "\nfsrs==" in locked
    assert not {"torch", "numpy", "pandas"} & set(re.findall(r"^[\w.-]+", locked, re.MULTILINE))
