"""A running cohort's timetable compiled again: after a holiday, after an edit, after a pause."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pacing_story import MONDAY_TO_FRIDAY, roadmap, told, unit

from bot.domain.outline import CalendarDates, DayRange, Item, MonthDay, MonthRange, Outline, Project, Unit
from bot.domain.pacing import (
    AddedBehind,
    Entry,
    HolidayRule,
    Pacing,
    ProjectPart,
    StudyCalendar,
    Timetable,
    TimetableDay,
    WindowSlid,
    relay,
    timetable,
)

TWO_UNITS = roadmap(
    unit("a", items=3, projects=1, timing=DayRange(5, 5)), unit("b", items=3, timing=DayRange(4, 4))
)


def posted(outline: Outline, days: int, pacing: Pacing | None = None) -> Sequence[TimetableDay]:
    return timetable(outline, pacing or Pacing(), MONDAY_TO_FRIDAY).days[:days]


def relaid(
    outline: Outline,
    frozen: Sequence[TimetableDay],
    pacing: Pacing | None = None,
    calendar: StudyCalendar = MONDAY_TO_FRIDAY,
) -> Timetable:
    found = relay(outline, pacing or Pacing(), calendar, frozen)
    assert found.days[: len(frozen)] == tuple(frozen)
    return found


def future(found: Timetable, frozen: Sequence[TimetableDay]) -> list[str]:
    return told(day.planned for day in found.days[len(frozen) :])


def edited(outline: Outline, unit_id: str, items: Sequence[str], projects: Sequence[str] = ()) -> Outline:
    """The outline with other items (and projects) in one of its outermost units."""
    return replace(
        outline,
        units=tuple(
            replace(
                old,
                items=tuple(Item(name) for name in items),
                projects=tuple(Project(name) for name in projects),
            )
            if old.id == unit_id
            else old
            for old in outline.units
        ),
    )


def test_the_example_before_anything_changes() -> None:
    plain = timetable(TWO_UNITS, Pacing(), MONDAY_TO_FRIDAY)
    assert future(plain, ()) == ["a1", "a2", "a3", "A1", "catch-up", "b1", "b2", "b3", "catch-up"]


def test_a_new_holiday_pushes_only_the_future() -> None:
    frozen = posted(TWO_UNITS, 3)
    calendar = replace(MONDAY_TO_FRIDAY, holidays=frozenset({date(2027, 1, 5), date(2027, 1, 8)}))
    found = relaid(TWO_UNITS, frozen, calendar=calendar)
    assert found.days[1].day == date(2027, 1, 5)
    assert [day.day for day in found.days[3:5]] == [date(2027, 1, 7), date(2027, 1, 11)]
    assert future(found, frozen) == ["A1", "catch-up", "b1", "b2", "b3", "catch-up"]


def test_an_item_added_ahead_is_learned_in_its_place() -> None:
    frozen = posted(TWO_UNITS, 2)
    found = relaid(edited(TWO_UNITS, "b", ["b1", "new", "b2", "b3"]), frozen)
    assert future(found, frozen) == ["a3", "A1", "catch-up", "b1", "new", "b2", "b3"]
    assert found.warnings == ()


def test_an_item_added_to_the_unit_in_progress_shares_its_days() -> None:
    frozen = posted(TWO_UNITS, 2)
    found = relaid(edited(TWO_UNITS, "a", ["a1", "a2", "a3", "new"], ["A1"]), frozen)
    assert future(found, frozen) == ["a3", "new", "A1", "b1", "b2", "b3", "catch-up"]


def test_an_item_added_behind_goes_to_the_next_catch_up_day_and_is_named() -> None:
    frozen = posted(TWO_UNITS, 3)
    found = relaid(edited(TWO_UNITS, "a", ["new", "a1", "a2", "a3"], ["A1"]), frozen)
    assert future(found, frozen) == ["A1", "catch-up new", "b1", "b2", "b3", "catch-up"]
    assert found.warnings == (AddedBehind(items=("new",)),)


def test_what_is_added_after_the_units_project_has_begun_is_behind() -> None:
    frozen = posted(TWO_UNITS, 4)
    found = relaid(edited(TWO_UNITS, "a", ["a1", "a2", "a3", "new"], ["A0", "A1"]), frozen)
    assert future(found, frozen) == ["catch-up new + A0", "b1", "b2", "b3", "catch-up"]
    assert found.warnings == (AddedBehind(items=("new",), projects=("A0",)),)


def test_where_no_catch_up_day_is_left_one_is_added_at_the_end() -> None:
    outline = roadmap(unit("a", items=2), unit("b", items=2))
    frozen = posted(outline, 1)
    found = relaid(edited(outline, "a", ["new", "a1", "a2"]), frozen)
    assert future(found, frozen) == ["b1 b2", "catch-up new"]
    again = relaid(edited(outline, "a", ["new", "a1", "a2"]), found.days)
    assert again.days == found.days
    assert again.warnings == ()


def test_a_late_item_keeps_its_headings() -> None:
    group = Item("g", children=(Item("x"),))
    outline = Outline("o", (Unit("a", items=(group,)), unit("b", items=2)))
    frozen = posted(outline, 2)
    more = Outline(
        "o", (Unit("a", items=(replace(group, children=(Item("x"), Item("y"))),)), unit("b", items=2))
    )
    assert relaid(more, frozen).days[-1].planned.entries == (Entry("y", headings=("g",), continued=1),)


def test_an_item_removed_ahead_leaves_its_day_to_the_others() -> None:
    frozen = posted(TWO_UNITS, 5)
    found = relaid(edited(TWO_UNITS, "b", ["b1", "b3"]), frozen)
    assert future(found, frozen) == ["b1 1/2", "b1 2/2", "b3", "catch-up"]


def test_an_item_removed_behind_changes_nothing_to_come() -> None:
    frozen = posted(TWO_UNITS, 2)
    found = relaid(edited(TWO_UNITS, "a", ["a2", "a3"], ["A1"]), frozen)
    assert future(found, frozen) == ["a3", "A1", "catch-up", "b1", "b2", "b3", "catch-up"]


def test_a_posted_item_that_moves_ahead_is_not_learned_again() -> None:
    frozen = posted(TWO_UNITS, 3)
    moved = edited(edited(TWO_UNITS, "a", ["a2", "a3"], ["A1"]), "b", ["b1", "a1", "b2", "b3"])
    found = relaid(moved, frozen)
    assert future(found, frozen) == ["A1", "catch-up", "b1", "b2", "b3", "catch-up"]


def test_an_item_begun_before_the_edit_is_finished_after_it() -> None:
    outline = roadmap(unit("a", items=2, timing=DayRange(5, 5)))
    frozen = posted(outline, 1)
    assert told(day.planned for day in frozen) == ["a1 1/2"]
    found = relaid(edited(outline, "a", ["a1", *(f"n{number}" for number in range(6)), "a2"]), frozen)
    assert future(found, frozen) == ["a1 2/2 n0", "n1 n2", "n3 n4", "n5 a2"]


def test_a_project_in_progress_goes_on_where_it_was() -> None:
    outline = roadmap(unit("a", items=2, projects=1, timing=MonthRange(1, 1)))
    frozen = posted(outline, 16)
    part = frozen[-1].planned.projects[0]
    found = relaid(outline, frozen)
    assert found.days[16].planned.projects == (ProjectPart("A1", part.part + 1, part.parts),)


def test_a_unit_added_behind_is_late_and_one_added_ahead_takes_its_turn() -> None:
    frozen = posted(TWO_UNITS, 6)
    early, late = unit("x", items=2, projects=1), unit("y", items=2)
    found = relaid(replace(TWO_UNITS, units=(early, *TWO_UNITS.units, late)), frozen)
    assert future(found, frozen) == ["b2", "b3", "catch-up x1 x2 + X1", "y1 y2"]


def test_removing_everything_ahead_leaves_what_was_posted() -> None:
    frozen = posted(TWO_UNITS, 5)
    assert relaid(replace(TWO_UNITS, units=TWO_UNITS.units[:1]), frozen).days == tuple(frozen)


def test_a_fitted_roadmap_keeps_its_number_of_days_after_an_edit() -> None:
    outline = roadmap(unit("a", items=4), unit("b", items=4), unit("c", items=4))
    pacing = Pacing(fit_days=9)
    frozen = posted(outline, 4, pacing)
    assert len(relaid(edited(outline, "c", ["c1"]), frozen, pacing).days) == 9
    assert len(relaid(edited(outline, "c", [f"n{n}" for n in range(30)]), frozen, pacing).days) == 9


def test_a_holiday_in_the_week_in_progress_shrinks_what_is_left_of_it() -> None:
    weeks = [
        CalendarDates(MonthDay(1, 4), MonthDay(1, 10)),
        CalendarDates(MonthDay(1, 11), MonthDay(1, 17)),
    ]
    outline = roadmap(*(unit(n, items=4, projects=1, timing=t) for n, t in zip("ab", weeks, strict=True)))
    frozen = posted(outline, 2)
    calendar = replace(MONDAY_TO_FRIDAY, holidays=frozenset({date(2027, 1, 7)}))
    found = relaid(outline, frozen, calendar=calendar)
    assert future(found, frozen) == ["a3 a4", "A1", "b1", "b2", "b3", "b4", "B1"]
    assert found.days[4].day == date(2027, 1, 11)


def test_a_week_whose_rest_is_taken_away_slides_with_what_is_left_of_it() -> None:
    weeks = [
        CalendarDates(MonthDay(1, 4), MonthDay(1, 10)),
        CalendarDates(MonthDay(1, 11), MonthDay(1, 17)),
    ]
    outline = roadmap(*(unit(n, items=4, projects=1, timing=t) for n, t in zip("ab", weeks, strict=True)))
    frozen = posted(outline, 3)
    calendar = replace(MONDAY_TO_FRIDAY, holidays=frozenset({date(2027, 1, 7), date(2027, 1, 8)}))
    found = relaid(outline, frozen, calendar=calendar)
    assert found.warnings == (WindowSlid("a", weeks=1),)
    assert next(day.day for day in found.days if day.planned.unit == "b") == date(2027, 1, 18)
    further = found.days[:5]
    assert relaid(outline, further, calendar=calendar).days == found.days


def test_a_paused_cohort_goes_on_from_the_day_it_resumes() -> None:
    frozen = posted(TWO_UNITS, 2)
    found = relay(TWO_UNITS, Pacing(), MONDAY_TO_FRIDAY, frozen, not_before=date(2027, 2, 6))
    assert found.days[2].day == date(2027, 2, 8)
    assert found.days[2].number == 3
    assert future(found, frozen)[0] == "a3"


def test_a_review_day_is_not_held_twice_nor_forgotten() -> None:
    pacing = Pacing(review_days=True, catch_up_every=4)
    whole = timetable(TWO_UNITS, pacing, MONDAY_TO_FRIDAY)
    assert future(whole, ())[3:8] == ["A1", "catch-up", "catch-up", "review", "b1"]
    for days in range(len(whole.days) + 1):
        assert relaid(TWO_UNITS, whole.days[:days], pacing).days == whole.days


def test_another_pace_holds_from_here_on() -> None:
    outline = roadmap(unit("a", items=6), unit("b", items=4))
    frozen = posted(outline, 2)
    found = relaid(outline, frozen, Pacing(items_per_day=1, holiday_rule=HolidayRule.SHIFT))
    assert future(found, frozen)[-4:] == ["b1", "b2", "b3", "b4"]
