"""How many study days a unit gets, and how they are split between its topics and its projects."""

from datetime import date
from typing import Any

import pytest
from pacing_story import MONDAY_TO_FRIDAY, roadmap, story, unit

from bot.domain.errors import Invalid, TooMany
from bot.domain.outline import (
    CalendarDates,
    DayNumber,
    DayRange,
    Item,
    MonthDay,
    MonthRange,
    Ongoing,
    Outline,
    Project,
    ProjectKind,
    Role,
    Timing,
    Unit,
    Weeks,
)
from bot.domain.pacing import (
    DayKind,
    FitTooShort,
    Pace,
    Pacing,
    StudyCalendar,
    plan,
    study_days_by_pace,
)


def days(outline: Outline, pacing: Pacing | None = None, calendar: StudyCalendar = MONDAY_TO_FRIDAY) -> int:
    return len(plan(outline, pacing or Pacing(), calendar).days)


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        (DayNumber(7), 1),
        (Weeks(2), 10),
        (DayRange(3, 6), 5),
        (MonthRange(1, 2), 32),
        (MonthRange(2, 3), 54),
        (None, 2),
    ],
)
def test_a_units_timing_decides_how_many_study_days_it_has(timing: Timing | None, expected: int) -> None:
    assert days(roadmap(unit("a", items=4, timing=timing))) == expected


@pytest.mark.parametrize(("pace", "expected"), [(Pace.MIN, 3), (Pace.MID, 4), (Pace.MAX, 4)])
def test_the_pace_chooses_in_the_authors_range(pace: Pace, expected: int) -> None:
    assert days(roadmap(unit("a", items=2, timing=DayRange(3, 4))), Pacing(pace=pace)) == expected


def test_the_middle_of_many_ranges_adds_up_to_the_middle_of_their_sum() -> None:
    phases = [unit(name, items=3, timing=DayRange(3, 4)) for name in "abcd"]
    assert study_days_by_pace(roadmap(*phases)) == {Pace.MIN: 12, Pace.MID: 14, Pace.MAX: 16}


def test_without_timing_the_items_per_day_decide() -> None:
    outline = roadmap(unit("a", items=5), unit("b", items=1), unit("c"))
    assert story(outline) == ["a1 a2", "a3 a4", "a5", "b1"]
    assert story(outline, Pacing(items_per_day=5)) == ["a1 a2 a3 a4 a5", "b1"]


def test_a_roadmap_without_timing_can_be_fitted_to_a_number_of_study_days() -> None:
    outline = roadmap(unit("a", items=6), unit("b", items=2))
    assert story(outline, Pacing(fit_days=4)) == ["a1 a2", "a3 a4", "a5 a6", "b1 b2"]
    assert days(outline, Pacing(fit_days=17)) == 17


def test_what_cannot_be_fitted_gets_a_day_a_unit_and_a_warning() -> None:
    found = plan(roadmap(*(unit(name, items=2) for name in "abc")), Pacing(fit_days=2), MONDAY_TO_FRIDAY)
    assert len(found.days) == 3
    assert found.warnings == (FitTooShort(asked=2, least=3),)


def test_a_single_day_has_its_project_in_the_same_post() -> None:
    assert story(roadmap(unit("a", items=2, projects=1, timing=DayNumber(1)))) == ["a1 a2 + A1"]


@pytest.mark.parametrize(
    ("budget", "projects", "expected"),
    [(2, 1, 1), (5, 1, 1), (6, 1, 2), (11, 1, 3), (5, 3, 3), (3, 3, 2), (2, 5, 1)],
)
def test_projects_get_a_fifth_of_the_days_or_one_each_but_never_all(
    budget: int, projects: int, expected: int
) -> None:
    outline = roadmap(unit("a", items=9, projects=projects, timing=DayRange(budget, budget)))
    planned = plan(outline, Pacing(), MONDAY_TO_FRIDAY).days
    assert [day.kind for day in planned] == [DayKind.TOPIC] * (budget - expected) + [
        DayKind.PROJECT
    ] * expected
    assert {part.project for day in planned for part in day.projects} == {
        f"A{n + 1}" for n in range(projects)
    }


def test_a_unit_of_projects_alone_gives_them_all_its_days() -> None:
    assert story(roadmap(unit("a", projects=2))) == ["A1", "A2"]
    assert story(roadmap(unit("a", projects=2, timing=DayRange(3, 3)))) == ["A1 1/2", "A1 2/2", "A2"]


def test_in_months_the_projects_have_their_share_and_the_sections_the_rest_by_their_items() -> None:
    sections = (unit("a", items=2), unit("b", items=10), unit("c", items=1))
    phase = unit("phase", timing=MonthRange(1, 1), children=sections)
    planned = plan(roadmap(phase, after={"P": "phase"}), Pacing(), MONDAY_TO_FRIDAY).days
    units = [day.unit for day in planned]
    assert [units.count(name) for name in ("a", "b", "c", "phase")] == [2, 11, 1, 8]
    assert [day.kind for day in planned[-8:]] == [DayKind.PROJECT] * 8


def test_the_share_of_the_projects_is_a_setting() -> None:
    phase = unit("a", items=4, projects=1, timing=MonthRange(1, 1))
    for share, expected in ((0, 1), (0.1, 2), (0.9, 19)):
        planned = plan(roadmap(phase), Pacing(project_share=share), MONDAY_TO_FRIDAY).days
        assert sum(day.kind is DayKind.PROJECT for day in planned) == expected


def test_more_sections_than_days_share_them_in_order() -> None:
    sections = tuple(unit(name, items=2) for name in "abc")
    outline = roadmap(unit("phase", timing=DayRange(2, 2), children=sections))
    assert story(outline) == ["a1 a2 b1", "b2 c1 c2"]


