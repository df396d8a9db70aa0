"""Planning: walks the pieces of a roadmap in order and gives each its study days, from what was posted on.

There is one algorithm for a new cohort and for a running one: a new cohort has simply posted nothing yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.errors import TooMany
from bot.domain.outline import Outline
from bot.domain.pacing_settings import Pacing, StudyCalendar
from bot.domain.placing import (
    AddedBehind,
    Plan,
    Stretch,
    TimetableDay,
    dates_of,
    first_free_day,
)
from bot.domain.plan_allotment import MOST_STUDY_DAYS, Allotment, absorbs, allotments
from bot.domain.plan_extras import Rhythm, catch_up_every, with_continuations, with_late
from bot.domain.plan_pieces import pieces_of
from bot.domain.plan_progress import Progress, progress_of
from bot.domain.plan_rest import Late, Rest, remaining
from bot.domain.plan_unit import finishing_entries, finishing_parts, laid
from bot.domain.plan_windows import Slide, Window
from bot.domain.planned import DayKind, PlannedDay

_ONE_DAY = timedelta(days=1)


def plan_from(
    outline: Outline,
    pacing: Pacing,
    calendar: StudyCalendar,
    frozen: Sequence[TimetableDay] = (),
    not_before: date | None = None,
) -> Plan:
    """The study days that follow the `frozen` ones. Raises `TooMany` beyond 5,000 study days."""
    progress = progress_of(frozen)
    rests, late = remaining(pieces_of(outline), progress)
    found, warnings = allotments(rests, outline, pacing, calendar)
    walk = _Walk(
        pacing=pacing,
        calendar=calendar,
        progress=progress,
        rhythm=Rhythm(catch_up_every(outline, pacing), progress.since_catch_up),
        free=first_free_day(calendar, frozen, not_before),
        absorbs=absorbs(rests, pacing),
        room_left=MOST_STUDY_DAYS - len(frozen),
    )
    stretches = [walk.stretch(allotment) for allotment in found]
    complete = _with_late(stretches, late, progress, rests)
    behind = [AddedBehind(_items(late), tuple(project.id for project in late.projects))]
    return Plan(
        tuple(with_continuations(complete, progress.shown)),
        (*warnings, *walk.slide.warnings, *(behind if late.slots or late.projects else ())),
    )


def _with_late(
    stretches: Sequence[Stretch], late: Late, progress: Progress, rests: Sequence[Rest]
) -> list[Stretch]:
    if not late.slots and not late.projects:
        return list(stretches)
    entries = finishing_entries(late.slots, progress)
    return with_late(stretches, entries, finishing_parts(late.projects, progress), rests[-1].piece.unit)


def _items(late: Late) -> tuple[str, ...]:
    return tuple(slot.entry.item for slot in late.slots)


@dataclass(slots=True)
class _Walk:
    """Where planning has come to: `free` is the first date that no day has yet."""

    pacing: Pacing
    calendar: StudyCalendar
    progress: Progress
    rhythm: Rhythm
    free: date
    absorbs: bool
    room_left: int
    slide: Slide = field(default_factory=Slide)

    def stretch(self, allotment: Allotment) -> Stretch:
        """The days of the next piece; none if it is passed."""
        rest, window = allotment.rest, allotment.window
        if window and self.absorbs:
            window = self.slide.reached(rest, window, self.calendar, self.free)
        if rest.is_passed:
            return Stretch(())
        review = allotment.has_review and rest.piece.ends not in self.progress.reviewed
        days = self._room(allotment, window, review=review)
        planned = list(self.rhythm.woven(laid(rest, days, self.pacing, self.progress) if days else ()))
        if review:
            planned.append(PlannedDay(DayKind.REVIEW, rest.piece.ends, extra=True))
        return self._taken(Stretch(tuple(planned), window.opens if window else None))

    def _room(self, allotment: Allotment, window: Window | None, *, review: bool) -> int:
        """How many study days the piece gets from here on: at least one if something is due."""
        least = int(allotment.rest.is_due)
        if window and self.absorbs:
            days = sum(1 for _ in window.days(self.calendar, self.free))
            return max(self.rhythm.fitting(days - review), least)
        return max(allotment.budget - allotment.rest.used, least)

    def _taken(self, stretch: Stretch) -> Stretch:
        self.room_left -= len(stretch.days)
        if self.room_left < 0:
            raise TooMany("study_days", MOST_STUDY_DAYS)
        dates = dates_of(stretch, self.calendar, self.free)
        self.free = dates[-1] + _ONE_DAY if dates else self.free
        return stretch
