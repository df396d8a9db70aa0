"""The shape of a roadmap file: a curriculum of nested units with items, projects and resources.

It describes what an author wrote. It knows no dates, no study days, no files. docs/curricula.md teaches it.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

from curricula.text import Icon, Id, Language, Line, Number, Prose, Sha256, Url
from curricula.timing import ABSENT, Timing

UnitKind = Literal["phase", "week", "day", "section", "topic_area"]
ItemRole = Literal["topic", "group", "filler", "task"]
ProjectKind = Literal["mini", "project", "assignment", "capstone"]
SectionKind = Literal[
    "intro", "contents", "projects", "metrics", "advice", "contributing", "contact", "credits"
]
Lines = tuple[PositiveInt, ...]
"""Numbers of the source lines (from 1) that a node stands for; a line belongs to one node only."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Item(_Part):
    """One thing to learn: the smallest part of a roadmap, and what progress is kept by."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes: progress is kept by it."""
    text: Line
    """The topic as people read it. Inline Markdown (`code`, **strong**) is kept."""
    note: Prose | None = None
    """A sentence of explanation beside the topic."""
    url: Url | None = None
    """The page to study, if the topic is a link."""
    role: ItemRole = "topic"
    """`topic` is learned, `task` is done, `group` is a heading over children, `filler` is an "etc."."""
    children: tuple["Item", ...] = ()
    """Topics below this one, in order."""
    lines: Lines = ()
    """The source lines that this node stands for."""


class Project(_Part):
    """Something to build."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes."""
    title: Line
    """The project's name."""
    kind: ProjectKind = "project"
    """`mini` and `assignment` are small, `capstone` is the one that ends the roadmap."""
    icon: Icon | None = None
    """An emoji shown before the title."""
    number: PositiveInt | None = None
    """Its number in the roadmap, if the author numbered the projects."""
    description: Prose | None = None
    """What it is, in a sentence or two."""
    requirements: tuple[Line, ...] = ()
    """What it must be able to do, one line each."""
    lines: Lines = ()
    """The source lines that this node stands for, its requirements included."""


class StandaloneProject(Project):
    """A project that stands apart from the units."""

    after_unit: Id | None = None
    """The id of the unit after which it is due; without it, it is due at the end."""
    group: Id | None = None
    """The id of the project group under which it is listed."""


class ProjectGroup(_Part):
    """A heading over some of the projects that stand apart."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes."""
    title: Line
    """The heading."""
    lines: Lines = ()
    """The source lines that this node stands for."""


class Resource(_Part):
    """A book, page or video that accompanies a unit."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes."""
    text: Line
    """What it is called."""
    url: Url | None = None
    """Where it is, if the author gave an address."""
    lines: Lines = ()
    """The source lines that this node stands for."""


class Unit(_Part):
    """A stretch of the roadmap: a phase, a week, a day, a section or a topic area. Units nest."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes."""
    kind: UnitKind
    """What the author calls it."""
    number: Number | None = None
    """Its number, such as `3` or "1.2" (in quotes)."""
    title: Line | None = None
    """Its name, without the kind, the number and the dates. A week may have a number only."""
    icon: Icon | None = None
    """An emoji shown before the title."""
    goal: Prose | None = None
    """What a learner can do after it."""
    timing: Timing = ABSENT
    """How long it takes, as the author wrote it."""
    items: tuple[Item, ...] = ()
    """The topics that belong to this unit itself, in order."""
    projects: tuple[Project, ...] = ()
    """The projects that end this unit."""
    resources: tuple[Resource, ...] = ()
    """Books, pages and videos for this unit."""
    children: tuple["Unit", ...] = ()
    """The units inside this one, in order; they come after its own items."""
    lines: Lines = ()
    """The source lines that this node stands for: headings, goal, labels and rules."""


class SectionEntry(_Part):
    """One line of a list in a section."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes."""
    text: Line
    """The line as people read it."""
    url: Url | None = None
    """The page it links to."""
    refers_to: Id | None = None
    """The id of the unit or section that it points to (in a table of contents)."""
    lines: Lines = ()
    """The source lines that this node stands for."""


class Section(_Part):
    """A part of the document that is not studied: an introduction, advice, thanks."""

    id: Id
    """A short name (a-z, 0-9, hyphens), unique in the file, that never changes."""
    kind: SectionKind
    """What it is for."""
    title: Line | None = None
    """Its heading."""
    icon: Icon | None = None
    """An emoji shown before the heading."""
    text: Prose | None = None
    """Its sentences."""
    entries: tuple[SectionEntry, ...] = ()
    """Its list, in order."""
    lines: Lines = ()
    """The source lines that this node stands for."""


class Bonus(_Part):
    """Topics for those who have time left. They are shown and never scheduled."""

    title: Line
    """The heading."""
    icon: Icon | None = None
    """An emoji shown before the heading."""
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The topics, in order."""
    lines: Lines = ()
    """The source lines that this node stands for."""


class Completion(_Part):
    """What the author asks of somebody who wants to say "I have finished it"."""

    projects_at_least: NonNegativeInt | None = None
    """How many projects must be done."""
    projects_total: PositiveInt | None = None
    """Out of how many."""
    units_required: tuple[Id, ...] = ()
    """Ids of the units that must be mastered."""


class Guess(_Part):
    """A character that the source had lost and that was chosen by its meaning."""

    line: PositiveInt
    """The source line."""
    chosen: Line
    """What was chosen."""
    surviving: Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$")]
    """The UTF-8 bytes that survived in the source, in hexadecimal."""
    reason: Line
    """Why this one."""


class EncodingRepair(_Part):
    """How a source whose UTF-8 was once read with a wrong codec was repaired."""

    wrong_codec: Literal["windows-1254", "mac-roman"]
    """The codec with which the UTF-8 bytes had been read."""
    lossy: bool
    """Whether bytes were lost on the way, so that some characters had to be guessed."""
    guesses: tuple[Guess, ...] = ()
    """Every character that was chosen by its meaning."""


class Source(_Part):
    """The document from which a roadmap was taken."""

    file: Line
    """Its file name."""
    sha256: Sha256
    """The SHA-256 of its bytes, before any repair."""
    encoding_repair: EncodingRepair | None = None
    """How its encoding was repaired, if it was damaged."""


class Curriculum(_Part):
    """A learning roadmap."""

    schema_version: Literal[1]
    """The version of this format: 1."""
    id: Id
    """The roadmap's short name (a-z, 0-9, hyphens), by which cohorts choose it."""
    title: Line
    """The roadmap's name."""
    icon: Icon | None = None
    """An emoji shown before the title."""
    language: Language
    """The language of the texts as a BCP 47 tag, such as `en` or `pt-BR`."""
    source: Source | None = None
    """The document from which it was taken, if any."""
    sections: tuple[Section, ...] = ()
    """The parts that are not studied, in order."""
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    """The roadmap itself, in order."""
    project_groups: tuple[ProjectGroup, ...] = ()
    """Headings over the projects that stand apart."""
    projects: tuple[StandaloneProject, ...] = ()
    """Projects that stand apart from the units, in order."""
    bonus: Bonus | None = None
    """Topics for those who have time left."""
    completion: Completion | None = None
    """When the roadmap counts as finished, if the author says so."""
    lines: Lines = ()
    """The source lines of the title."""
