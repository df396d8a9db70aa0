"""The receipt that explains a daily streak."""

from streak_story import Story, at, day, learner, rules, timetable

from bot.domain.standing import DayLine, Rule, Status
from bot.domain.study_log import Excuse


def test_the_receipt_names_the_rule_behind_each_day() -> None:
    who = learner(joined=at("Tue1 12:00"), pauses=["Tue2-Tue2"])
    story = Story(dates=timetable(blocks={"shop": "Wed2 Thu2"}), who=who)
    story.did("Wed1 Fri1").check_in(at("Fri1 10:00"), day("Thu1"))
    story.excused("Mon2", Excuse.OUTAGE).excused("Fri2").excused("Mon3", Excuse.COHORT_PAUSE)
    story.excused("Tue3", Excuse.ADMIN).submitted("shop", "Thu2 20:00")
    lines = story.why("Fri3 12:00")

    assert rules(lines, "w1") == [
        Rule.BEFORE_JOINING,
        Rule.BEFORE_JOINING,
        Rule.IN_WINDOW,
        Rule.WITHIN_GRACE,
        Rule.IN_WINDOW,
    ]
    assert rules(lines, "w2") == [
        Rule.OUTAGE,
        Rule.OWN_PAUSE,
        Rule.PROJECT_SUBMITTED,
        Rule.PROJECT_SUBMITTED,
        Rule.HOLIDAY,
    ]
    assert rules(lines, "w3") == [
        Rule.COHORT_PAUSE,
        Rule.EXCUSED_BY_ADMIN,
        Rule.FROZEN,
        Rule.GRACE_RUNNING,
        Rule.WINDOW_OPEN,
    ]
    assert rules(lines, "Mon4") == [Rule.NOT_POSTED]


def test_the_receipt_shows_when_a_day_closed_and_when_it_was_done() -> None:
    assert Story().did("Mon1").why("Mon1 21:00")[day("Mon1")] == DayLine(
        day=day("Mon1"),
        status=Status.DONE,
        rule=Rule.IN_WINDOW,
        closes=at("Tue1 03:00"),
        grace_ends=at("Wed1 03:00"),
        frozen=False,
        run_after=1,
        checked_in_at=at("Mon1 20:00"),
    )
