"""The study days of one piece: its items over the topic days, its projects over the project days after them.

A spare topic day is the unit's catch-up day at its very end. It knows no dates.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.outline import Project, ProjectKind
from bot.domain.pacing_budget import project_days
from bot.domain.pacing_settings import Pacing
from bot.domain.plan_pieces import Slot
from bot.domain.plan_progress import Progress
from bot.domain.plan_rest import Rest
from bot.domain.plan_split import Part, Share, Thing, shares_left, spread
from bot.domain.planned import DayKind, Entry, PlannedDay, ProjectPart


def laid(rest: Rest, days: int, pacing: Pacing, progress: Progress) -> list[PlannedDay]:
    """Exactly `days` study days with all that is left of a piece; at least one if something is."""
    for_projects = _project_days_left(rest, days, pacing)
    topics = _topic_days(rest, days - for_projects, progress)
    if rest.projects and not for_projects:
        return [replace(topics[0], projects=finishing_parts(rest.projects, progress))]
    ends = len(topics)
    while ends and topics[ends - 1] == PlannedDay(DayKind.CATCH_UP, rest.piece.unit):
        ends -= 1
    return [*topics[:ends], *_project_days(rest, for_projects, progress), *topics[ends:]]


def finishing_parts(projects: Sequence[Project], progress: Progress) -> tuple[ProjectPart, ...]:
    """The projects as one last part each."""
    whole = spread([_begun_project(project, progress) for project in projects], 1, catch_up=False)
    return tuple(ProjectPart(part.id, part.part, part.parts) for part in whole[0])


def finishing_entries(slots: Sequence[Slot], progress: Progress) -> tuple[Entry, ...]:
    """The items as one last part each."""
    return _entries(spread([_begun_item(slot, progress) for slot in slots], 1, catch_up=True)[0], slots)


def _project_days_left(rest: Rest, days: int, pacing: Pacing) -> int:
    if not rest.projects:
        return 0
    wanted = project_days(rest, rest.used + days, pacing) - rest.used_project_days
    return min(max(wanted, 1), days - 1 if rest.items_left else days)


def _topic_days(rest: Rest, days: int, progress: Progress) -> list[PlannedDay]:
    segments = [segment for segment in rest.segments if segment.items]
    too_few = rest.used_topic_days + days < len(segments) or days < sum(bool(each.slots) for each in segments)
    if len(segments) > 1 and too_few:
        together = [slot for segment in segments for slot in segment.slots]
        return _learning(rest.piece.unit, together, days, progress)
    claims = [Share(each.items, each.used, len(each.slots), each.is_open) for each in segments]
    shares = shares_left(claims, days) if segments else []
    planned = [
        day
        for segment, share in zip(segments, shares, strict=True)
        for day in _learning(segment.unit, segment.slots, share, progress)
    ]
    spare = days - len(planned)
    return planned + [PlannedDay(DayKind.CATCH_UP, rest.piece.unit)] * spare


def _learning(unit: str, slots: Sequence[Slot], days: int, progress: Progress) -> list[PlannedDay]:
    return [
        PlannedDay(DayKind.TOPIC, unit, _entries(parts, slots))
        if parts
        else PlannedDay(DayKind.CATCH_UP, unit)
        for parts in spread([_begun_item(slot, progress) for slot in slots], days, catch_up=True)
    ]


def _project_days(rest: Rest, days: int, progress: Progress) -> list[PlannedDay]:
    capstones = {project.id for project in rest.projects if project.kind is ProjectKind.CAPSTONE}
    things = [_begun_project(project, progress) for project in rest.projects]
    return [
        PlannedDay(
            DayKind.CAPSTONE if capstones & {part.id for part in parts} else DayKind.PROJECT,
            rest.piece.unit,
            projects=tuple(ProjectPart(part.id, part.part, part.parts) for part in parts),
        )
        for parts in spread(things, days, catch_up=False)
    ]


def _entries(parts: Sequence[Part], slots: Sequence[Slot]) -> tuple[Entry, ...]:
    by_id = {slot.entry.item: slot for slot in slots}
    entries: list[Entry] = []
    for part in parts:
        slot = by_id[part.id]
        entries += slot.before if part.part == 1 else ()
        entries.append(replace(slot.entry, part=part.part, parts=part.parts))
        entries += slot.after if part.part == part.parts else ()
    return tuple(entries)


def _begun_item(slot: Slot, progress: Progress) -> Thing:
    entry = progress.entries.get(slot.entry.item)
    return Thing(slot.entry.item, entry.part, entry.parts) if entry else Thing(slot.entry.item)


def _begun_project(project: Project, progress: Progress) -> Thing:
    part = progress.projects.get(project.id)
    return Thing(project.id, part.part, part.parts) if part else Thing(project.id)
