"""The golden numbers: the bundled roadmaps from Monday 2027-01-04, in three kinds of week, at three paces."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from outline_contents import projects_of, schedulable_items

from bot.domain.outline import Outline
from bot.domain.pacing import (
    DayKind,
    Pace,
    Pacing,
    StudyCalendar,
    Timetable,
    WindowSlid,
    study_days_by_pace,
    timetable,
)
from bot.services.outlines import outline_of
from curricula import shelf

START = date(2027, 1, 4)
WEEKS = {
    "Mon-Fri": frozenset(range(5)),
    "Mon/Wed/Fri": frozenset({0, 2, 4}),
    "every day": frozenset(range(7)),
}
ALL_PACES = (Pace.MIN, Pace.MID, Pace.MAX)

# Roadmap, week, paces, study days, last day.
GOLDEN = [
    ("py-backend-12w", "Mon-Fri", ALL_PACES, 63, date(2027, 3, 31)),
    ("py-backend-12w", "Mon/Wed/Fri", ALL_PACES, 38, date(2027, 3, 31)),
    ("py-backend-12w", "every day", ALL_PACES, 87, date(2027, 3, 31)),
    ("py-backend-a-z", "Mon-Fri", (Pace.MIN,), 71, date(2027, 4, 12)),
    ("py-backend-a-z", "Mon-Fri", (Pace.MID,), 80, date(2027, 4, 23)),
    ("py-backend-a-z", "Mon-Fri", (Pace.MAX,), 89, date(2027, 5, 6)),
    ("py-backend-a-z", "Mon/Wed/Fri", (Pace.MIN,), 71, date(2027, 6, 16)),
    ("py-backend-a-z", "Mon/Wed/Fri", (Pace.MID,), 80, date(2027, 7, 7)),
    ("py-backend-a-z", "Mon/Wed/Fri", (Pace.MAX,), 89, date(2027, 7, 28)),
    ("py-backend-a-z", "every day", (Pace.MIN,), 71, date(2027, 3, 15)),
    ("py-backend-a-z", "every day", (Pace.MID,), 80, date(2027, 3, 24)),
    ("py-backend-a-z", "every day", (Pace.MAX,), 89, date(2027, 4, 2)),
    ("py-backend-20d", "Mon-Fri", ALL_PACES, 20, date(2027, 1, 29)),
    ("py-backend-20d", "Mon/Wed/Fri", ALL_PACES, 20, date(2027, 2, 17)),
    ("py-backend-20d", "every day", ALL_PACES, 20, date(2027, 1, 23)),
    ("py-backend-senior-es", "Mon-Fri", (Pace.MIN,), 295, date(2028, 2, 18)),
    ("py-backend-senior-es", "Mon-Fri", (Pace.MID,), 360, date(2028, 5, 19)),
    ("py-backend-senior-es", "Mon-Fri", (Pace.MAX,), 426, date(2028, 8, 21)),
    ("py-backend-senior-es", "Mon/Wed/Fri", (Pace.MIN,), 183, None),
    ("py-backend-senior-es", "Mon/Wed/Fri", (Pace.MID,), 222, None),
    ("py-backend-senior-es", "Mon/Wed/Fri", (Pace.MAX,), 261, None),
    ("py-backend-senior-es", "every day", (Pace.MIN,), 409, None),
    ("py-backend-senior-es", "every day", (Pace.MID,), 500, None),
    ("py-backend-senior-es", "every day", (Pace.MAX,), 590, None),
    ("py-backend-topics", "Mon-Fri", ALL_PACES, 29, date(2027, 2, 11)),
    ("py-backend-topics", "Mon/Wed/Fri", ALL_PACES, 29, date(2027, 3, 10)),
    ("py-backend-topics", "every day", ALL_PACES, 29, date(2027, 2, 1)),
]
CELLS = [(slug, week, pace, days, end) for slug, week, paces, days, end in GOLDEN for pace in paces]


@cache
def bundled(slug: str) -> Outline:
    return outline_of(shelf.open(slug))


def compiled(
    slug: str, week: str = "Mon-Fri", pace: Pace = Pace.MID, off: tuple[date, ...] = ()
) -> Timetable:
    return timetable(bundled(slug), Pacing(pace=pace), StudyCalendar(START, WEEKS[week], frozenset(off)))


@pytest.mark.parametrize(("slug", "week", "pace", "days", "end"), CELLS)
def test_a_bundled_roadmap_takes_the_golden_number_of_study_days(
    slug: str, week: str, pace: Pace, days: int, end: date | None
) -> None:
    found = compiled(slug, week, pace)
    assert len(found.days) == days
    assert end is None or found.days[-1].day == end
    assert found.warnings == ()


@pytest.mark.parametrize("slug", shelf.bundled())
@pytest.mark.parametrize("week", WEEKS)
def test_a_bundled_roadmap_is_scheduled_completely_and_in_its_order(slug: str, week: str) -> None:
    days = compiled(slug, week).days
    news = [entry for day in days for entry in day.planned.entries if entry.part == 1 and not entry.filler]
    begun = [part.project for day in days for part in day.planned.projects if part.part == 1]
    assert [entry.item for entry in news] == list(schedulable_items(bundled(slug)))
    assert begun == list(projects_of(bundled(slug)))


def test_the_twelve_weeks_are_47_topic_11_project_2_capstone_and_3_catch_up_days() -> None:
    kinds = Counter(day.planned.kind for day in compiled("py-backend-12w").days)
    assert kinds == {DayKind.TOPIC: 47, DayKind.PROJECT: 11, DayKind.CAPSTONE: 2, DayKind.CATCH_UP: 3}


def test_the_twelfth_week_keeps_its_ten_days() -> None:
    every_day = compiled("py-backend-12w", "every day").days
    last = every_day[-1].planned.unit
    dates = [day.day for day in every_day if day.planned.unit == last]
    assert (dates[0], dates[-1], len(dates)) == (date(2027, 3, 22), date(2027, 3, 31), 10)


def test_each_week_ends_with_its_project_or_with_a_catch_up_day_after_it() -> None:
    kinds: dict[str, list[DayKind]] = {}
    for day in compiled("py-backend-12w").days:
        kinds.setdefault(day.planned.unit, []).append(day.planned.kind)
    endings = Counter(tuple(kind for kind in found if kind is not DayKind.TOPIC) for found in kinds.values())
    assert endings == {
        (DayKind.PROJECT,): 8,
        (DayKind.PROJECT, DayKind.CATCH_UP): 3,
        (DayKind.CAPSTONE, DayKind.CAPSTONE): 1,
    }


def test_a_sub_heading_is_no_topic_and_is_continued_on_the_next_day() -> None:
    entries = [entry for day in compiled("py-backend-12w").days for entry in day.planned.entries]
    below = [entry for entry in entries if entry.headings]
    assert len(below) == 4
    assert len({entry.headings for entry in below}) == 1
    assert not {entry.item for entry in entries} & {heading for entry in below for heading in entry.headings}
    assert below[0].continued == 0
    assert below[-1].continued == 1


def test_every_day_of_the_twenty_has_its_topic_and_its_assignment_in_one_post() -> None:
    for day in compiled("py-backend-20d").days:
        assert day.planned.kind is DayKind.TOPIC
        assert (len(day.planned.entries), len(day.planned.projects)) == (1, 1)


def test_a_filler_is_shown_with_its_neighbour_and_takes_no_day() -> None:
    entries = [entry for day in compiled("py-backend-topics").days for entry in day.planned.entries]
    assert len([entry for entry in entries if not entry.filler]) == 55
    assert len([entry for entry in entries if entry.filler]) == 1


def test_the_final_project_comes_last_of_all() -> None:
    last = compiled("py-backend-senior-es").days[-5:]
    assert {day.planned.kind for day in last} == {DayKind.CAPSTONE}
    assert [day.planned.projects[0].part for day in last] == [1, 2, 3, 4, 5]


def test_two_days_off_push_the_twenty_days_to_2_february() -> None:
    found = compiled("py-backend-20d", off=(date(2027, 1, 8), date(2027, 1, 11)))
    assert (len(found.days), found.days[-1].day) == (20, date(2027, 2, 2))


def test_a_day_off_shrinks_its_week_of_the_twelve_and_nothing_else() -> None:
    plain, off = compiled("py-backend-12w"), compiled("py-backend-12w", off=(date(2027, 1, 20),))
    assert len(off.days) == 62
    assert off.days[-1].day == plain.days[-1].day
    week_off = [day for day in off.days if date(2027, 1, 18) <= day.day <= date(2027, 1, 24)]
    assert [day.planned.kind for day in week_off] == [DayKind.TOPIC] * 3 + [DayKind.PROJECT]
    assert [day.planned for day in off.days if day.day > date(2027, 1, 24)] == [
        day.planned for day in plain.days if day.day > date(2027, 1, 24)
    ]


def test_a_whole_week_off_slides_the_rest_of_the_twelve_by_a_week_and_says_so() -> None:
    week = tuple(date(2027, 1, 18) + timedelta(days=offset) for offset in range(7))
    found = compiled("py-backend-12w", off=week)
    assert (len(found.days), found.days[-1].day) == (63, date(2027, 4, 7))
    third = found.days[10].planned.unit
    assert found.warnings == (WindowSlid(third, weeks=1),)


@pytest.mark.parametrize("year", [None, 2026])
def test_from_its_own_date_the_twelve_weeks_end_on_15_january(year: int | None) -> None:
    calendar = StudyCalendar(date(2026, 10, 21), WEEKS["Mon-Fri"])
    found = timetable(bundled("py-backend-12w"), Pacing(year=year), calendar)
    assert (len(found.days), found.days[-1].day) == (63, date(2027, 1, 15))


def test_the_summary_for_the_command_line_needs_no_date() -> None:
    found = {slug: tuple(study_days_by_pace(bundled(slug)).values()) for slug in shelf.bundled()}
    assert found == {
        "py-backend-12w": (63, 63, 63),
        "py-backend-20d": (20, 20, 20),
        "py-backend-a-z": (71, 80, 89),
        "py-backend-senior-es": (295, 360, 426),
        "py-backend-topics": (29, 29, 29),
    }


def test_day_ranges_round_their_running_sum_so_that_no_phase_leaves_its_range() -> None:
    days = Counter(day.planned.unit for day in compiled("py-backend-a-z").days)
    phases = {unit.id: unit for unit in bundled("py-backend-a-z").units}
    assert sum(days.values()) == 80
    assert all(phase.timing.least <= days[name] <= phase.timing.most for name, phase in phases.items())
