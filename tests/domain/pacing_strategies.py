"""Random roadmaps, pacings and calendars for hypothesis. Every id in a roadmap is unique."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from hypothesis import strategies as st
from outline_contents import projects_of

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
    Untimed,
    Weeks,
    units_of,
)
from bot.domain.pacing import HolidayRule, Pace, Pacing, StudyCalendar

A_DAY = timedelta(days=1)


@st.composite
def calendar_dates(draw: st.DrawFn) -> CalendarDates:
    start = date(2024, 1, 1) + A_DAY * draw(st.integers(0, 365))
    end = start + A_DAY * draw(st.integers(0, 12))
    return CalendarDates(MonthDay(start.month, start.day), MonthDay(end.month, end.day))


@st.composite
def ranges(draw: st.DrawFn, most: int) -> tuple[int, int]:
    least = draw(st.integers(1, most))
    return least, draw(st.integers(least, most))


def undated() -> st.SearchStrategy[Timing]:
    return st.one_of(
        st.just(Untimed()),
        st.just(Ongoing()),
        st.builds(DayNumber, st.integers(1, 30)),
        st.builds(Weeks, st.integers(1, 2)),
        ranges(9).map(lambda pair: DayRange(*pair)),
        ranges(2).map(lambda pair: MonthRange(*pair)),
    )


def timings() -> st.SearchStrategy[Timing]:
    return st.one_of(undated(), calendar_dates())


@st.composite
def items(draw: st.DrawFn, names: "count[int]", depth: int = 2, most: int = 7) -> tuple[Item, ...]:
    found = []
    for _ in range(draw(st.integers(0, most))):
        role = draw(st.sampled_from([Role.TOPIC, Role.TOPIC, Role.TOPIC, Role.TASK, Role.GROUP, Role.FILLER]))
        below = draw(items(names, depth - 1, 3)) if depth and role is not Role.FILLER else ()
        found.append(Item(f"i{next(names)}", role, below))
    return tuple(found)


@st.composite
def projects(draw: st.DrawFn, names: "count[int]") -> tuple[Project, ...]:
    kinds = draw(st.lists(st.sampled_from(ProjectKind), max_size=3))
    return tuple(Project(f"p{next(names)}", kind) for kind in kinds)


@st.composite
def units(draw: st.DrawFn, names: "count[int]", timing: st.SearchStrategy[Timing], depth: int = 2) -> Unit:
    return Unit(
        id=f"u{next(names)}",
        timing=draw(timing),
        items=draw(items(names)),
        projects=draw(projects(names)),
        children=tuple(draw(st.lists(units(names, timing, depth - 1), max_size=3))) if depth else (),
    )


@st.composite
def outlines(draw: st.DrawFn, *, dated: bool = True) -> Outline:
    names = count()
    timing = timings() if dated else undated()
    found = tuple(draw(st.lists(units(names, timing), min_size=1, max_size=4)))
    ids = ["", *(unit.id for unit in units_of(found))]
    apart = [replace(project, after_unit=draw(st.sampled_from(ids))) for project in draw(projects(names))]
    return Outline("random", found, tuple(apart))


@st.composite
def flat_outlines(draw: st.DrawFn) -> Outline:
    """Without units inside units, and without what depends on more than the unit itself."""
    names = count()
    own = st.one_of(
        st.just(Untimed()),
        st.builds(DayNumber, st.integers(1, 30)),
        st.builds(Weeks, st.integers(1, 2)),
        ranges(9).map(lambda pair: DayRange(*pair)),
    )
    return Outline("flat", tuple(draw(st.lists(units(names, own, depth=0), min_size=1, max_size=6))))


def pacings() -> st.SearchStrategy[Pacing]:
    return st.builds(
        Pacing,
        pace=st.sampled_from(Pace),
        project_share=st.sampled_from([0, 0.1, 0.4, 0.9]),
        items_per_day=st.integers(1, 4),
        fit_days=st.none() | st.integers(1, 60),
        review_days=st.booleans(),
        catch_up_every=st.none() | st.integers(1, 9),
        year=st.none() | st.integers(2026, 2028),
        holiday_rule=st.none() | st.sampled_from(HolidayRule),
    )


@st.composite
def calendars(draw: st.DrawFn) -> StudyCalendar:
    start = draw(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return StudyCalendar(start, weekdays, draw(holidays(start)))


@st.composite
def holidays(draw: st.DrawFn, after: date) -> frozenset[date]:
    """Single days off, and sometimes weeks of them."""
    single = draw(st.lists(st.integers(0, 150), max_size=12))
    begin, length = draw(st.integers(0, 100)), draw(st.sampled_from([0, 0, 7, 30]))
    return frozenset(after + A_DAY * offset for offset in (*single, *range(begin, begin + length)))


@st.composite
def edits(draw: st.DrawFn, outline: Outline, number: int = 1) -> Outline:
    """The roadmap after an admin has removed, added and moved a few things, for the `number`th time."""
    names = count(number * 1_000)
    edited = [draw(_edited(unit, names)) for unit in outline.units]
    if draw(st.booleans()) and draw(st.booleans()):
        edited = draw(st.permutations(edited))
    if draw(st.booleans()) and draw(st.booleans()):
        edited.insert(draw(st.integers(0, len(edited))), draw(units(names, timings(), depth=1)))
    known = {*projects_of(Outline(outline.id, tuple(edited)))}
    return Outline(outline.id, tuple(edited), tuple(one for one in outline.projects if one.id not in known))


@st.composite
def _edited(draw: st.DrawFn, unit: Unit, names: "count[int]") -> Unit:
    kept = [item for item in unit.items if draw(st.integers(0, 7))]
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        kept.insert(draw(st.integers(0, len(kept))), Item(f"i{next(names)}"))
    if not draw(st.integers(0, 7)):
        kept = draw(st.permutations(kept))
    own = [project for project in unit.projects if draw(st.integers(0, 7))]
    if not draw(st.integers(0, 5)):
        own.insert(draw(st.integers(0, len(own))), Project(f"p{next(names)}"))
    children = tuple(draw(_edited(child, names)) for child in unit.children if draw(st.integers(0, 9)))
    return replace(unit, items=tuple(kept), projects=tuple(own), children=children)
