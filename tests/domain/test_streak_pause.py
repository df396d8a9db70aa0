"""A learner's own pause: declared in time, not for ever, and over when they come back."""

import pytest
from streak_story import Story, at, day, learner, timetable

from bot.domain.errors import Conflict, Invalid, StudyError
from bot.domain.streak_pause import ended, valid_pause
from bot.domain.study_log import Learner, Pause, Policy

WEEK_2 = Pause(day("Mon2"), day("Fri2"))


def declare(first: str, last: str, moment: str, who: Learner | None = None) -> Pause:
    return valid_pause(timetable(8), who or learner(), day(first), day(last), at(moment), Policy())


def refusal(first: str, last: str, moment: str, who: Learner | None = None) -> StudyError:
    with pytest.raises((Invalid, Conflict)) as refused:
        declare(first, last, moment, who)
    return refused.value


def test_a_pause_may_be_declared_until_the_deadline_of_its_first_study_day() -> None:
    assert declare("Mon2", "Fri2", "Tue2 02:59") == WEEK_2
    late = refusal("Mon2", "Fri2", "Tue2 03:00")
    assert (late.code, late.data) == ("pause_too_late", {"day": day("Mon2"), "closed": at("Tue2 03:00")})


def test_a_pause_from_the_weekend_on_begins_with_its_first_study_day() -> None:
    assert declare("Sat1", "Tue2", "Mon2 20:00") == Pause(day("Sat1"), day("Tue2"))


def test_the_deadline_is_that_of_the_members_own_clock() -> None:
    auckland = learner(("Pacific/Auckland", ""))

    assert declare("Mon2", "Fri2", "Tue2 14:00", auckland) == WEEK_2


def test_a_pause_lasts_fourteen_study_days_at_most() -> None:
    assert declare("Mon2", "Thu4", "Fri1 12:00").last == day("Thu4")
    too_long = refusal("Mon2", "Fri4", "Fri1 12:00")
    assert (too_long.code, too_long.data) == ("pause_too_long", {"limit": 14, "days": 15})


def test_a_pause_that_makes_no_sense_is_refused() -> None:
    assert refusal("Tue2", "Mon2", "Fri1 12:00").code == "pause_backwards"
    assert refusal("Sat2", "Sun2", "Fri1 12:00").code == "pause_of_no_study_days"
    assert refusal("Thu2", "Mon3", "Fri1 12:00", learner(pauses=["Mon2-Fri2"])).code == "pause_overlaps"


def test_what_is_posted_stays_excused_when_a_pause_ends_early() -> None:
    assert ended(WEEK_2, timetable(), at("Tue2 20:00")) == Pause(day("Mon2"), day("Tue2"))
    assert ended(WEEK_2, timetable(), at("Wed2 08:59")) == Pause(day("Mon2"), day("Tue2"))
    assert ended(WEEK_2, timetable(), at("Sat2 12:00")) == WEEK_2


def test_nothing_remains_of_a_pause_that_ends_before_it_begins() -> None:
    assert ended(WEEK_2, timetable(), at("Sat1 12:00")) is None


def test_coming_back_early_costs_nothing_and_counts() -> None:
    story = Story(who=learner(pauses=["Mon2-Fri2"])).did("w1 Tue2")
    remaining = ended(story.who.pauses[0], story.dates, at("Tue2 20:00"))
    assert remaining is not None
    story.who = learner(pauses=["Mon2-Tue2"])

    assert story.who.pauses == (remaining,)
    assert story.seen("Wed2 12:00").current == 6
    assert story.seen("Wed2 12:00").open_days == (day("Wed2"),)
