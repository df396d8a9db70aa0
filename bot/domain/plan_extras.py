"""What joins the stream of study days beside the units' own: inserted days, late items, "(cont.)" marks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.outline import CalendarDates, DayNumber, Outline, units_of
from bot.domain.pacing_settings import Pacing
from bot.domain.placing import Stretch
from bot.domain.plan_progress import ids_shown
from bot.domain.planned import DayKind, Entry, PlannedDay, ProjectPart


def catch_up_every(outline: Outline, pacing: Pacing) -> int | None:
    """After how many study days one is inserted to catch up; never into a roadmap with dates."""
    dated = any(isinstance(unit.timing, CalendarDates) for unit in units_of(outline.units))
    return None if dated else pacing.catch_up_every


def reviewed_units(outline: Outline, pacing: Pacing) -> frozenset[str]:
    """The outermost units that end with a review day: none whose author gave dates or day numbers."""
    return frozenset(
        unit.id
        for unit in outline.units
        if pacing.review_days
        and not any(isinstance(below.timing, CalendarDates | DayNumber) for below in units_of((unit,)))
    )


@dataclass(slots=True)
class Rhythm:
    """Counts study days and inserts a catch-up day before the next one when `every` of them are over."""

    every: int | None
    since: int = 0

    def woven(self, days: Iterable[PlannedDay]) -> Iterator[PlannedDay]:
        """The days with the inserted ones among them."""
        for day in days:
            if self.every and self.since >= self.every and not day.extra:
                self.since = 0
                yield PlannedDay(DayKind.CATCH_UP, day.unit, extra=True)
            self.since += not day.extra
            yield day

    def lengthened(self, days: int) -> int:
        """How many days so many become, the inserted ones included. Counts nothing."""
        if not self.every or not days:
            return days
        return days + (self.since + days - 1) // self.every

    def fitting(self, room: int) -> int:
        """The most days that, with the inserted ones, fit into `room` days."""
        return next((days for days in range(room, 0, -1) if self.lengthened(days) <= room), 0)


def with_late(
    stretches: Sequence[Stretch], entries: tuple[Entry, ...], projects: tuple[ProjectPart, ...], unit: str
) -> list[Stretch]:
    """The next catch-up day takes what is late; where there is none, one is added at the end."""
    for at, stretch in enumerate(stretches):
        for number, day in enumerate(stretch.days):
            if day.kind is DayKind.CATCH_UP:
                taken = replace(day, entries=entries, projects=projects)
                days = (*stretch.days[:number], taken, *stretch.days[number + 1 :])
                return [*stretches[:at], replace(stretch, days=days), *stretches[at + 1 :]]
    return [*stretches, Stretch((PlannedDay(DayKind.CATCH_UP, unit, entries, projects, extra=True),))]


def with_continuations(stretches: Sequence[Stretch], shown: frozenset[str]) -> list[Stretch]:
    """Mark in every entry how many of its headings stood on an earlier day already; `shown` were posted."""
    seen = set(shown)
    marked = []
    for stretch in stretches:
        days = []
        for day in stretch.days:
            days.append(replace(day, entries=tuple(_continued(entry, seen) for entry in day.entries)))
            seen |= ids_shown(day)
        marked.append(replace(stretch, days=tuple(days)))
    return marked


def _continued(entry: Entry, seen: set[str]) -> Entry:
    known = sum(heading in seen for heading in entry.headings)
    return replace(entry, continued=known) if known else entry
