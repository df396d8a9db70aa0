"""Things over days and days over shares: the arithmetic of splitting, and what a day shows with its items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pacing_story import MONDAY_TO_FRIDAY, roadmap, story, unit

from bot.domain.outline import DayRange, Item, Role, Unit
from bot.domain.pacing import Entry, Pacing, plan
from bot.domain.plan_split import Part, Share, Thing, apportion, shares_left, spread


def days_of(things: int, days: int) -> list[str]:
    return story(roadmap(unit("a", items=things, timing=DayRange(days, days))))


def test_more_items_than_days_make_blocks_that_differ_by_one_larger_first() -> None:
    assert days_of(7, 3) == ["a1 a2 a3", "a4 a5", "a6 a7"]
    assert days_of(6, 3) == ["a1 a2", "a3 a4", "a5 a6"]


def test_as_many_items_as_days_are_one_a_day() -> None:
    assert days_of(3, 3) == ["a1", "a2", "a3"]


def test_the_first_spare_day_is_a_catch_up_day_at_the_units_end() -> None:
    assert days_of(3, 4) == ["a1", "a2", "a3", "catch-up"]


def test_further_spare_days_make_the_earliest_items_two_part() -> None:
    assert days_of(3, 6) == ["a1 1/2", "a1 2/2", "a2 1/2", "a2 2/2", "a3", "catch-up"]


def test_still_more_days_make_more_parts() -> None:
    assert days_of(1, 5) == ["a1 1/4", "a1 2/4", "a1 3/4", "a1 4/4", "catch-up"]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (10, [5, 3, 2], [5, 3, 2]),
        (3, [100, 1, 1], [1, 1, 1]),
        (5, [98, 1, 1], [3, 1, 1]),
        (0, [], []),
    ],
)
def test_days_are_shared_by_largest_remainder_with_at_least_one_each(
    total: int, weights: list[int], shares: list[int]
) -> None:
    assert apportion(total, weights) == shares


@given(st.lists(st.integers(1, 50), min_size=1, max_size=20), st.integers(0, 300))
def test_shares_add_up_and_nobody_goes_without(weights: list[int], more: int) -> None:
    shares = apportion(len(weights) + more, weights)
    assert sum(shares) == len(weights) + more
    assert min(shares) >= 1


@given(st.integers(0, 15), st.integers(1, 60), st.booleans(), st.data())
def test_what_is_left_of_a_splitting_is_the_splitting_of_what_is_left(
    things: int, days: int, catch_up: bool, data: st.DataObject
) -> None:
    whole = spread([Thing(f"t{number}") for number in range(things)], days, catch_up=catch_up)
    done = data.draw(st.integers(0, days))
    posted = {part.id: part for day in whole[:done] for part in day}
    left = []
    for number in range(things):
        part = posted.get(f"t{number}", Part(f"t{number}", 0, 0))
        if part.part < part.parts or not part.parts:
            left.append(Thing(part.id, part.part, part.parts))
    assert spread(left, days - done, catch_up=catch_up) == whole[done:]


def test_a_begun_item_is_finished_in_one_day_when_the_days_have_become_too_few() -> None:
    assert spread([Thing("a", 1, 4), Thing("b")], 2, catch_up=True) == [
        (Part("a", 2, 2),),
        (Part("b", 1, 1),),
    ]


def test_a_begun_project_takes_the_days_that_were_added() -> None:
    found = spread([Thing("a", 1, 2)], 3, catch_up=False)
    assert found == [(Part("a", 2, 4),), (Part("a", 3, 4),), (Part("a", 4, 4),)]


def test_shares_stay_what_they_were_for_as_long_as_they_add_up() -> None:
    shares = [Share(2, used=2, owed=0, is_open=False), Share(3, used=1, owed=2, is_open=True)]
    assert shares_left(shares, 2) == [0, 2]
    assert shares_left(shares, 5) == [0, 5]


def test_headings_are_shown_with_their_children_and_continued_when_these_are_split() -> None:
    group = Item("g", Role.GROUP, (Item("a"), Item("h", Role.GROUP, (Item("b"), Item("c")))))
    outline = roadmap(Unit("u", items=(group,)))
    found = plan(outline, Pacing(items_per_day=1), MONDAY_TO_FRIDAY).days
    assert [entry for day in found for entry in day.entries] == [
        Entry("a", headings=("g",)),
        Entry("b", headings=("g", "h"), continued=1),
        Entry("c", headings=("g", "h"), continued=2),
    ]


def test_an_item_with_children_is_learned_first_and_then_heads_them() -> None:
    outline = roadmap(Unit("u", items=(Item("a", children=(Item("b"), Item("c"))),)))
    found = plan(outline, Pacing(items_per_day=2), MONDAY_TO_FRIDAY).days
    assert [day.entries for day in found] == [
        (Entry("a"), Entry("b", headings=("a",))),
        (Entry("c", headings=("a",), continued=1),),
    ]


def test_the_second_part_of_an_item_continues_its_heading() -> None:
    group = Item("g", Role.GROUP, (Item("a"),))
    outline = roadmap(Unit("u", items=(group,), timing=DayRange(3, 3)))
    found = plan(outline, Pacing(), MONDAY_TO_FRIDAY).days
    assert [day.entries for day in found] == [
        (Entry("a", 1, 2, ("g",)),),
        (Entry("a", 2, 2, ("g",), 1),),
        (),
    ]


def test_fillers_are_shown_once_with_the_item_before_them_or_the_first_one() -> None:
    texts = (Item("x", Role.FILLER), Item("a"), Item("y", Role.FILLER), Item("b"))
    outline = roadmap(Unit("u", items=texts, timing=DayRange(4, 4)))
    found = plan(outline, Pacing(), MONDAY_TO_FRIDAY).days
    assert [day.entries for day in found] == [
        (Entry("x", filler=True), Entry("a", 1, 2)),
        (Entry("a", 2, 2), Entry("y", filler=True)),
        (Entry("b"),),
        (),
    ]


def test_a_group_without_children_is_no_more_than_a_filler() -> None:
    outline = roadmap(Unit("u", items=(Item("a"), Item("g", Role.GROUP))))
    assert plan(outline, Pacing(), MONDAY_TO_FRIDAY).days[0].entries == (Entry("a"), Entry("g", filler=True))
