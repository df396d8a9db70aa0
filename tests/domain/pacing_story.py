"""Small roadmaps in a line, and timetables told as one word or two a day, for the tests of pacing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from bot.domain.outline import Item, Outline, Project, ProjectKind, Timing, Unit, Untimed
from bot.domain.pacing import (
    DayKind,
    Entry,
    Pacing,
    PlannedDay,
    ProjectPart,
    StudyCalendar,
    Timetable,
    timetable,
)

MONDAY = date(2027, 1, 4)
MONDAY_TO_FRIDAY = StudyCalendar(MONDAY, frozenset(range(5)))


def unit(
    name: str,
    items: int = 0,
    projects: int = 0,
    timing: Timing | None = None,
    children: tuple[Unit, ...] = (),
) -> Unit:
    """A unit with so many items (`a1`, `a2` ...) and projects (`A1`, `A2` ...)."""
    return Unit(
        id=name,
        timing=timing or Untimed(),
        items=tuple(Item(f"{name}{number}") for number in range(1, items + 1)),
        projects=tuple(Project(f"{name.upper()}{number}") for number in range(1, projects + 1)),
        children=children,
    )


def roadmap(*units: Unit, after: dict[str, str] | None = None) -> Outline:
    """An outline of these units; `after` names projects that stand apart and the unit each comes after."""
    apart = tuple(Project(name, ProjectKind.PROJECT, where) for name, where in (after or {}).items())
    return Outline("roadmap", units, apart)


def told(planned: Iterable[PlannedDay]) -> list[str]:
    """A day in a few words: `a1 a2`, `a1 1/2`, `A1 2/3`, `a1 + A1` (one post), `catch-up`, `review`."""
    return [_told(day) for day in planned]


def story(
    outline: Outline, pacing: Pacing | None = None, calendar: StudyCalendar = MONDAY_TO_FRIDAY
) -> list[str]:
    """The timetable's days as `told`."""
    return told(day.planned for day in timetable(outline, pacing or Pacing(), calendar).days)


def parts_of_items(compiled: Timetable) -> dict[str, list[tuple[int, int]]]:
    """Of every item, (part, of how many) on the days it is on."""
    parts = defaultdict[str, list[tuple[int, int]]](list)
    for day in compiled.days:
        for entry in day.planned.entries:
            if not entry.filler:
                parts[entry.item].append((entry.part, entry.parts))
    return parts


def parts_of_projects(compiled: Timetable) -> dict[str, list[tuple[int, int]]]:
    """Of every project, (part, of how many) on the days it is on."""
    parts = defaultdict[str, list[tuple[int, int]]](list)
    for day in compiled.days:
        for part in day.planned.projects:
            parts[part.project].append((part.part, part.parts))
    return parts


def _told(day: PlannedDay) -> str:
    what = [" ".join(_entry(entry) for entry in day.entries), " ".join(_part(part) for part in day.projects)]
    content = " + ".join(filter(None, what))
    if day.kind in {DayKind.CATCH_UP, DayKind.REVIEW}:
        return f"{day.kind.replace('_', '-')} {content}".strip()
    return content


def _entry(entry: Entry) -> str:
    return entry.item if entry.parts == 1 else f"{entry.item} {entry.part}/{entry.parts}"


def _part(part: ProjectPart) -> str:
    return part.project if part.parts == 1 else f"{part.project} {part.part}/{part.parts}"
