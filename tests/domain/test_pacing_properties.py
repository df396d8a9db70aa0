"""What holds for every roadmap, pacing and calendar: rule 7 of the compile rules, over random ones."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st
from outline_contents import projects_of, schedulable_items
from pacing_story import parts_of_items, parts_of_projects
from pacing_strategies import calendars, flat_outlines, holidays, outlines, pacings

from bot.domain.outline import (
    DayNumber,
    DayRange,
    Ongoing,
    Outline,
    Untimed,
    Weeks,
    units_of,
)
from bot.domain.pacing import (
    HolidayRule,
    Pace,
    Pacing,
    StudyCalendar,
    Timetable,
    pack,
    timetable,
)


def first_days(compiled: Timetable) -> dict[str, int]:
    """On which study day an item is new, and on which a project begins."""
    found: dict[str, int] = {}
    for day in compiled.days:
        for name in (*(e.item for e in day.planned.entries), *(p.project for p in day.planned.projects)):
            found.setdefault(name, day.number)
    return found


@settings(max_examples=30)
@given(outlines(), pacings(), calendars())
def test_every_item_is_new_exactly_once_and_its_parts_follow_one_another(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> None:
    compiled = timetable(outline, pacing, calendar)
    parts = parts_of_items(compiled)
    assert set(parts) == set(schedulable_items(outline))
    for found in parts.values():
        assert found == [(part, len(found)) for part in range(1, len(found) + 1)]


@settings(max_examples=30)
@given(outlines(), pacings(), calendars())
def test_every_project_is_scheduled_once_and_its_parts_follow_one_another(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> None:
    compiled = timetable(outline, pacing, calendar)
    parts = parts_of_projects(compiled)
    assert set(parts) == set(projects_of(outline))
    for found in parts.values():
        assert found == [(part, len(found)) for part in range(1, len(found) + 1)]


@settings(max_examples=30)
@given(outlines(), pacings(), calendars())
def test_items_come_in_the_authors_order_but_for_what_never_ends(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> None:
    compiled = timetable(outline, pacing, calendar)
    news = [e.item for day in compiled.days for e in day.planned.entries if e.part == 1 and not e.filler]
    if any(isinstance(unit.timing, Ongoing) for unit in units_of(outline.units)):
        for unit in units_of(outline.units):
            own = schedulable_items(Outline("one", (unit,)))
            if not any(isinstance(below.timing, Ongoing) for below in units_of((unit,))):
                assert [item for item in news if item in set(own)] == list(own)
    else:
        assert news == list(schedulable_items(outline))


@settings(max_examples=30)
@given(outlines(), pacings(), calendars())
def test_no_project_begins_before_the_last_item_of_its_unit(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> None:
    compiled = timetable(outline, pacing, calendar)
    first = first_days(compiled)
    for unit in units_of(outline.units):
        apart = [project for project in outline.projects if project.after_unit == unit.id]
        own = schedulable_items(Outline("one", (unit,)))
        for project in (*unit.projects, *apart):
            assert all(first[item] <= first[project.id] for item in own)


@settings(max_examples=30)
@given(outlines(), pacings(), calendars())
def test_dates_are_study_days_strictly_one_after_the_other(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> None:
    compiled = timetable(outline, pacing, calendar)
    dates = [day.day for day in compiled.days]
    assert dates == sorted(set(dates))
    assert all(calendar.is_study_day(day) and day >= calendar.start for day in dates)
    assert [day.number for day in compiled.days] == list(range(1, len(dates) + 1))


@settings(max_examples=30)
@given(outlines(), pacings(), calendars())
def test_the_same_input_gives_the_same_bytes(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar
) -> None:
    def compiled() -> str:
        weekdays = frozenset(sorted(calendar.weekdays, reverse=True))
        found = timetable(outline, pacing, replace(calendar, weekdays=weekdays))
        return json.dumps([[day.day.isoformat(), pack(day.planned)] for day in found.days])

    assert compiled() == compiled()


@settings(max_examples=30)
@given(outlines(dated=False), pacings(), calendars(), st.data())
def test_where_holidays_push_a_later_holiday_changes_no_day_before_it(
    outline: Outline, pacing: Pacing, calendar: StudyCalendar, data: st.DataObject
) -> None:
    calm = replace(pacing, holiday_rule=HolidayRule.SHIFT)
    before = timetable(outline, calm, calendar)
    off = data.draw(holidays(calendar.start))
    after = timetable(outline, calm, replace(calendar, holidays=calendar.holidays | off))
    first_off = min(off, default=date.max)
    assert [day for day in after.days if day.day < first_off] == [
        day for day in before.days if day.day < first_off
    ]
    assert [day.planned for day in after.days] == [day.planned for day in before.days]


@settings(max_examples=30)
@given(flat_outlines(), st.sampled_from(Pace), st.integers(1, 5), calendars())
def test_every_unit_has_the_days_of_its_budget(
    outline: Outline, pace: Pace, items_per_day: int, calendar: StudyCalendar
) -> None:
    compiled = timetable(outline, Pacing(pace=pace, items_per_day=items_per_day), calendar)
    days = Counter(day.planned.unit for day in compiled.days)
    ranged = [(unit.id, unit.timing) for unit in outline.units if isinstance(unit.timing, DayRange)]
    middle = sum(timing.least + timing.most for _, timing in ranged) / 2
    assert (
        sum(days[name] for name, _ in ranged)
        == {
            Pace.MIN: sum(timing.least for _, timing in ranged),
            Pace.MID: ceil(middle),
            Pace.MAX: sum(timing.most for _, timing in ranged),
        }[pace]
    )
    for unit in outline.units:
        match unit.timing:
            case DayRange(least, most):
                assert least <= days[unit.id] <= most
            case DayNumber():
                assert days[unit.id] == 1
            case Weeks(weeks):
                assert days[unit.id] == weeks * len(calendar.weekdays)
            case Untimed():
                items = len(schedulable_items(Outline("one", (unit,))))
                assert days[unit.id] == (ceil(items / items_per_day) or len(unit.projects))
