"""Days off, the author's own dates, leap days, and weeks of every shape."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pacing_story import MONDAY, MONDAY_TO_FRIDAY, roadmap, story, unit

from bot.domain.errors import Invalid
from bot.domain.outline import CalendarDates, DayNumber, DayRange, MonthDay, Outline
from bot.domain.pacing import HolidayRule, Pacing, StudyCalendar, WindowSlid, timetable


def off(*days: date) -> StudyCalendar:
    return replace(MONDAY_TO_FRIDAY, holidays=frozenset(days))


def dates(start: tuple[int, int], end: tuple[int, int], year: int | None = None) -> CalendarDates:
    return CalendarDates(MonthDay(*start), MonthDay(*end), year)


def study_dates(
    outline: Outline, calendar: StudyCalendar, pacing: Pacing | None = None
) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for day in timetable(outline, pacing or Pacing(), calendar).days:
        found.setdefault(day.planned.unit, []).append(day.day)
    return found


THREE_WEEKS = roadmap(
    unit("a", items=5, timing=dates((10, 21), (10, 27))),
    unit("b", items=5, timing=dates((10, 28), (11, 3))),
    unit("c", items=5, timing=dates((11, 4), (11, 10))),
)


def test_a_holiday_pushes_what_follows_in_a_roadmap_without_dates() -> None:
    outline = roadmap(unit("a", items=2, timing=DayRange(2, 2)), unit("b", items=1, timing=DayNumber(3)))
    found = study_dates(outline, off(date(2027, 1, 5)))
    assert found == {"a": [date(2027, 1, 4), date(2027, 1, 6)], "b": [date(2027, 1, 7)]}


def test_a_roadmap_without_dates_may_absorb_holidays_and_keep_its_end() -> None:
    outline = roadmap(unit("a", items=5, timing=DayRange(5, 5)), unit("b", items=5, timing=DayRange(5, 5)))
    absorbing = Pacing(holiday_rule=HolidayRule.ABSORB)
    assert story(outline, absorbing, off(date(2027, 1, 6), date(2027, 1, 8))) == [
        "a1 a2",
        "a3 a4",
        "a5",
        *("b1", "b2", "b3", "b4", "b5"),
    ]
    assert study_dates(outline, off(date(2027, 1, 6)), absorbing)["b"][-1] == date(2027, 1, 15)


def test_a_unit_that_holidays_have_swallowed_still_gets_a_day_when_they_are_absorbed() -> None:
    outline = roadmap(*(unit(name, items=1, timing=DayNumber(1)) for name in "abc"))
    found = study_dates(outline, off(date(2027, 1, 5)), Pacing(holiday_rule=HolidayRule.ABSORB))
    assert found == {"a": [date(2027, 1, 4)], "b": [date(2027, 1, 6)], "c": [date(2027, 1, 7)]}


def test_a_roadmap_with_dates_absorbs_holidays_in_the_unit_they_fall_in() -> None:
    calm, shrunk = study_dates(THREE_WEEKS, off()), study_dates(THREE_WEEKS, off(date(2027, 1, 13)))
    assert len(shrunk["b"]) == 4
    assert (shrunk["a"], shrunk["c"]) == (calm["a"], calm["c"])


def test_a_roadmap_with_dates_may_push_instead() -> None:
    pushing = Pacing(holiday_rule=HolidayRule.SHIFT)
    found = study_dates(THREE_WEEKS, off(date(2027, 1, 13)), pushing)
    assert {name: len(days) for name, days in found.items()} == {"a": 5, "b": 5, "c": 5}
    assert found["b"][-1] == date(2027, 1, 18)
    assert found["c"][-1] == date(2027, 1, 25)


def test_the_authors_distances_are_kept_from_the_first_date_on_over_new_year_and_without_a_year() -> None:
    outline = roadmap(
        unit("a", items=1, timing=dates((12, 28), (12, 31))),
        unit("b", items=1, timing=dates((1, 11), (1, 12))),
    )
    found = study_dates(outline, MONDAY_TO_FRIDAY)
    assert (found["a"][0], found["b"][0]) == (MONDAY, MONDAY + timedelta(days=14))


def test_a_unit_may_run_over_new_year() -> None:
    outline = roadmap(unit("a", items=9, timing=dates((12, 30), (1, 5))))
    assert len(study_dates(outline, MONDAY_TO_FRIDAY)["a"]) == 5


def test_the_years_an_author_wrote_count_for_the_distances() -> None:
    outline = roadmap(
        unit("a", items=1, timing=dates((1, 4), (1, 8), 2025)),
        unit("b", items=1, timing=dates((1, 5), (1, 9), 2026)),
    )
    assert study_dates(outline, MONDAY_TO_FRIDAY)["b"][0] == MONDAY + timedelta(days=366)


def test_in_a_year_the_dates_are_absolute() -> None:
    calendar = StudyCalendar(date(2027, 10, 1), frozenset(range(5)))
    found = study_dates(THREE_WEEKS, calendar, Pacing(year=2027))
    assert found["a"][0] == date(2027, 10, 21)
    assert found["c"][-1] == date(2027, 11, 10)


def test_absolute_dates_before_the_start_slide_by_whole_weeks() -> None:
    found = timetable(THREE_WEEKS, Pacing(year=2026), StudyCalendar(date(2026, 11, 2), frozenset(range(5))))
    assert found.days[0].day == date(2026, 11, 2)
    assert found.days[-1].day == date(2026, 11, 17)
    assert found.warnings == (WindowSlid("a", weeks=1),)


@pytest.mark.parametrize(("year", "days"), [(2028, 3), (2027, 2)])
def test_29_february_is_the_28th_where_the_year_has_none(year: int, days: int) -> None:
    outline = roadmap(unit("a", items=9, timing=dates((2, 27), (2, 29))))
    calendar = StudyCalendar(date(year, 1, 1), frozenset(range(7)))
    assert len(study_dates(outline, calendar, Pacing(year=year))["a"]) == days


def test_a_leap_day_that_the_author_names_counts_for_the_distances() -> None:
    outline = roadmap(
        unit("a", items=1, timing=dates((2, 28), (2, 28))), unit("b", items=1, timing=dates((2, 29), (3, 1)))
    )
    every_day = StudyCalendar(date(2027, 5, 1), frozenset(range(7)))
    assert study_dates(outline, every_day)["b"] == [date(2027, 5, 2), date(2027, 5, 3)]


def test_a_cohort_walks_over_29_february_like_any_day() -> None:
    calendar = StudyCalendar(date(2028, 2, 28), frozenset(range(7)))
    found = study_dates(roadmap(unit("a", items=3, timing=DayRange(3, 3))), calendar)
    assert found["a"] == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


def test_a_window_without_a_study_day_slides_it_and_the_rest_by_as_many_weeks_as_it_takes() -> None:
    fortnight = [date(2027, 1, 11) + timedelta(days=offset) for offset in range(14)]
    found = timetable(THREE_WEEKS, Pacing(), off(*fortnight))
    assert found.warnings == (WindowSlid("b", weeks=2),)
    assert found.days[-1].day == date(2027, 1, 22) + timedelta(weeks=2)


def test_a_window_shorter_than_a_week_takes_the_next_study_day_when_it_has_none() -> None:
    outline = roadmap(
        unit("a", items=1, timing=dates((1, 1), (1, 1))), unit("b", items=2, timing=dates((1, 2), (1, 3)))
    )
    mondays = StudyCalendar(date(2027, 1, 7), frozenset({0}))
    found = study_dates(outline, mondays)
    assert found == {"a": [date(2027, 1, 11)], "b": [date(2027, 1, 18)]}


def test_a_start_on_a_holiday_is_the_next_study_day() -> None:
    outline = roadmap(unit("a", items=1))
    assert study_dates(outline, off(MONDAY, date(2027, 1, 5)))["a"] == [date(2027, 1, 6)]
    assert study_dates(outline, replace(MONDAY_TO_FRIDAY, start=date(2027, 1, 9)))["a"] == [date(2027, 1, 11)]


def test_one_study_day_a_week_is_a_week() -> None:
    thursdays = StudyCalendar(MONDAY, frozenset({3}))
    found = study_dates(roadmap(unit("a", items=3, timing=DayRange(3, 3))), thursdays)
    assert found["a"] == [date(2027, 1, 7), date(2027, 1, 14), date(2027, 1, 21)]


@pytest.mark.parametrize("rule", [None, *HolidayRule])
def test_ten_years_of_holidays_end_one_day(rule: HolidayRule | None) -> None:
    decade = {MONDAY + timedelta(days=offset) for offset in range(3, 3650)}
    found = timetable(THREE_WEEKS, Pacing(holiday_rule=rule), off(*decade))
    assert all(day.day not in decade for day in found.days)
    assert found.days[-1].day > MONDAY + timedelta(days=3650)


def test_a_start_beyond_the_calendar_is_refused() -> None:
    late = StudyCalendar(date(9999, 12, 30), frozenset(range(7)))
    with pytest.raises(Invalid) as refused:
        timetable(roadmap(unit("a", items=9)), Pacing(), late)
    assert refused.value.code == "start"


def test_an_authors_year_beyond_sense_is_refused() -> None:
    outline = roadmap(unit("a", items=1, timing=dates((12, 30), (1, 3), 9999)))
    with pytest.raises(Invalid) as refused:
        timetable(outline, Pacing(), MONDAY_TO_FRIDAY)
    assert refused.value.code == "year"


@pytest.mark.parametrize("every", [1, 2, 3, 7])
def test_inserted_days_are_counted_where_holidays_are_absorbed(every: int) -> None:
    outline = roadmap(unit("a", items=5, timing=DayRange(5, 5)), unit("b", items=5, timing=DayRange(5, 5)))
    pacing = Pacing(holiday_rule=HolidayRule.ABSORB, catch_up_every=every)
    calm = timetable(outline, pacing, off())
    assert calm.days == timetable(outline, replace(pacing, holiday_rule=HolidayRule.SHIFT), off()).days
    shrunk = timetable(outline, pacing, off(date(2027, 1, 6)))
    assert calm.days[-2].day <= shrunk.days[-1].day <= calm.days[-1].day
