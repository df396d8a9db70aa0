"""Missed days, the gaps they make, and the freezes that pay for them."""

from streak_story import Story, day, learner, numbers, rules

from bot.domain.standing import Rule
from bot.domain.study_log import Policy


def test_days_off_between_missed_days_do_not_end_the_gap() -> None:
    story = Story(who=learner(pauses=["Tue2-Thu2"])).did("w1 Wed3")

    assert numbers(story.seen("Thu3 12:00")) == (1, 5, 2)  # Friday, Monday and Tuesday are one gap of three
    assert story.seen("Thu3 12:00").broke_on == day("Mon3")


def test_missed_days_before_the_first_check_in_cost_nothing() -> None:
    assert numbers(Story().did("Fri1").seen("Fri1 21:00")) == (1, 1, 2)


def test_a_freeze_is_earned_with_each_tenth_day_of_the_run_and_never_above_the_cap() -> None:
    story = Story().did("w1 Tue2-Fri2 w3 w4")

    assert story.seen("Fri2 21:00").freezes == 1
    assert story.seen("Mon3 21:00").freezes == 2
    assert story.seen("Fri4 21:00").freezes == 2


def test_a_broken_run_starts_to_earn_anew_and_freezes_spent_before_stay_spent() -> None:
    story = Story().did("w1 Tue2 Wed2 Tue3-Fri3 w4")  # Monday frozen; Thursday, Friday and Monday break

    assert numbers(story.seen("Tue3 21:00")) == (1, 7, 1)
    assert numbers(story.seen("Fri4 21:00")) == (9, 9, 1)


def test_a_gap_longer_than_the_limit_breaks_however_many_freezes_there_are() -> None:
    rich = Policy(freezes_start=5, freezes_cap=5)

    assert numbers(Story(policy=rich).did("w1 Thu2").seen("Fri2 12:00")) == (1, 5, 5)


def test_a_later_holiday_returns_the_freeze_and_a_removed_miss_mends_the_run() -> None:
    story = Story().did("w1 Thu2 Fri2")

    assert numbers(story.seen("Fri2 21:00")) == (2, 5, 2)
    assert numbers(story.excused("Mon2").seen("Fri2 21:00")) == (7, 7, 0)
    assert numbers(story.excused("Tue2").seen("Fri2 21:00")) == (7, 7, 1)


def test_a_run_mended_far_back_brings_its_spent_freezes_along() -> None:
    """How a day off can lower a run: the older one lives again and has spent what the newer used."""
    story = Story().did("w1 Thu2 Fri2 Mon3 Thu3")

    assert numbers(story.seen("Fri3 12:00")) == (4, 5, 0)
    assert numbers(story.excused("Tue2").seen("Fri3 12:00")) == (1, 8, 0)


def test_freezes_shown_on_missed_days_come_back_when_the_gap_grows_too_long() -> None:
    story = Story().did("w1")

    assert rules(story.why("Thu2 12:00"), "Mon2 Tue2") == [Rule.FROZEN, Rule.FROZEN]
    broken = story.why("Fri2 12:00")
    assert rules(broken, "Mon2-Wed2") == [Rule.NO_CHECK_IN, Rule.NO_CHECK_IN, Rule.BROKE_RUN]
    assert not any(line.frozen for line in broken.values())
    assert [line.run_after for line in broken.values()][4:8] == [5, 5, 5, 0]
