"""A personal plan that spreads arrears, and what catching up does to pace and streak."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from streak_histories import History, histories
from streak_story import Story, at, day, days, learner, timetable

from bot.domain.calendar import own_day
from bot.domain.catching_up import Turn, Way, Wish
from bot.domain.check_in import CaughtUp, Decision, study_date_for
from bot.domain.pace import Pace, pace
from bot.domain.standing import Status
from bot.domain.streak import explain
from bot.domain.streak_windows import clock_at
from bot.domain.study_log import Mode

OWN = (Way.STUDY_DAYS, Way.EVERY_DAY)


def paced(story: Story | History, now: datetime, way: Way = Way.GROUP, *extra: date) -> Pace:
    """The pace of somebody who keeps up that way and has not yet caught up with anything on that day."""
    today = own_day(now, *reversed(clock_at(story.who, now)))
    wish = None if way is Way.GROUP else Wish(way, today, story.who.pauses)
    return pace(explain(story.windows, now), extra, today, wish)


def decided(history: History, day: date) -> Decision:
    """What becomes of a check-in for that day, made now by somebody with a plan of their own."""
    return study_date_for(history.windows, history.now, day, catches_up=True)


def turns(*told: str) -> tuple[Turn, ...]:
    """ "Thu1 Mon1": on Thursday the topic of Monday."""
    return tuple(Turn(*map(day, turn.split())) for turn in told)


def late_joiner() -> Story:
    return Story(dates=timetable(2), who=learner(joined=at("Thu1 08:00")), catches_up=True)


def test_who_joins_late_catches_up_with_one_topic_a_day_beside_the_groups() -> None:
    now = at("Thu1 08:00")
    assert paced(late_joiner(), now).to_catch_up == ()
    assert paced(late_joiner(), now, Way.STUDY_DAYS).plan == turns("Thu1 Mon1", "Fri1 Tue1", "Mon2 Wed1")
    assert paced(late_joiner(), now, Way.EVERY_DAY).plan == turns("Thu1 Mon1", "Fri1 Tue1", "Sat1 Wed1")


@pytest.mark.parametrize("way", Way)
def test_nobody_is_behind_for_having_joined_late_however_they_keep_up(way: Way) -> None:
    story = late_joiner()
    assert paced(story, at("Thu1 08:00"), way).lead == 0
    assert isinstance(story.check_in(at("Thu1 09:30"), day("Mon1")), CaughtUp)
    assert paced(story, at("Thu1 20:00"), way).lead == 0
    assert paced(story, at("Thu1 20:00"), way).done == 1
    story.did("Thu1 Fri1")
    assert paced(story, at("Sat1 20:00"), way, day("Sat1")).lead == (0 if way in OWN else 1)


def test_who_missed_days_catches_up_with_them_in_order() -> None:
    story = Story(dates=timetable(2), catches_up=True).did("Mon1 Thu1")
    behind = paced(story, at("Sat1 12:00"), Way.STUDY_DAYS)
    assert (behind.lead, behind.plan) == (-2, turns("Mon2 Tue1", "Tue2 Wed1"))
    assert story.check_in(at("Sat1 13:00"), day("Tue1")) == CaughtUp(day("Tue1"))
    nearly = paced(story, at("Sat1 14:00"), Way.STUDY_DAYS)
    assert (nearly.lead, nearly.to_catch_up) == (-1, (day("Wed1"),))


def test_a_plan_leaves_rests_alone_and_goes_on_behind_the_timetable() -> None:
    resting = Story(dates=timetable(2), who=learner(pauses=["Mon2-Wed2"])).did("Mon1")
    now = at("Sat1 12:00")
    assert paced(resting, now, Way.STUDY_DAYS).plan == turns("Thu2 Tue1", "Fri2 Wed1", "Mon3 Thu1")
    assert [turn.on for turn in paced(resting, now, Way.EVERY_DAY).plan] == days("Sat1 Sun1 Thu2")


def test_a_check_in_on_a_day_off_makes_up_for_the_oldest() -> None:
    story = Story(dates=timetable(2)).did("Mon1 Thu1")
    assert paced(story, at("Sun1 12:00"), Way.GROUP, day("Sat1")).to_catch_up == (day("Wed1"),)


def test_catching_up_finishes_the_roadmap_once_it_is_over() -> None:
    story = Story(dates=timetable(1), catches_up=True).did("Mon1 Tue1 Wed1")
    assert not paced(story, at("Wed2 12:00")).is_finished
    story.check_in(at("Wed2 12:00"), day("Thu1"))
    assert paced(story, at("Wed2 12:01")).is_finished


@given(histories(Mode.DAILY), st.data())
def test_catching_up_never_changes_the_streak_and_is_one_day_more_of_the_roadmap(
    history: History, data: st.DataObject
) -> None:
    assume(history.who.joined <= history.now)
    over = [each.day for each in history.dates if isinstance(decided(history, each.day), CaughtUp)]
    assume(over)
    topic = data.draw(st.sampled_from(over))
    after = history.with_check_in(topic)

    assert after.standing() == history.standing()
    assert after.lines()[topic].caught_up
    assert replace(after.lines()[topic], checked_in_at=None) == replace(
        history.lines()[topic], checked_in_at=None
    )
    assert paced(after, history.now).done == paced(history, history.now).done + 1
    assert paced(after, history.now).lead >= paced(history, history.now).lead


@given(histories(Mode.DAILY), st.sampled_from(OWN))
def test_a_plan_has_each_topic_once_and_at_most_one_a_day(history: History, way: Way) -> None:
    assume(history.who.joined <= history.now)
    now = history.now
    today = own_day(now, *reversed(clock_at(history.who, now)))
    own, group = paced(history, now, way), paced(history, now)
    dates = [each.day for each in history.dates]
    on = [turn.on for turn in own.plan]

    assert tuple(turn.topic for turn in own.plan) == own.to_catch_up
    assert set(group.to_catch_up) <= set(own.to_catch_up) <= set(dates)
    assert len(group.to_catch_up) == max(0, -group.lead) == max(0, -own.lead)
    assert on == sorted(set(on))
    assert all(day >= today for day in on)
    assert not any(day in pause for day in on for pause in history.who.pauses)
    if way is Way.STUDY_DAYS:
        assert all(day in dates or day > dates[-1] for day in on)


@given(histories(Mode.DAILY))
def test_whatever_a_plan_holds_can_be_caught_up_with_until_one_is_level(history: History) -> None:
    assume(history.who.joined <= history.now)
    for _ in history.dates:
        told = paced(history, history.now, Way.STUDY_DAYS)
        if not told.plan:
            break
        topic = told.plan[0].topic
        decision = decided(history, topic)
        if history.lines()[topic].status is Status.EXCUSED and not isinstance(decision, CaughtUp):
            return  # its window is open still: a check-in counts for it as any other does
        assert isinstance(decision, CaughtUp)
        history = history.with_check_in(topic)
    assert paced(history, history.now, Way.STUDY_DAYS).to_catch_up == ()
    assert paced(history, history.now).lead >= 0
