"""From the schema of roadmap files to the domain's outline."""

import pytest
from outline_contents import projects_of, schedulable_items

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
    UnitKind,
    Untimed,
    Weeks,
    units_of,
)
from bot.services.outlines import outline_of
from curricula import shelf
from curricula.schema import Curriculum

A_ROADMAP = {
    "schema_version": 1,
    "id": "small",
    "title": "A small roadmap",
    "language": "en",
    "units": [
        {
            "id": "one",
            "kind": "phase",
            "number": 1,
            "items": [
                {"id": "a", "text": "A"},
                {
                    "id": "g",
                    "text": "G",
                    "role": "group",
                    "children": [{"id": "b", "text": "B", "role": "task"}],
                },
                {"id": "etc", "text": "And so on", "role": "filler"},
            ],
            "projects": [{"id": "p", "title": "P", "kind": "mini"}],
            "children": [{"id": "two", "kind": "section", "number": "1.1"}],
        },
    ],
    "projects": [
        {"id": "q", "title": "Q", "after_unit": "two"},
        {"id": "r", "title": "R", "kind": "capstone"},
    ],
    "bonus": {"title": "More", "items": [{"id": "c", "text": "C"}]},
}


def timing_of(written: dict[str, object]) -> Timing:
    unit = {"id": "one", "kind": "week", "timing": written}
    curriculum = Curriculum.model_validate({**A_ROADMAP, "units": [unit], "projects": []})
    return outline_of(curriculum).units[0].timing


def test_an_outline_has_the_structure_and_none_of_the_texts() -> None:
    assert outline_of(Curriculum.model_validate(A_ROADMAP)) == Outline(
        "small",
        (
            Unit(
                "one",
                UnitKind.PHASE,
                "1",
                items=(Item("a"), Item("g", Role.GROUP, (Item("b", Role.TASK),)), Item("etc", Role.FILLER)),
                projects=(Project("p", ProjectKind.MINI),),
                children=(Unit("two", UnitKind.SECTION, "1.1"),),
            ),
        ),
        (Project("q", after_unit="two"), Project("r", ProjectKind.CAPSTONE)),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            {"kind": "calendar", "start": "10-21", "end": "11-03"},
            CalendarDates(MonthDay(10, 21), MonthDay(11, 3)),
        ),
        (
            {"kind": "calendar", "start": "12-30", "end": "01-05", "year": 2025},
            CalendarDates(MonthDay(12, 30), MonthDay(1, 5), 2025),
        ),
        ({"kind": "days", "min": 3, "max": 4}, DayRange(3, 4)),
        ({"kind": "months", "min": 1, "max": 2}, MonthRange(1, 2)),
        ({"kind": "day_number", "n": 7}, DayNumber(7)),
        ({"kind": "weeks", "n": 2}, Weeks(2)),
        ({"kind": "ongoing"}, Ongoing()),
        ({"kind": "absent"}, Untimed()),
    ],
)
def test_every_kind_of_timing_is_carried_over(written: dict[str, object], expected: Timing) -> None:
    assert timing_of(written) == expected


@pytest.mark.parametrize(
    ("slug", "units", "items", "projects"),
    [
        ("py-backend-12w", 18, 50, 12),
        ("py-backend-a-z", 15, 100, 15),
        ("py-backend-20d", 24, 20, 20),
        ("py-backend-senior-es", 46, 144, 17),
        ("py-backend-topics", 9, 55, 0),
    ],
)
def test_the_bundled_roadmaps_are_carried_over_whole(
    slug: str, units: int, items: int, projects: int
) -> None:
    outline = outline_of(shelf.open(slug))
    assert outline.id == slug
    counts = (len(list(units_of(outline.units))), len(schedulable_items(outline)), len(projects_of(outline)))
    assert counts == (units, items, projects)
