"""One member's studies as the domain sees them, read from a checkpoint where there is one that holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from bot.domain.calendar import ROLLOVER
from bot.domain.catching_up import Way
from bot.domain.standing import Standing
from bot.domain.streak import standing_from
from bot.domain.streak_fold import Fold, start
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Learner, Log, Pause, ZoneSince
from bot.services import checkpoints
from bot.services.checkpoints import Circumstances, circumstances
from bot.services.study_context import Course, Courses, excuses
from storage.repositories.standings import (
    CachedStanding,
    CheckInsByDay,
    MemberKey,
    MembershipState,
    find,
    logs,
)
from storage.repositories.standings_inputs import LearnerRows, learners
from storage.running import Runs

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a standing changes that nothing but a deed can change."""

_MOST_KEPT = 6


@dataclass(slots=True)
class Studies:
    """One member's studies. `check_ins` hold those for later days than `known_after`.

    `text` is the checkpoint that they were read from or last kept as.
    """

    course: Course
    member: MembershipState
    own: Circumstances
    fold: Fold
    known_after: date
    check_ins: CheckInsByDay
    text: str | None = None
    windows: Windows = field(init=False)

    def __post_init__(self) -> None:
        """Opens the windows on the log, which stays the one in `check_ins`."""
        self.windows = self._windows()

    @property
    def learner(self) -> Learner:
        """Who studies."""
        return self.own.learner

    @property
    def log(self) -> Log:
        """What happened, as far as it was loaded."""
        return self.windows.log

    @property
    def way(self) -> Way:
        """How they keep up: as they chose, where the cohort lets them."""
        return Way(self.member.way) if self.course.own_plans else Way.GROUP

    def standing(self, now: datetime) -> Standing:
        """Where they stand; moves the fold on to what is settled by then."""
        standing, self.fold = self.reading(now)
        return standing

    def reading(self, now: datetime) -> tuple[Standing, Fold]:
        """Where they stand, and the fold for the next time."""
        return standing_from(self.fold, self.windows, now)

    def reaches(self, day: date | None, at: datetime) -> bool:
        """Whether enough of the log is known to judge a check-in for a day (or for none) said at `at`.

        It is not for a day long gone, nor when it was said so long ago that other days were open then.
        """
        if day is not None and day <= self.known_after:
            return False
        index = self.course.number_of(self.known_after) - 1
        return index < 0 or self.windows.settles(index) <= at

    def from_the_start(self, check_ins: CheckInsByDay) -> None:
        """Goes back to before the fold; `check_ins` are the whole log."""
        self.fold, self.known_after, self.check_ins = start(self.course.policy), date.min, check_ins
        self.windows = self._windows()

    def end_pause(self, pause: Pause, last: date | None) -> None:
        """Lets one of the learner's pauses end at `last`; None takes it back."""
        left = [other for other in self.learner.pauses if other != pause]
        if last is not None:
            left.append(Pause(pause.first, last))
        self.with_pauses(left)

    def with_pauses(self, pauses: Iterable[Pause]) -> None:
        """Gives the learner other pauses."""
        self.own = self.own.with_pauses(pauses)
        self.windows = self._windows()

    def cached(self, standing: Standing, now: datetime) -> CachedStanding:
        """That standing, which is of `now`, as it is kept beside the membership."""
        if len(self.check_ins) > _MOST_KEPT:
            self._forget_settled(now)
        self.text = checkpoints.written(self.own, self.fold, self.known_after, self.check_ins)
        return CachedStanding(
            standing.current,
            standing.longest,
            standing.freezes,
            standing.counted,
            standing.possible,
            standing.momentum,
            standing.attendance,
            self.text,
            standing.changes_at or NEVER,
            self.member.id,
        )

    def _forget_settled(self, now: datetime) -> None:
        """Keeps in mind only the check-ins for days that may still be asked about."""
        index = self.course.number_of(self.fold.through) - 1
        while index >= 0 and self.windows.settles(index) > now:
            index -= 1
        if index >= 0:
            self.known_after = self.course.timetable[index].day
            self.check_ins = {day: at for day, at in self.check_ins.items() if day > self.known_after}
            self.windows = self._windows()

    def _windows(self) -> Windows:
        own, course = self.own, self.course
        excused = {**own.excused, **course.excused} if own.excused else course.excused
        return Windows(
            course.timetable, own.learner, Log(self.check_ins, excused, own.submitted), course.policy
        )


