"""An outline flattened to pieces: the smallest stretches that have a number of study days of their own.

A timed unit is a piece, unless units inside it are timed: then those are, and its own timing is redundant.
Without timing every unit with items is a piece. Ongoing pieces come last. It knows no settings, no dates.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.outline import Item, Ongoing, Outline, Project, Role, Timing, Unit, Untimed, units_of
from bot.domain.planned import Entry


@dataclass(frozen=True, slots=True)
class Slot:
    """A schedulable item, with the fillers that are shown before its first and after its last part."""

    entry: Entry
    before: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """The items of one unit inside a piece."""

    unit: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Units that share a number of study days; `ends` is the outermost unit that is over with this piece."""

    unit: str
    timing: Timing
    segments: tuple[Segment, ...] = ()
    projects: tuple[Project, ...] = ()
    ends: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """The ids that its study days may bear."""
        return (self.unit, *(segment.unit for segment in self.segments if segment.unit != self.unit))

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The items of all its segments."""
        return tuple(slot for segment in self.segments for slot in segment.slots)


def pieces_of(outline: Outline) -> tuple[Piece, ...]:
    """The pieces in the order in which they are studied; empty for an outline without units."""
    known = {unit.id for unit in units_of(outline.units)}
    found: list[Piece] = []
    for unit in outline.units:
        pieces = _pieces(unit, outline.projects)
        found += [*pieces[:-1], *(replace(piece, ends=unit.id) for piece in pieces[-1:])]
    found = _ongoing_last(found)
    homeless = tuple(project for project in outline.projects if project.after_unit not in known)
    if found and homeless:
        found[-1] = _with_projects(found[-1], homeless)
    return tuple(found)


def _pieces(unit: Unit, apart: Sequence[Project]) -> list[Piece]:
    timed = not isinstance(unit.timing, Untimed)
    if timed and all(isinstance(below.timing, Untimed) for below in units_of(unit.children)):
        return [_whole(unit, apart)]
    pieces = _ongoing_last(piece for child in unit.children for piece in _pieces(child, apart))
    own = tuple(_segments((replace(unit, children=()),)))
    if own and timed:
        pieces[0] = replace(pieces[0], segments=own + pieces[0].segments)
    elif own:
        pieces.insert(0, Piece(unit.id, Untimed(), own))
    projects = _projects(unit, apart)
    if projects and not pieces:
        pieces.append(Piece(unit.id, Untimed()))
    if projects:
        pieces[-1] = _with_projects(pieces[-1], projects)
    return pieces


def _ongoing_last(pieces: Iterable[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: isinstance(piece.timing, Ongoing))


def _whole(unit: Unit, apart: Sequence[Project]) -> Piece:
    """A timed unit as one piece, the projects of its children before its own."""
    inside = [project for below in units_of(unit.children) for project in _projects(below, apart)]
    segments = tuple(_segments((unit,)))
    return Piece(unit.id, unit.timing, segments, (*inside, *_projects(unit, apart)))


def _projects(unit: Unit, apart: Sequence[Project]) -> tuple[Project, ...]:
    return (*unit.projects, *(project for project in apart if project.after_unit == unit.id))


def _with_projects(piece: Piece, projects: tuple[Project, ...]) -> Piece:
    return replace(piece, projects=piece.projects + projects)


def _segments(units: tuple[Unit, ...]) -> Iterator[Segment]:
    for unit in units_of(units):
        slots = _slots(unit.items)
        if slots:
            yield Segment(unit.id, slots)


def _slots(items: tuple[Item, ...]) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    waiting: tuple[Entry, ...] = ()
    for entry in _entries(items, ()):
        if not entry.filler:
            slots.append(Slot(entry, before=waiting))
            waiting = ()
        elif slots:
            slots[-1] = replace(slots[-1], after=(*slots[-1].after, entry))
        else:
            waiting = (*waiting, entry)
    return tuple(slots)


def _entries(items: tuple[Item, ...], headings: tuple[str, ...]) -> Iterator[Entry]:
    for item in items:
        only_a_heading = item.role is Role.GROUP and item.children
        if not only_a_heading:
            yield Entry(item.id, headings=headings, filler=not item.is_schedulable)
        yield from _entries(item.children, (*headings, item.id))
