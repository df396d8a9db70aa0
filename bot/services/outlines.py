"""A curriculum as pacing sees it: the one place that knows the schema of files and the domain's outline."""

from typing import assert_never

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
)
from curricula import schema, timing


def outline_of(curriculum: schema.Curriculum) -> Outline:
    """The curriculum's structure and timing, without texts, and without the bonus: it is never scheduled."""
    return Outline(
        id=curriculum.id,
        units=tuple(_unit(unit) for unit in curriculum.units),
        projects=tuple(
            Project(project.id, ProjectKind(project.kind), project.after_unit or "")
            for project in curriculum.projects
        ),
    )


def _unit(unit: schema.Unit) -> Unit:
    return Unit(
        id=unit.id,
        kind=UnitKind(unit.kind),
        number=unit.number or "",
        timing=_timing(unit.timing),
        items=tuple(_item(item) for item in unit.items),
        projects=tuple(Project(project.id, ProjectKind(project.kind)) for project in unit.projects),
        children=tuple(_unit(child) for child in unit.children),
    )


def _item(item: schema.Item) -> Item:
    return Item(item.id, Role(item.role), tuple(_item(child) for child in item.children))


def _timing(written: timing.Timing) -> Timing:  # noqa: PLR0911 - one way out for each kind of timing
    match written:
        case timing.CalendarTiming():
            start, end = MonthDay(*written.start_month_day), MonthDay(*written.end_month_day)
            return CalendarDates(start, end, written.year)
        case timing.DaysTiming():
            return DayRange(written.min, written.max)
        case timing.MonthsTiming():
            return MonthRange(written.min, written.max)
        case timing.DayNumberTiming():
            return DayNumber(written.n)
        case timing.WeeksTiming():
            return Weeks(written.n)
        case timing.OngoingTiming():
            return Ongoing()
        case timing.AbsentTiming():
            return Untimed()
        case _:
            assert_never(written)
