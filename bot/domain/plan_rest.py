"""What is left of each piece once some days were posted, and what was added where the cohort had passed.

Everything before the last thing posted is behind; what was never posted of it is late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bot.domain.outline import Project
from bot.domain.plan_pieces import Piece, Slot
from bot.domain.plan_progress import Progress


@dataclass(frozen=True, slots=True)
class Open:
    """What is left of a segment: `slots` to come, after `used` days of its unit.

    `items` counts posted and unposted ones, without the late ones. A segment is open, and may get more days,
    until a later one has begun.
    """

    unit: str
    slots: tuple[Slot, ...]
    items: int
    used: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a piece; `items` as in its segments. It is passed once a later piece has begun."""

    piece: Piece
    segments: tuple[Open, ...]
    projects: tuple[Project, ...]
    items: int
    used_topic_days: int
    used_project_days: int
    is_passed: bool
    first_day: date | None
    last_day: date | None

    @property
    def used(self) -> int:
        """How many days of the budget were posted."""
        return self.used_topic_days + self.used_project_days

    @property
    def items_left(self) -> int:
        """How many items are still to come."""
        return sum(len(segment.slots) for segment in self.segments)

    @property
    def is_due(self) -> bool:
        """Whether something is still to be scheduled."""
        return bool(self.projects or self.items_left)


@dataclass(frozen=True, slots=True)
class Late:
    """What is behind the frontier and was never posted, or not to its end."""

    slots: tuple[Slot, ...]
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class _Behind:
    """How many of a piece's first items and first projects are behind."""

    slots: int
    projects: int


def remaining(pieces: Sequence[Piece], progress: Progress) -> tuple[list[Rest], Late]:
    """What is left of every piece, in order, and what is late."""
    current = _current(pieces, progress)
    behind = [_behind(piece, progress, at - current) for at, piece in enumerate(pieces)]
    rests = [_rest(piece, progress, behind[at], is_passed=at < current) for at, piece in enumerate(pieces)]
    late_slots = [_open_slots(piece.slots[: behind[at].slots], progress) for at, piece in enumerate(pieces)]
    late_projects = [
        _open_projects(piece.projects[: behind[at].projects], progress) for at, piece in enumerate(pieces)
    ]
    return rests, Late(tuple(chain.from_iterable(late_slots)), tuple(chain.from_iterable(late_projects)))


def _current(pieces: Sequence[Piece], progress: Progress) -> int:
    """The piece at the frontier; one beyond the last when all are over."""
    current = 0
    for at, piece in enumerate(pieces):
        if any(progress.days_of(unit) for unit in piece.units):
            current = at
        if piece.ends in progress.reviewed:
            current = at + 1
    return current


def _behind(piece: Piece, progress: Progress, distance: int) -> _Behind:
    """What is behind of a piece that lies `distance` pieces after the current one."""
    if distance > 0:
        return _Behind(0, 0)
    if distance < 0:
        return _Behind(len(piece.slots), len(piece.projects))
    ends = [
        at + progress.has_finished_project(project.id)
        for at, project in enumerate(piece.projects)
        if progress.project_units.get(project.id) in piece.units
    ]
    if ends or any(progress.project_days.get(unit) for unit in piece.units):
        return _Behind(len(piece.slots), max(ends, default=0))
    return _Behind(_slots_behind(piece, progress), 0)


def _slots_behind(piece: Piece, progress: Progress) -> int:
    """An item with a part to come is not behind, unless a later one was posted."""
    behind = at = 0
    for segment in piece.segments:
        for slot in segment.slots:
            at += 1
            if progress.entry_units.get(slot.entry.item) in piece.units:
                behind = at if progress.has_finished_item(slot.entry.item) else at - 1
        if progress.catch_ups.get(segment.unit):
            behind = at
    return behind


def _rest(piece: Piece, progress: Progress, behind: _Behind, *, is_passed: bool) -> Rest:
    dates = [day for unit in piece.units for day in progress.dates.get(unit, ())]
    slots = _open_slots(piece.slots[behind.slots :], progress)
    return Rest(
        piece=piece,
        segments=tuple(_open_segments(piece, progress, behind.slots)),
        projects=_open_projects(piece.projects[behind.projects :], progress),
        items=progress.items_of(piece.units, [slot.entry.item for slot in slots]),
        used_topic_days=sum(progress.topic_days.get(unit, 0) for unit in piece.units),
        used_project_days=sum(progress.project_days.get(unit, 0) for unit in piece.units),
        is_passed=is_passed,
        first_day=min(dates, default=None),
        last_day=max(dates, default=None),
    )


def _open_segments(piece: Piece, progress: Progress, behind: int) -> list[Open]:
    begun = [at for at, segment in enumerate(piece.segments) if progress.topic_days.get(segment.unit)]
    segments = []
    for at, segment in enumerate(piece.segments):
        slots = _open_slots(segment.slots[max(behind, 0) :], progress)
        behind -= len(segment.slots)
        segments.append(
            Open(
                unit=segment.unit,
                slots=slots,
                items=progress.items_of((segment.unit,), [slot.entry.item for slot in slots]),
                used=progress.topic_days.get(segment.unit, 0),
                is_open=at >= max(begun, default=0),
            )
        )
    return segments


def _open_slots(slots: tuple[Slot, ...], progress: Progress) -> tuple[Slot, ...]:
    if not progress.entries:  # all of a new cohort's roadmap is open, and it is asked several times
        return slots
    return tuple(slot for slot in slots if not progress.has_finished_item(slot.entry.item))


def _open_projects(projects: tuple[Project, ...], progress: Progress) -> tuple[Project, ...]:
    return tuple(project for project in projects if not progress.has_finished_project(project.id))
