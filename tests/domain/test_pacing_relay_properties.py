"""What holds whenever a running cohort's timetable is compiled again, over random edits and holidays."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from outline_contents import projects_of, schedulable_items
from pacing_story import parts_of_items, parts_of_projects
from pacing_strategies import calendars, edits, holidays, outlines, pacings

from bot.domain.outline import Outline
from bot.domain.pacing import Pacing, StudyCalendar, Timetable, relay, timetable


def assert_complete(outline: Outline, compiled: Timetable) -> None:
    """Nothing lost, nothing doubled: whatever the roadmap has is new once, and its parts are counted up."""
    items, projects = parts_of_items(compiled), parts_of_projects(compiled)
    assert set(schedulable_items(outline)) <= set(items)
    assert set(projects_of(outline)) <= set(projects)
    known = {*schedulable_items(outline), *projects_of(outline)}
    for name, found in (*items.items(), *projects.items()):
        assert [part for part, _ in found] == list(range(1, len(found) + 1))
        assert found[-1][0] == found[-1][1] or name not in known


@settings(max_examples=30)
@given(outlines(), pacings(), calendars(), st.data())
def test_where_nothing_has_changed_the_future_stays_what_it_was(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar, data: st.DataObject
) -> None:
    before = timetable(outline, pacing, calendar)
    posted = before.days[: data.draw(st.integers(0, len(before.days)))]
    assert relay(outline, pacing, calendar, posted).days == before.days


@settings(max_examples=30)
@given(outlines(), pacings(), calendars(), st.data())
def test_holidays_and_edits_change_no_posted_day_and_lose_and_double_nothing(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar, data: st.DataObject
) -> None:
    compiled = timetable(outline, pacing, calendar)
    posted = ()
    for number in range(1, data.draw(st.integers(2, 4))):
        posted = compiled.days[: data.draw(st.integers(len(posted), len(compiled.days)))]
        outline = data.draw(edits(outline, number))
        calendar = replace(calendar, holidays=calendar.holidays | data.draw(holidays(calendar.start)))
        compiled = relay(outline, pacing, calendar, posted)
        assert compiled.days[: len(posted)] == posted
        assert_complete(outline, compiled)
        dates = [day.day for day in compiled.days]
        assert dates == sorted(set(dates))
        assert all(calendar.is_study_day(day) for day in dates[len(posted) :])
        assert [day.number for day in compiled.days] == list(range(1, len(dates) + 1))


@settings(max_examples=30)
@given(outlines(), pacings(), calendars(), st.data())
def test_a_relaid_timetable_stays_what_it_is_when_it_is_walked_on(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar, data: st.DataObject
) -> None:
    before = timetable(outline, pacing, calendar)
    posted = before.days[: data.draw(st.integers(0, len(before.days)))]
    calendar = replace(calendar, holidays=calendar.holidays | data.draw(holidays(calendar.start)))
    relaid = relay(outline, pacing, calendar, posted)
    further = relaid.days[: data.draw(st.integers(len(posted), len(relaid.days)))]
    assert relay(outline, pacing, calendar, further).days == relaid.days
