"""Which study date a check-in counts for, and how long it may be undone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from streak_histories import History, histories
from streak_story import LONG_AGO, Story, at, day, days, learner, timetable

from bot.domain.check_in import (
    AlreadyCounted,
    CaughtUp,
    Counted,
    OffDay,
    Refusal,
    Refused,
    can_undo,
    study_date_for,
)
from bot.domain.standing import Status
from bot.domain.study_log import Excuse, Learner, Log, Mode, Policy, ZoneSince

SECOND = timedelta(seconds=1)


def opened(story: Story, moment: str) -> list[str]:
    return [each.strftime("%a") for each in story.seen(moment).open_days]


def undoable(story: Story, name: str, moment: str) -> bool:
    return can_undo(story.windows, day(name), at(moment))


def test_it_counts_for_today_and_says_until_when() -> None:
    decision = Story().check_in(at("Mon1 20:00"))

    assert decision == Counted(day("Mon1"), False, at("Tue1 03:00"), at("Wed1 03:00"))


def test_without_a_day_it_counts_for_the_oldest_open_one_and_then_for_the_next() -> None:
    story = Story()

    first, second = story.check_in(at("Tue1 12:00")), story.check_in(at("Tue1 12:01"))

    assert first == Counted(day("Mon1"), True, at("Tue1 03:00"), at("Wed1 03:00"))
    assert second == Counted(day("Tue1"), False, at("Wed1 03:00"), at("Thu1 03:00"))


def test_a_button_counts_for_its_own_day() -> None:
    decision = Story().check_in(at("Tue1 12:00"), day("Tue1"))

    assert isinstance(decision, Counted)
    assert decision.day == day("Tue1")


def test_a_night_owl_still_counts_for_the_day_before() -> None:
    assert Story().did("Mon1").check_in(at("Wed1 02:59")) == Counted(
        day("Tue1"), False, at("Wed1 03:00"), at("Thu1 03:00")
    )


def test_the_window_is_closed_at_its_deadline_to_the_second() -> None:
    strict = Policy(grace_days=0)
    deadline = at("Tue1 03:00")

    assert isinstance(Story(policy=strict).check_in(deadline - SECOND, day("Mon1")), Counted)
    assert Story(policy=strict).check_in(deadline, day("Mon1")) == Refused(
        Refusal.WINDOW_CLOSED, day("Mon1"), deadline
    )


def test_a_second_press_says_when_it_was_counted() -> None:
    story = Story().did("Mon1", "08:14").did("Mon1", "09:14")

    assert story.check_in(at("Mon1 10:00")) == AlreadyCounted(day("Mon1"), at("Mon1 09:14"))


def test_before_the_post_there_is_nothing_to_count() -> None:
    refused = Refused(Refusal.NOT_POSTED, day("Mon2"), at("Mon2 09:00"))

    assert Story().did("w1").check_in(at("Mon2 08:59")) == refused
    assert Story().did("w1").check_in(at("Sun1 12:00"), day("Mon2")) == refused


def test_on_a_free_day_it_is_kept_under_the_learners_own_date() -> None:
    story = Story().did("w1")

    assert story.check_in(at("Sat1 20:00")) == OffDay(day("Sat1"))
    assert story.check_in(at("Sun1 02:00")) == AlreadyCounted(day("Sat1"), at("Sat1 20:00"))
    assert story.check_in(at("Sun1 04:00")) == OffDay(day("Sun1"))


def test_on_a_free_day_an_open_friday_comes_first() -> None:
    decision = Story().did("Mon1-Thu1").check_in(at("Sat1 12:00"))

    assert isinstance(decision, Counted)
    assert (decision.day, decision.late) == (day("Fri1"), True)


def test_a_free_day_may_be_named_on_the_day_itself_only() -> None:
    story = Story().did("w1")

    assert story.check_in(at("Sun1 12:00"), day("Sat1")) == Refused(Refusal.NO_STUDY_DATE, day("Sat1"))
    assert story.check_in(at("Sun1 12:00"), day("Sun1")) == OffDay(day("Sun1"))


def test_after_the_end_of_the_timetable_every_day_is_free() -> None:
    assert Story(dates=timetable(1)).did("w1").check_in(at("Wed2 12:00")) == OffDay(day("Wed2"))


def test_who_joins_after_the_post_may_count_that_day_but_none_before() -> None:
    story = Story(who=learner(joined=at("Wed1 12:00")))

    assert opened(story, "Wed1 13:00") == []
    assert story.check_in(at("Wed1 13:00"), day("Tue1")) == Refused(Refusal.BEFORE_JOINING, day("Tue1"))
    decision = story.check_in(at("Wed1 13:00"))
    assert isinstance(decision, Counted)
    assert decision.day == day("Wed1")


@pytest.mark.parametrize("name", ["Mon1", "Tue1"])
def test_with_a_plan_of_their_own_who_joined_later_catches_up_with_what_was_before(name: str) -> None:
    story = Story(who=learner(joined=at("Wed1 12:00")), catches_up=True)

    assert story.check_in(at("Wed1 13:00"), day(name)) == CaughtUp(day(name))
    assert story.seen("Wed1 14:00").counted == 0


def test_what_asked_nothing_of_anybody_and_weeks_that_are_over_are_not_caught_up_with() -> None:
    closed = Refused(Refusal.WINDOW_CLOSED, day("Mon1"), at("Wed1 03:00"))

    assert Story(catches_up=True).excused("Mon1").check_in(at("Thu1 12:00"), day("Mon1")) == closed
    weekly = Story(
        policy=Policy(mode=Mode.WEEKLY, quota=3), who=learner(joined=at("Wed1 12:00")), catches_up=True
    )
    assert weekly.check_in(at("Wed1 13:00"), day("Tue1")) == Refused(Refusal.BEFORE_JOINING, day("Tue1"))


def test_catching_up_is_taken_back_on_the_day_on_which_it_was_done() -> None:
    story = Story(catches_up=True)
    assert story.check_in(at("Thu1 12:00"), day("Mon1")) == CaughtUp(day("Mon1"))

    assert can_undo(story.windows, day("Mon1"), at("Fri1 02:59"))
    assert not can_undo(story.windows, day("Mon1"), at("Fri1 03:00"))


@pytest.mark.parametrize(("joined", "counts"), [("Tue1 02:59", True), ("Tue1 03:00", False)])
def test_a_day_counts_for_who_joined_while_its_window_was_open(joined: str, counts: bool) -> None:
    decision = Story(who=learner(joined=at(joined))).check_in(at("Tue1 12:00"), day("Mon1"))

    assert isinstance(decision, Counted) is counts


def test_in_a_pause_it_counts_for_today_and_not_for_days_rested() -> None:
    story = Story(who=learner(pauses=["Mon1-Wed1"]))

    decision = story.check_in(at("Tue1 20:00"))

    assert isinstance(decision, Counted)
    assert decision.day == day("Tue1")
    assert story.check_in(at("Tue1 20:01")) == AlreadyCounted(day("Tue1"), at("Tue1 20:00"))


def test_a_holidays_date_counts_where_somebody_studies_all_the_same() -> None:
    story = Story().excused("Mon1")

    assert isinstance(story.check_in(at("Mon1 20:00")), Counted)
    assert story.seen("Mon1 21:00").current == 1


def test_a_project_day_that_is_credited_can_still_be_checked_in() -> None:
    story = (
        Story(dates=timetable(blocks={"shop": "Thu1 Fri1"})).did("Mon1-Wed1").submitted("shop", "Thu1 10:00")
    )

    decision = story.check_in(at("Thu1 20:00"))

    assert isinstance(decision, Counted)
    assert story.seen("Thu1 21:00").current == 4


def test_open_are_the_days_that_ask_something_and_are_undone() -> None:
    story = Story(who=learner(pauses=["Thu1-Thu1"]), policy=Policy(grace_days=3)).did("Tue1").excused("Fri1")

    assert opened(story, "Mon1 08:59") == []
    assert opened(story, "Wed1 12:00") == ["Mon", "Wed"]
    assert opened(story, "Thu1 12:00") == ["Mon", "Wed"]
    assert opened(story, "Fri1 12:00") == ["Wed"]


def test_the_grace_runs_over_a_holiday_as_over_a_weekend() -> None:
    story = Story().excused("Tue1").excused("Wed1", Excuse.COHORT_PAUSE)

    assert opened(story, "Thu1 12:00") == ["Mon", "Thu"]
    assert opened(story, "Fri1 12:00") == ["Thu", "Fri"]


def test_the_grace_of_the_last_day_is_a_day_longer_too() -> None:
    story = Story(dates=timetable(1)).did("Mon1-Thu1")

    assert opened(story, "Sat1 12:00") == ["Fri"]
    assert opened(story, "Sun1 12:00") == []


def test_it_may_be_undone_until_the_grace_of_its_day_ends() -> None:
    story = Story().did("Mon1")

    assert undoable(story, "Mon1", "Wed1 02:59")
    assert not undoable(story, "Mon1", "Wed1 03:00")
    assert not undoable(story, "Tue1", "Tue1 12:00")


def test_an_off_days_check_in_may_be_undone_until_that_day_ends() -> None:
    story = Story().did("w1")
    story.check_in(at("Sat1 20:00"))

    assert undoable(story, "Sat1", "Sun1 02:59")
    assert not undoable(story, "Sat1", "Sun1 03:00")


def test_what_was_undone_can_be_done_again() -> None:
    story = Story().did("Mon1")
    story.log = Log()

    assert story.seen("Mon1 21:00").current == 0
    assert isinstance(story.check_in(at("Mon1 21:00")), Counted)


@pytest.mark.parametrize(("moment", "late"), [("Tue1 04:30", False), ("Tue1 05:30", True)])
def test_a_later_day_start_gives_more_of_the_night(moment: str, late: bool) -> None:
    owl = ZoneSince(LONG_AGO, "Europe/Berlin")
    story = Story(who=replace(learner(), zones=(replace(owl, rollover=at("Mon1 05:00", "UTC").time()),)))

    decision = story.check_in(at(moment), day("Mon1"))

    assert isinstance(decision, Counted)
    assert decision.late is late


def test_a_new_day_start_moves_no_deadline_of_the_past() -> None:
    zones = (
        ZoneSince(LONG_AGO, "Europe/Berlin", rollover=at("Mon1 04:00", "UTC").time()),
        ZoneSince(at("Wed1 12:00"), "Europe/Berlin", rollover=at("Mon1 00:00", "UTC").time()),
    )
    story = Story(who=Learner(LONG_AGO, zones), policy=Policy(grace_days=0))
    story.check_in(at("Tue1 03:30"), day("Mon1"))

    assert story.why("Fri1 12:00")[day("Mon1")].status is Status.DONE
    assert story.why("Fri1 12:00")[day("Wed1")].closes == at("Thu1 04:00")
    assert story.why("Fri1 12:00")[day("Thu1")].closes == at("Fri1 00:00")


def test_any_end_of_the_timetable_that_holds_the_open_days_decides_the_same() -> None:
    story = Story().did("w1 Mon2")
    whole = study_date_for(story.windows, at("Wed2 12:00"))
    tail = tuple(each for each in story.dates if each.day >= day("Mon2"))

    assert study_date_for(replace(story, dates=tail).windows, at("Wed2 12:00")) == whole


@given(histories())
def test_what_counts_is_then_done_and_never_anything_that_was_already(history: History) -> None:
    decision = study_date_for(history.windows, history.now)

    match decision:
        case Counted(day=counted, late=late):
            assert counted not in history.log.check_ins
            line = history.with_check_in(counted).lines()[counted]
            assert line.status is (Status.LATE if late else Status.DONE)
            opened = history.standing().open_days
            assert counted == opened[0] if opened else True
        case AlreadyCounted(day=counted, at=moment):
            assert history.log.check_ins[counted] == moment
        case OffDay(day=free):
            assert free not in {each.day for each in history.dates}
            assert not history.standing().open_days
        case Refused(day=refused):
            assert not history.standing().open_days
            assert refused in {each.day for each in history.dates}


def test_days_are_told_by_name() -> None:
    assert days("w1") == days("Mon1-Fri1")
