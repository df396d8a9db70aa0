"""What pacing needs to know of a roadmap: its units, items, projects and the author's timing. No sentences.

Pure values. It must not know files or pydantic: `bot.services.outlines` makes an outline of a curriculum.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an item is for. A group only heads its children; a filler ("etc.") is shown, never scheduled."""

    TOPIC = "topic"
    TASK = "task"
    GROUP = "group"
    FILLER = "filler"


class UnitKind(StrEnum):
    """What the author calls a unit."""

    PHASE = "phase"
    WEEK = "week"
    DAY = "day"
    SECTION = "section"
    TOPIC_AREA = "topic_area"


class ProjectKind(StrEnum):
    """How big a project is; a capstone ends the roadmap."""

    MINI = "mini"
    PROJECT = "project"
    ASSIGNMENT = "assignment"
    CAPSTONE = "capstone"


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of the year without its year."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class CalendarDates:
    """Fixed dates, both included; an end before its start lies in the next year."""

    start: MonthDay
    end: MonthDay
    year: int | None = None


@dataclass(frozen=True, slots=True)
class DayRange:
    """So many study days, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class MonthRange:
    """So many months, at least and at most."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class DayNumber:
    """The unit is one study day of the roadmap."""

    number: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """So many weeks."""

    count: int


@dataclass(frozen=True, slots=True)
class Ongoing:
    """The unit never ends; it is scheduled after everything else."""


@dataclass(frozen=True, slots=True)
class Untimed:
    """The author says nothing about time."""


Timing = CalendarDates | DayRange | MonthRange | DayNumber | Weeks | Ongoing | Untimed


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to learn. An item that is no group is scheduled itself, before its children."""

    id: str
    role: Role = Role.TOPIC
    children: tuple["Item", ...] = ()

    @property
    def is_schedulable(self) -> bool:
        """Whether the item itself is new on some study day."""
        return self.role in {Role.TOPIC, Role.TASK}


@dataclass(frozen=True, slots=True)
class Project:
    """Something to build. `after_unit` is for projects that stand apart: empty means at the very end."""

    id: str
    kind: ProjectKind = ProjectKind.PROJECT
    after_unit: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of the roadmap: its own items first, then its children, then its projects."""

    id: str
    kind: UnitKind = UnitKind.SECTION
    number: str = ""
    timing: Timing = Untimed()
    items: tuple[Item, ...] = ()
    projects: tuple[Project, ...] = ()
    children: tuple["Unit", ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A roadmap as pacing sees it. `projects` are those that stand apart from the units."""

    id: str
    units: tuple[Unit, ...]
    projects: tuple[Project, ...] = ()


def units_of(units: tuple[Unit, ...]) -> Iterator[Unit]:
    """Every unit in the author's order, parents before their children."""
    for unit in units:
        yield unit
        yield from units_of(unit.children)
