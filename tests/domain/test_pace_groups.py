"""Groups of similar pace: about eight, the same for everybody within a week, others in the next."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace_groups import Paced, nearest_group, pace_groups

LEARNERS = st.lists(st.integers(0, 20), max_size=200).map(
    lambda paces: [Paced(who, pace) for who, pace in enumerate(paces)]
)


@given(LEARNERS, st.sampled_from(["1:2027-01-04", "1:2027-01-11"]))
def test_everybody_is_in_one_group_of_about_eight(learners: list[Paced], week: str) -> None:
    groups = pace_groups(learners, week)
    assert sorted(each.who for group in groups for each in group) == [each.who for each in learners]
    assert all(len(group) <= 12 for group in groups)
    assert len(learners) < 8 or all(len(group) >= 5 for group in groups)


@given(LEARNERS)
def test_the_order_in_which_they_are_given_changes_nothing(learners: list[Paced]) -> None:
    assert pace_groups(learners, "week") == pace_groups(learners[::-1], "week")


def test_groups_are_drawn_anew_each_week_among_those_of_similar_pace() -> None:
    learners = [Paced(who, pace=20 - who // 24 * 10) for who in range(48)]
    first, second = pace_groups(learners, "1:2027-01-04"), pace_groups(learners, "1:2027-01-11")
    assert first != second
    assert all(len({each.pace for each in group}) == 1 for group in (*first, *second))


def test_who_is_in_no_group_sees_the_one_of_nearest_pace() -> None:
    groups = pace_groups([Paced(who, pace=who) for who in range(48)], "week")
    near = nearest_group(groups, Paced(99, 47))
    assert max(each.pace for each in near) >= 24
    assert nearest_group([], Paced(99, 47)) == ()
