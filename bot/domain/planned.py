"""One study day as planned: what is new on it, which projects run on it. It knows no dates.

`pack` and `unpack` turn a day into plain JSON values and back, so that the store can keep it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class DayKind(StrEnum):
    """What a study day is for."""

    TOPIC = "topic"
    PROJECT = "project"
    CAPSTONE = "capstone"
    CATCH_UP = "catch_up"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item on a study day; new on the day whose `part` is 1.

    `headings` are the ids of the items it stands below, outermost first. A post prints a heading once, unless
    the day shows it already as an entry, and adds "(cont.)" to the first `continued` of them: those that an
    earlier day has shown. A filler is shown with its neighbour and counts for nothing.
    """

    item: str
    part: int = 1
    parts: int = 1
    headings: tuple[str, ...] = ()
    continued: int = 0
    filler: bool = False


@dataclass(frozen=True, slots=True)
class ProjectPart:
    """A project on one of its `parts` days."""

    project: str
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A study day of a unit, named by its id.

    A topic day has `projects` too where a unit has a single day for everything (one post). A catch-up day has
    entries or projects only when they were added to the roadmap after their place had passed. An `extra` day
    was inserted by a setting and is no part of the unit's budget.
    """

    kind: DayKind
    unit: str
    entries: tuple[Entry, ...] = ()
    projects: tuple[ProjectPart, ...] = ()
    extra: bool = False


class PackedEntry(TypedDict, total=False):
    """An `Entry` as JSON, without what is at its default."""

    item: str
    part: int
    parts: int
    headings: list[str]
    continued: int
    filler: bool


class PackedProject(TypedDict, total=False):
    """A `ProjectPart` as JSON, without what is at its default."""

    project: str
    part: int
    parts: int


class PackedDay(TypedDict, total=False):
    """A `PlannedDay` as JSON, without what is at its default."""

    kind: str
    unit: str
    entries: list[PackedEntry]
    projects: list[PackedProject]
    extra: bool


def pack(planned: PlannedDay) -> PackedDay:
    """The day as plain JSON values; `unpack` is its inverse."""
    packed = PackedDay(kind=planned.kind.value, unit=planned.unit)
    if planned.entries:
        packed["entries"] = [_packed_entry(entry) for entry in planned.entries]
    if planned.projects:
        packed["projects"] = [_packed_project(part) for part in planned.projects]
    if planned.extra:
        packed["extra"] = True
    return packed


def unpack(packed: PackedDay) -> PlannedDay:
    """The day that `pack` has packed."""
    return PlannedDay(
        kind=DayKind(packed["kind"]),
        unit=packed["unit"],
        entries=tuple(_entry(entry) for entry in packed.get("entries", ())),
        projects=tuple(ProjectPart(**part) for part in packed.get("projects", ())),
        extra=packed.get("extra", False),
    )


def _packed_entry(entry: Entry) -> PackedEntry:
    packed = PackedEntry(item=entry.item)
    if entry.parts > 1:
        packed["part"], packed["parts"] = entry.part, entry.parts
    if entry.headings:
        packed["headings"] = list(entry.headings)
    if entry.continued:
        packed["continued"] = entry.continued
    if entry.filler:
        packed["filler"] = True
    return packed


def _packed_project(part: ProjectPart) -> PackedProject:
    packed = PackedProject(project=part.project)
    if part.parts > 1:
        packed["part"], packed["parts"] = part.part, part.parts
    return packed


def _entry(packed: PackedEntry) -> Entry:
    return Entry(
        item=packed["item"],
        part=packed.get("part", 1),
        parts=packed.get("parts", 1),
        headings=tuple(packed.get("headings", ())),
        continued=packed.get("continued", 0),
        filler=packed.get("filler", False),
    )
