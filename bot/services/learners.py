"""One member's studies as the domain sees them, read from a checkpoint where there is one that holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.domain.standing import Standing
from bot.domain.streak import standing_from
from bot.domain.streak_fold import Fold, start
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Excuse, Learner, Log, Pause, ZoneSince
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


@dataclass(slots=True)
class Studies:
    """One member's studies within a use case. `check_ins` hold at least all that come behind the fold."""

    course: Course
    member: MembershipState
    own: Circumstances
    fold: Fold
    check_ins: CheckInsByDay
    excused: Mapping[date, Excuse]

    @property
    def learner(self) -> Learner:
        """Who studies."""
        return self.own.learner

    @property
    def log(self) -> Log:
        """What happened, as far as it was loaded."""
        return Log(self.check_ins, self.excused)

    @property
    def windows(self) -> Windows:
        """When their study dates close."""
        return Windows(self.course.timetable, self.learner, self.log, self.course.policy)

    def standing(self, now: datetime) -> Standing:
        """Where they stand; moves the fold on to what is settled by then."""
        standing, self.fold = self.reading(now)
        return standing

    def reading(self, now: datetime) -> tuple[Standing, Fold]:
        """Where they stand, and the fold for the next time."""
        course = self.course
        return standing_from(self.fold, course.timetable, self.own.learner, self.log, course.policy, now)

    def reaches(self, day: date | None, at: datetime) -> bool:
        """Whether the fold ends before everything that a check-in said at `at` can be about.

        It does not for a day long gone, nor for what was said in time and is only heard now.
        """
        if day is not None and day <= self.fold.through:
            return False
        settled = self.course.number_of(self.fold.through) - 1
        return settled < 0 or self.windows.settles(settled) <= at

    def from_the_start(self, check_ins: CheckInsByDay) -> None:
        """Goes back to before the fold; `check_ins` are the whole log."""
        self.fold, self.check_ins = start(self.course.policy), check_ins

    def end_pause(self, pause: Pause, last: date | None) -> None:
        """Lets one of the learner's pauses end at `last`; None takes it back."""
        left = [other for other in self.learner.pauses if other != pause]
        if last is not None:
            left.append(Pause(pause.first, last))
        self.own = self.own.with_pauses(left)

    def cached(self, standing: Standing) -> CachedStanding:
        """That standing as it is kept beside the membership."""
        return CachedStanding(
            standing.current,
            standing.longest,
            standing.freezes,
            standing.counted,
            standing.possible,
            standing.momentum,
            standing.attendance,
            checkpoints.written(self.own, self.fold, self.check_ins),
            standing.changes_at or NEVER,
            self.member.id,
        )


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

    async def of(self, runs: Runs, members: Mapping[MemberKey, MembershipState]) -> dict[MemberKey, Studies]:
        """The studies of members who were found already."""
        courses = await self._courses.at(runs, _revisions(members))
        studies: dict[MemberKey, Studies] = {}
        cold: dict[MemberKey, MembershipState] = {}
        for key, member in members.items():
            held = _from_checkpoint(courses[member.cohort_id], member)
            if held is None:
                cold[key] = member
            else:
                studies[key] = held
        return studies | await _rebuilt(runs, courses, cold) if cold else studies


def _revisions(members: Mapping[MemberKey, MembershipState]) -> dict[int, int]:
    return {member.cohort_id: member.revision for member in members.values()}


def _from_checkpoint(course: Course, member: MembershipState) -> Studies | None:
    if member.fold is None:
        return None
    own, fold, check_ins = checkpoints.read(member.fold)
    if own.revision != member.revision:
        return None
    excused = {**own.excused, **course.excused} if own.excused else course.excused
    return Studies(course, member, own, fold, check_ins, excused)


async def _rebuilt(
    runs: Runs, courses: Mapping[int, Course], members: Mapping[MemberKey, MembershipState]
) -> dict[MemberKey, Studies]:
    rows = await learners(runs, [(member.id, member.person_id) for member in members.values()])
    log_of = await logs(runs, members)
    rebuilt: dict[MemberKey, Studies] = {}
    for key, member in members.items():
        course, own = courses[member.cohort_id], rows[member.id]
        excused = excuses(own.days_off)
        kept = circumstances(course.revision, _learner(course, member, own), excused)
        beginning = start(course.policy)
        rebuilt[key] = Studies(course, member, kept, beginning, log_of[key], {**excused, **course.excused})
    return rebuilt


def _learner(course: Course, member: MembershipState, rows: LearnerRows) -> Learner:
    held = [
        ZoneSince(since, zone or course.zone, time(rollover // 60, rollover % 60))
        for since, zone, rollover in rows.clocks
    ]
    if not held or held[0].since > member.joined_at:  # until they said otherwise they lived by the cohort's
        held.insert(0, ZoneSince(member.joined_at, course.zone))
    pauses = tuple(Pause(first, last) for first, last in rows.pauses)
    return Learner(member.joined_at, tuple(held), pauses=pauses)
