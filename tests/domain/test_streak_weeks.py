"""The weekly-quota mode: whole calendar weeks, a quota that shrinks with days off, and no 0 in mid-week."""

from datetime import date, time

from streak_story import Story, at, day, learner, timetable
from study_dates import study_days

from bot.domain.calendar import occurrence
from bot.domain.standing import WeekLine
from bot.domain.streak import explain_weeks
from bot.domain.study_log import Excuse, Mode, Policy, StudyDate

THREE = Policy(mode=Mode.WEEKLY, quota=3)


def weeks(story: Story, moment: str) -> list[WeekLine]:
    return list(explain_weeks(story.windows, at(moment)))


def needs(story: Story) -> list[int]:
    return [line.need for line in weeks(story, "Mon1 12:00")]


def test_the_week_counts_with_the_check_in_that_meets_the_quota() -> None:
    story = Story(policy=THREE).did("Mon1 Tue1")

    assert story.seen("Tue1 21:00").current == 0
    assert story.did("Thu1").seen("Thu1 21:00").current == 1
    assert story.did("Fri1").seen("Fri1 21:00").current == 1


def test_the_current_week_never_breaks_even_when_it_can_no_longer_be_met() -> None:
    strict = Policy(mode=Mode.WEEKLY, quota=3, grace_days=0)
    story = Story(policy=strict).did("w1")

    assert story.seen("Sun2 12:00").current == 1
    assert story.seen("Mon3 02:59").current == 1
    assert story.seen("Mon3 02:59").changes_at == at("Mon3 03:00")
    assert story.seen("Mon3 03:00").current == 0
    assert story.seen("Mon3 03:00").broke_on == day("Fri2")


def test_a_friday_done_in_grace_still_counts_for_its_week() -> None:
    story = Story(policy=THREE).did("Mon1-Wed1 Mon2 Tue2")

    assert story.seen("Mon3 12:00").current == 1
    story.check_in(at("Mon3 20:00"), day("Fri2"))
    assert story.seen("Mon3 21:00").current == 2


def test_the_need_shrinks_with_holidays_pauses_and_joining() -> None:
    assert needs(Story(policy=THREE)) == [3, 3, 3, 3]
    assert needs(Story(policy=THREE).excused("Mon1 Tue1").excused("Mon2", Excuse.OUTAGE)) == [2, 3, 3, 3]
    assert needs(Story(policy=THREE, who=learner(pauses=["Tue2-Fri2"]))) == [3, 1, 3, 3]
    assert needs(Story(policy=THREE, who=learner(joined=at("Wed1 12:00")))) == [2, 3, 3, 3]


def test_the_need_is_never_more_than_the_week_has() -> None:
    short = Policy(mode=Mode.WEEKLY, quota=6)

    assert needs(Story(policy=short)) == [5, 5, 5, 5]


def test_a_first_week_that_begins_on_wednesday_needs_its_share() -> None:
    dates = timetable(2)[2:]

    assert needs(Story(dates=dates, policy=Policy(mode=Mode.WEEKLY, quota=3, week_days=5))) == [2, 3]
    assert needs(Story(dates=dates, policy=THREE)) == [3, 3]


def test_a_week_that_asks_nothing_bridges_and_a_check_in_in_it_counts() -> None:
    paused = Story(policy=THREE, who=learner(pauses=["Mon2-Fri2"])).did("Mon1-Wed1")

    assert paused.seen("Fri3 12:00").current == 1
    assert paused.did("Thu2").seen("Fri3 12:00").current == 2


def test_a_submitted_project_lowers_the_need() -> None:
    story = Story(dates=timetable(blocks={"shop": "Thu1 Fri1"}), policy=THREE).submitted("shop", "Fri1 12:00")

    assert story.did("Mon1 Tue1").seen("Sat1 12:00").current == 1


def test_the_receipt_has_a_line_for_each_week() -> None:
    story = Story(policy=THREE).did("Mon1-Wed1 Mon2 Tue2 Mon3")

    first, second, third, fourth = weeks(story, "Wed3 12:00")

    assert first == WeekLine(day("Mon1"), required=5, need=3, done=3, is_over=True, run_after=1)
    assert second == WeekLine(day("Mon2"), required=5, need=3, done=2, is_over=True, run_after=0)
    assert third == WeekLine(day("Mon3"), required=5, need=3, done=1, is_over=False, run_after=0)
    assert not fourth.is_over


def test_there_are_no_freezes_to_spend() -> None:
    told = Story(policy=THREE).did("Mon1").seen("Fri3 12:00")

    assert (told.current, told.freezes, told.attendance) == (0, 2, 1 / 13)


def test_the_week_over_new_year_is_one_week() -> None:
    dates = tuple(
        StudyDate(each, occurrence(each, time(9), "Europe/Berlin"))
        for each in study_days(date(2027, 12, 27), 14)
    )
    story = Story(dates=dates, policy=THREE)
    for each in (dates[3], dates[4], dates[5]):  # Thursday to Saturday, 1 January
        story.check_in(each.posted, each.day)

    assert story.seen(dates[6].posted).current == 1