def test_what_never_ends_comes_after_the_rest_with_an_item_a_day() -> None:
    outline = roadmap(unit("a", items=3, timing=Ongoing()), unit("b", items=2))
    assert story(outline) == ["b1 b2", "a1", "a2", "a3"]


def test_an_ongoing_unit_is_lengthened_by_the_share_of_its_projects() -> None:
    outline = roadmap(unit("a", items=9, projects=1, timing=Ongoing()))
    assert story(outline)[8:] == ["a9", "A1 1/5", "A1 2/5", "A1 3/5", "A1 4/5", "A1 5/5"]
    assert story(roadmap(unit("b", projects=2, timing=Ongoing()))) == ["B1", "B2"]


def test_a_project_that_stands_apart_follows_its_unit_or_else_everything() -> None:
    outline = roadmap(unit("a", items=4), unit("b", items=4), after={"P": "a", "Q": ""})
    assert story(outline) == ["a1 a2 a3 a4", "P", "b1 b2 b3 b4", "Q"]


def test_the_inner_timing_rules_where_both_are_given() -> None:
    weeks = tuple(unit(name, items=2, timing=Weeks(1)) for name in "ab")
    outline = roadmap(unit("phase", items=1, projects=1, timing=MonthRange(9, 9), children=weeks))
    first, second = story(outline)[:5], story(outline)[5:]
    assert first == ["phase1", "catch-up", "a1", "a2", "catch-up"]
    assert second == ["b1 1/2", "b1 2/2", "b2", "PHASE1", "catch-up"]


def test_a_unit_without_anything_takes_the_days_its_author_gave_it() -> None:
    assert story(roadmap(unit("a"), unit("b", items=1))) == ["b1"]
    assert story(roadmap(unit("rest", timing=DayRange(2, 2)), unit("b", items=1))) == [
        "catch-up",
        "catch-up",
        "b1",
    ]


def test_a_roadmap_of_nothing_has_no_days() -> None:
    assert days(Outline("empty", ())) == 0
    assert days(roadmap(unit("a"), unit("b", children=(unit("c"),)))) == 0


def test_one_item_is_one_day() -> None:
    assert story(roadmap(unit("a", items=1))) == ["a1"]


def test_a_review_day_ends_each_outermost_unit_that_has_neither_dates_nor_numbers() -> None:
    outline = roadmap(
        unit("a", children=(unit("b", items=1), unit("c", items=1))),
        unit("d", items=1, timing=DayNumber(1)),
        unit("e", items=1),
    )
    assert story(outline, Pacing(review_days=True)) == ["b1", "c1", "review", "d1", "e1", "review"]


def test_a_catch_up_day_comes_after_every_so_many_study_days_but_never_last() -> None:
    outline = roadmap(unit("a", items=6))
    pacing = Pacing(items_per_day=1, catch_up_every=2)
    assert story(outline, pacing) == ["a1", "a2", "catch-up", "a3", "a4", "catch-up", "a5", "a6"]
    assert [day.extra for day in plan(outline, pacing, MONDAY_TO_FRIDAY).days] == [
        day in {2, 5} for day in range(8)
    ]


def test_no_catch_up_day_is_inserted_where_the_author_gave_dates() -> None:
    dates = CalendarDates(MonthDay(1, 4), MonthDay(1, 8))
    assert days(roadmap(unit("a", items=5, timing=dates)), Pacing(catch_up_every=1)) == 5


def test_a_capstones_days_are_capstone_days() -> None:
    whole = Unit(
        "a", items=(Item("a1"),), projects=(Project("A1", ProjectKind.CAPSTONE),), timing=DayRange(3, 3)
    )
    planned = plan(roadmap(whole), Pacing(), MONDAY_TO_FRIDAY).days
    assert [day.kind for day in planned] == [DayKind.TOPIC, DayKind.CAPSTONE, DayKind.CATCH_UP]


def test_only_topics_and_tasks_count_for_the_budget() -> None:
    roles = (Role.TOPIC, Role.FILLER, Role.TASK, Role.GROUP)
    outline = roadmap(Unit("a", items=tuple(Item(role.value, role) for role in roles)))
    assert days(outline, Pacing(items_per_day=1)) == 2


def test_a_roadmap_of_centuries_is_refused() -> None:
    with pytest.raises(TooMany) as refused:
        days(roadmap(unit("a", items=1, timing=Weeks(100_000))))
    assert refused.value.data["limit"] == 5_000


@pytest.mark.parametrize(
    ("outline", "pacing"),
    [
        (
            roadmap(
                *(
                    unit(f"u{n}", items=1, timing=CalendarDates(MonthDay(1, 1), MonthDay(12, 31)))
                    for n in range(30)
                )
            ),
            Pacing(),
        ),
        (roadmap(unit("a", items=1, timing=Weeks(900))), Pacing(catch_up_every=1)),
    ],
)
def test_neither_dates_nor_inserted_days_get_around_that_limit(outline: Outline, pacing: Pacing) -> None:
    with pytest.raises(TooMany):
        days(outline, pacing)


@pytest.mark.parametrize(
    "setting",
    [
        {"project_share": -0.1},
        {"project_share": 1},
        {"items_per_day": 0},
        {"fit_days": 0},
        {"catch_up_every": 0},
        {"year": 0},
        {"year": 9_999},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_by_its_name(setting: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        Pacing(**setting)
    assert refused.value.code == next(iter(setting))


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({7}), frozenset({-1, 2})])
def test_a_week_without_a_study_day_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(Invalid) as refused:
        StudyCalendar(date(2027, 1, 4), weekdays)
    assert refused.value.code == "weekdays"
