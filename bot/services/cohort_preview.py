"""What a cohort's posts would be: the next ones in order, with all that an admin should know beforehand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.calendar import local, occurrence
from bot.domain.pacing import AddedBehind, FitTooShort, PlanWarning, WindowSlid
from bot.services.curricula_roadmap import Roadmap
from bot.services.lessons_content import Heading, Outlook, outlook_of
from bot.services.timetables import Layout, post_time, unpacked_day, weekdays_of
from storage.connection import Connection
from storage.repositories.cohorts import CohortRow
from storage.repositories.cohorts_writing import CohortRoomRow, rooms_of_cohort
from storage.repositories.excused import ExcusedRow
from storage.repositories.timetables import DayRow, NewDay, others_posting_at

SHOWN = 14


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post to come. `clock_change` is true where the clocks have changed since the post before it, `moved`
    where the wished time does not exist on that day; `clashes` names cohorts that post in the same room then.
    """

    day: date
    number: int
    posts_at: datetime
    outlook: Outlook
    clock_change: bool = False
    moved: bool = False
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warnings:
    """What pacing could not do as it was told: units that slid by weeks, a fit too short, and how many parts
    came into the roadmap where the cohort had already passed.
    """

    slid: tuple[tuple[Heading, int], ...] = ()
    fit: FitTooShort | None = None
    added_behind: int = 0


@dataclass(frozen=True, slots=True)
class CohortPreview:
    """A cohort's settings and its next posts. `zone_guessed`: nobody has said which zone."""

    cohort_id: int
    name: str
    state: str
    curriculum: str
    zone: str
    post_time: time
    weekdays: frozenset[int]
    rooms: tuple[str, ...]
    first: date | None
    last: date | None
    study_days: int
    posts: tuple[PlannedPost, ...]
    days_off: tuple[ExcusedRow, ...]
    warnings: Warnings
    zone_guessed: bool = False


async def preview_of(
    connection: Connection,
    cohort: CohortRow,
    roadmap: Roadmap,
    found: Layout,
    *,
    zone_guessed: bool = False,
) -> CohortPreview:
    """The preview of a cohort whose timetable would be as `found`."""
    rooms = await rooms_of_cohort(connection, cohort.id)
    coming = found.ahead[:SHOWN]
    clashes = await _clashes(connection, cohort, rooms, coming)
    days = found.compiled.days
    return CohortPreview(
        cohort_id=cohort.id,
        name=cohort.name,
        state=cohort.state,
        curriculum=roadmap.curriculum.title,
        zone=cohort.zone,
        post_time=post_time(cohort.post_minutes),
        weekdays=weekdays_of(cohort.weekdays),
        rooms=tuple(room.name for room in rooms),
        first=days[0].day if days else None,
        last=days[-1].day if days else None,
        study_days=len(days),
        posts=tuple(_posts(cohort, roadmap, coming, found.kept, clashes)),
        days_off=_between(found.days_off, coming),
        warnings=warnings_of(found.compiled.warnings, roadmap),
        zone_guessed=zone_guessed,
    )


def warnings_of(found: Iterable[PlanWarning], roadmap: Roadmap) -> Warnings:
    """The compiler's warnings with units by name."""
    slid: list[tuple[Heading, int]] = []
    fit: FitTooShort | None = None
    added = 0
    for warning in found:
        match warning:
            case WindowSlid(unit=unit, weeks=weeks):
                stop = roadmap.units[unit]
                slid.append((Heading(stop.unit.kind, stop.unit.number or "", stop.unit.title or ""), weeks))
            case FitTooShort():
                fit = warning
            case AddedBehind(items=items, projects=projects):
                added += len(items) + len(projects)
    return Warnings(tuple(slid), fit, added)


def _posts(
    cohort: CohortRow,
    roadmap: Roadmap,
    coming: Sequence[NewDay],
    kept: Sequence[DayRow],
    clashes: dict[datetime, tuple[str, ...]],
) -> Iterable[PlannedPost]:
    wished = post_time(cohort.post_minutes)
    before = kept[-1].posts_at if kept else None
    for day in coming:
        yield PlannedPost(
            day.day,
            day.number,
            day.posts_at,
            outlook_of(roadmap, unpacked_day(day.planned)),
            clock_change=before is not None and _offsets_differ(before, day, wished, cohort.zone),
            moved=local(day.posts_at, cohort.zone).time() != wished,
            clashes=clashes.get(day.posts_at, ()),
        )
        before = day.posts_at


def _offsets_differ(before: datetime, day: NewDay, wished: time, zone: str) -> bool:
    earlier = local(before, zone)
    same_day = local(occurrence(day.day, wished, zone), zone)
    return earlier.utcoffset() != same_day.utcoffset()


def _between(days_off: Iterable[ExcusedRow], coming: Sequence[NewDay]) -> tuple[ExcusedRow, ...]:
    if not coming:
        return ()
    return tuple(row for row in days_off if row.day <= coming[-1].day and row.day >= coming[0].day)


async def _clashes(
    connection: Connection,
    cohort: CohortRow,
    rooms: Sequence[CohortRoomRow],
    coming: Sequence[NewDay],
) -> dict[datetime, tuple[str, ...]]:
    found: dict[datetime, tuple[str, ...]] = {}
    instants = [day.posts_at for day in coming]
    for posts_at, name in await others_posting_at(
        connection, cohort.id, [room.id for room in rooms], instants
    ):
        found[posts_at] = (*found.get(posts_at, ()), name)
    return found