NOBODY: Mapping[MemberKey, Studies] = MappingProxyType({})


class Learners:
    """Loads many members' studies at once: one hop while their checkpoints hold, a few more where not."""

    def __init__(self) -> None:
        self._courses = Courses()

    async def read(self, runs: Runs, keys: Iterable[MemberKey]) -> dict[MemberKey, Studies]:
        """Members' studies by (person, cohort); those who never joined are left out."""
        return await self.of(runs, await find(runs, keys))

    async def read_whole(self, runs: Runs, key: MemberKey) -> Studies:
        """The studies of somebody who is a member, with the whole log and no fold."""
        members = await find(runs, [key])
        courses = await self._courses.at(runs, _revisions(members))
        return (await _rebuilt(runs, courses, members))[key]

    async def of(
        self,
        runs: Runs,
        members: Mapping[MemberKey, MembershipState],
        recent: Mapping[MemberKey, Studies] = NOBODY,
    ) -> dict[MemberKey, Studies]:
        """The studies of members who were found already.

        Those in `recent` are taken up again where nobody has touched their checkpoint since.
        """
        courses = await self._courses.at(runs, _revisions(members))
        studies: dict[MemberKey, Studies] = {}
        cold: dict[MemberKey, MembershipState] = {}
        for key, member in members.items():
            held = _taken_up(recent.get(key), member) or _from_checkpoint(courses[member.cohort_id], member)
            if held is None:
                cold[key] = member
            else:
                studies[key] = held
        return studies | await _rebuilt(runs, courses, cold) if cold else studies


def _revisions(members: Mapping[MemberKey, MembershipState]) -> dict[int, int]:
    return {member.cohort_id: member.revision for member in members.values()}


def _taken_up(recent: Studies | None, member: MembershipState) -> Studies | None:
    """What was never kept has no text to tell by whether somebody has touched the log since."""
    if recent is None or recent.text is None:
        return None
    if recent.text != member.fold or recent.own.revision != member.revision:
        return None
    recent.member = member
    return recent


def _from_checkpoint(course: Course, member: MembershipState) -> Studies | None:
    if member.fold is None:
        return None
    own, fold, known_after, check_ins = checkpoints.read(member.fold)
    if own.revision != member.revision:
        return None
    return Studies(course, member, own, fold, known_after, check_ins, member.fold)


async def _rebuilt(
    runs: Runs, courses: Mapping[int, Course], members: Mapping[MemberKey, MembershipState]
) -> dict[MemberKey, Studies]:
    rows = await learners(runs, [(member.id, member.person_id) for member in members.values()])
    log_of = await logs(runs, members)
    rebuilt: dict[MemberKey, Studies] = {}
    for key, member in members.items():
        course, own = courses[member.cohort_id], rows[member.id]
        learner, days_off = _learner(course, member, own), excuses(own.days_off)
        kept = circumstances(course.revision, learner, days_off, own.submitted)
        rebuilt[key] = Studies(course, member, kept, start(course.policy), date.min, log_of[key])
    return rebuilt


def _learner(course: Course, member: MembershipState, rows: LearnerRows) -> Learner:
    pauses = tuple(Pause(first, last) for first, last in rows.pauses)
    return Learner(member.joined_at, _zones_held(course, member.joined_at, rows), pauses=pauses)


def _zones_held(course: Course, joined_at: datetime, rows: LearnerRows) -> tuple[ZoneSince, ...]:
    """The zones somebody has lived by: their own since they said so, else the cohort's, as it was then."""
    moves = [until for until, _ in course.former_zones if until > joined_at]
    held: list[ZoneSince] = []
    for since in sorted({joined_at, *moves, *(clock[0] for clock in rows.clocks)}):
        own = [clock for clock in rows.clocks if clock[0] <= since][-1:]
        zone, rollover = (own[0][1], time(*divmod(own[0][2], 60))) if own else ("", ROLLOVER)
        lived_by = ZoneSince(since, zone or course.zone_at(since), rollover)
        if not held or (held[-1].zone, held[-1].rollover) != (lived_by.zone, lived_by.rollover):
            held.append(lived_by)
    return tuple(held)
