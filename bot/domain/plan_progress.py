"""What the days already posted have done, read from the days themselves. It knows no roadmap."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.placing import TimetableDay
from bot.domain.planned import DayKind, Entry, PlannedDay, ProjectPart

PROJECT_KINDS = frozenset({DayKind.PROJECT, DayKind.CAPSTONE})


@dataclass(frozen=True, slots=True)
class Progress:
    """The posted part of a timetable. Days and items are counted under the unit they were posted for.

    `topic_days` include a unit's own catch-up days, `catch_ups` are those alone, `learned` are the items new
    on its topic days. `entry_units` and `project_units` leave out what a catch-up day made good.
    `since_catch_up` counts study days since the last catch-up day that a setting inserted.
    """

    entries: Mapping[str, Entry]
    entry_units: Mapping[str, str]
    projects: Mapping[str, ProjectPart]
    project_units: Mapping[str, str]
    topic_days: Mapping[str, int]
    catch_ups: Mapping[str, int]
    project_days: Mapping[str, int]
    learned: Mapping[str, int]
    dates: Mapping[str, Sequence[date]]
    reviewed: frozenset[str]
    shown: frozenset[str]
    since_catch_up: int

    def has_finished_item(self, item: str) -> bool:
        """Whether the item's last part was posted."""
        entry = self.entries.get(item)
        return entry is not None and entry.part == entry.parts

    def has_finished_project(self, project: str) -> bool:
        """Whether the project's last day was posted."""
        part = self.projects.get(project)
        return part is not None and part.part == part.parts

    def days_of(self, unit: str) -> int:
        """How many days of its budget a unit has used."""
        return self.topic_days.get(unit, 0) + self.project_days.get(unit, 0)

    def items_of(self, units: Sequence[str], unfinished: Sequence[str]) -> int:
        """How many items units have: those they began, and of the `unfinished` ones those they did not."""
        begun = sum(self.learned.get(unit, 0) for unit in units)
        return begun + sum(self.entry_units.get(item) not in units for item in unfinished)


def progress_of(frozen: Sequence[TimetableDay]) -> Progress:
    """Read the frozen days, which are in the order of their dates."""
    planned = [day.planned for day in frozen]
    plain = [day for day in planned if not day.extra]
    topics = [day for day in plain if day.kind is DayKind.TOPIC]
    news = [(entry, day) for day in planned for entry in day.entries if not entry.filler]
    return Progress(
        entries={entry.item: entry for entry, _ in news},
        entry_units={entry.item: day.unit for entry, day in news if day.kind is DayKind.TOPIC},
        projects={part.project: part for day in planned for part in day.projects},
        project_units={
            part.project: day.unit
            for day in plain
            if day.kind is not DayKind.CATCH_UP
            for part in day.projects
        },
        topic_days=Counter(day.unit for day in plain if day.kind not in PROJECT_KINDS),
        catch_ups=Counter(day.unit for day in plain if day.kind is DayKind.CATCH_UP),
        project_days=Counter(day.unit for day in plain if day.kind in PROJECT_KINDS),
        learned=Counter(day.unit for day in topics for entry in day.entries if is_new(entry)),
        dates=_dates(frozen),
        reviewed=frozenset(day.unit for day in planned if day.kind is DayKind.REVIEW),
        shown=frozenset(shown for day in planned for shown in ids_shown(day)),
        since_catch_up=_since_catch_up(planned),
    )


def _dates(frozen: Sequence[TimetableDay]) -> Mapping[str, list[date]]:
    dates = defaultdict[str, list[date]](list)
    for day in frozen:
        if not day.planned.extra:
            dates[day.planned.unit].append(day.day)
    return dates


def is_new(entry: Entry) -> bool:
    """Whether the entry is an item's first appearance."""
    return entry.part == 1 and not entry.filler


def ids_shown(planned: PlannedDay) -> frozenset[str]:
    """The ids of the items and headings that the day's post shows."""
    return frozenset(shown for entry in planned.entries for shown in (entry.item, *entry.headings))


def _since_catch_up(planned: Sequence[PlannedDay]) -> int:
    days = 0
    for day in planned:
        if not day.extra:
            days += 1
        elif day.kind is DayKind.CATCH_UP:
            days = 0
    return days
