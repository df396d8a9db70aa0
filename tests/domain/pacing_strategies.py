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


UP_TO = [st.integers(0, most) for most in range(13)]
ROLES = st.sampled_from([Role.TOPIC, Role.TOPIC, Role.TOPIC, Role.TASK, Role.GROUP, Role.FILLER])
KINDS = st.sampled_from(ProjectKind)
YES_OR_NO = st.booleans()
# Made once, and drawn by plain functions: to make and check a strategy takes longer than to draw from it.


@st.composite
def calendar_dates(draw: st.DrawFn) -> CalendarDates:
    start = date(2024, 1, 1) + A_DAY * draw(st.integers(0, 365))
    end = start + A_DAY * draw(UP_TO[12])
    return CalendarDates(MonthDay(start.month, start.day), MonthDay(end.month, end.day))


@st.composite
def ranges(draw: st.DrawFn, most: int) -> tuple[int, int]:
    least = draw(st.integers(1, most))
    return least, draw(st.integers(least, most))


LEAST_TIMINGS = (
    st.just(Untimed()),
    st.builds(DayNumber, st.integers(1, 30)),
    st.builds(Weeks, st.integers(1, 2)),
    ranges(9).map(lambda pair: DayRange(*pair)),
)
FLAT = st.one_of(LEAST_TIMINGS)
UNDATED = st.one_of(*LEAST_TIMINGS, st.just(Ongoing()), ranges(2).map(lambda pair: MonthRange(*pair)))
TIMINGS = st.one_of(UNDATED, calendar_dates())


def items(draw: st.DrawFn, names: "count[int]", depth: int = 2, most: int = 7) -> tuple[Item, ...]:
    found = []
    for _ in range(draw(UP_TO[most])):
        role = draw(ROLES)
        below = items(draw, names, depth - 1, 3) if depth and role is not Role.FILLER else ()
        found.append(Item(f"i{next(names)}", role, below))
    return tuple(found)


def projects(draw: st.DrawFn, names: "count[int]") -> tuple[Project, ...]:
    return tuple(Project(f"p{next(names)}", draw(KINDS)) for _ in range(draw(UP_TO[3])))


def unit(draw: st.DrawFn, names: "count[int]", timing: st.SearchStrategy[Timing], depth: int = 2) -> Unit:
    return Unit(
        id=f"u{next(names)}",
        timing=draw(timing),
        items=items(draw, names),
        projects=projects(draw, names),
        children=tuple(unit(draw, names, timing, depth - 1) for _ in range(draw(UP_TO[3]))) if depth else (),
    )


@st.composite
def outlines(draw: st.DrawFn, *, dated: bool = True) -> Outline:
    names = count()
    timing = TIMINGS if dated else UNDATED
    found = tuple(unit(draw, names, timing) for _ in range(1 + draw(UP_TO[3])))
    ids = ["", *(each.id for each in units_of(found))]
    after = st.sampled_from(ids)
    apart = tuple(replace(project, after_unit=draw(after)) for project in projects(draw, names))
    return Outline("random", found, apart)


@st.composite
def flat_outlines(draw: st.DrawFn) -> Outline:
    """Without units inside units, and without what depends on more than the unit itself."""
    names = count()
    return Outline("flat", tuple(unit(draw, names, FLAT, depth=0) for _ in range(1 + draw(UP_TO[5]))))


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
    edited = [_edited(draw, each, names) for each in outline.units]
    if draw(YES_OR_NO) and draw(YES_OR_NO):
        edited = draw(st.permutations(edited))
    if draw(YES_OR_NO) and draw(YES_OR_NO):
        edited.insert(draw(st.integers(0, len(edited))), unit(draw, names, TIMINGS, depth=1))
    known = {*projects_of(Outline(outline.id, tuple(edited)))}
    return Outline(outline.id, tuple(edited), tuple(one for one in outline.projects if one.id not in known))


ADDED = st.sampled_from([0, 0, 1, 2])


def _edited(draw: st.DrawFn, before: Unit, names: "count[int]") -> Unit:
    kept = [item for item in before.items if draw(UP_TO[7])]
    for _ in range(draw(ADDED)):
        kept.insert(draw(st.integers(0, len(kept))), Item(f"i{next(names)}"))
    if not draw(UP_TO[7]):
        kept = draw(st.permutations(kept))
    own = [project for project in before.projects if draw(UP_TO[7])]
    if not draw(UP_TO[5]):
        own.insert(draw(st.integers(0, len(own))), Project(f"p{next(names)}"))
    children = tuple(_edited(draw, child, names) for child in before.children if draw(UP_TO[9]))
    return replace(before, items=tuple(kept), projects=tuple(own), children=children)
