"""What a planned study day holds, in the author's words: planned ids in, texts of the roadmap out."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.pacing import DayKind, Entry, PlannedDay, ProjectPart
from bot.services.curricula_roadmap import Roadmap
from curricula.schema import Item, Project, Resource, Unit


@dataclass(frozen=True, slots=True)
class Heading:
    """A unit's name; `number` and `title` may be empty, but not both."""

    kind: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class LearnLine:
    """A line of what there is to learn. `text` may hold inline Markdown; headings stand above deeper lines.

    `continued` headings were begun on an earlier day. An item of several `parts` is spread over as many days.
    """

    text: str
    url: str = ""
    note: str = ""
    depth: int = 0
    part: int = 1
    parts: int = 1
    is_heading: bool = False
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """A project on one of its days."""

    title: str
    number: int | None
    description: str
    requirements: tuple[str, ...]
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A study day. The goal and the resources of a unit stand on its first day only."""

    kind: DayKind
    headings: tuple[Heading, ...]
    goal: str = ""
    learn: tuple[LearnLine, ...] = ()
    build: tuple[Build, ...] = ()
    resources: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """A study day in brief; `about` names what is new, and is empty on days that have nothing new."""

    kind: DayKind
    headings: tuple[Heading, ...]
    about: tuple[str, ...]


def lesson_of(roadmap: Roadmap, planned: PlannedDay) -> Lesson:
    """The study day in the author's words."""
    stop = roadmap.units[planned.unit]
    begins = _begins_unit(stop.unit, planned)
    return Lesson(
        planned.kind,
        headings_of(roadmap, planned.unit),
        (stop.unit.goal or "") if begins else "",
        tuple(_learn_lines(roadmap, planned.entries)),
        tuple(_build(roadmap.projects[part.project], part) for part in planned.projects),
        tuple(_resource(resource) for resource in stop.unit.resources) if begins else (),
    )


def outlook_of(roadmap: Roadmap, planned: PlannedDay) -> Outlook:
    """The study day in brief: its new items, or its projects."""
    items = tuple(roadmap.items[entry.item].text for entry in planned.entries if not entry.filler)
    projects = tuple(roadmap.projects[part.project].title for part in planned.projects)
    return Outlook(planned.kind, headings_of(roadmap, planned.unit), items or projects)


def headings_of(roadmap: Roadmap, unit: str) -> tuple[Heading, ...]:
    """The names of a unit and of those around it, the outermost first."""
    return tuple(_heading(each) for each in roadmap.units[unit].path)


def _heading(unit: Unit) -> Heading:
    return Heading(unit.kind, unit.number or "", unit.title or "")


def _begins_unit(unit: Unit, planned: PlannedDay) -> bool:
    first = planned.entries[0] if planned.entries else None
    return (
        first is not None and first.part == 1 and bool(unit.items) and first.item in _openers(unit.items[0])
    )


def _openers(item: Item) -> Iterator[str]:
    """The ids of the item and of whatever comes first inside it: a group itself is never an entry."""
    yield item.id
    if item.children:
        yield from _openers(item.children[0])


def _learn_lines(roadmap: Roadmap, entries: tuple[Entry, ...]) -> Iterator[LearnLine]:
    shown = {entry.item for entry in entries}
    for entry in entries:
        for depth, heading in enumerate(entry.headings):
            if heading not in shown:
                shown.add(heading)
                yield _line(roadmap.items[heading], depth, is_heading=True, continued=depth < entry.continued)
        yield _line(roadmap.items[entry.item], len(entry.headings), part=entry.part, parts=entry.parts)


def _line(
    item: Item,
    depth: int,
    *,
    part: int = 1,
    parts: int = 1,
    is_heading: bool = False,
    continued: bool = False,
) -> LearnLine:
    return LearnLine(item.text, item.url or "", item.note or "", depth, part, parts, is_heading, continued)


def _build(project: Project, part: ProjectPart) -> Build:
    return Build(
        project.title,
        project.number,
        project.description or "",
        project.requirements,
        part.part,
        part.parts,
    )


def _resource(resource: Resource) -> tuple[str, str]:
    return resource.text, resource.url or ""
