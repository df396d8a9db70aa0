"""One member's studies as the domain sees them, read from a checkpoint where there is one that holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

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
    Found,
    MemberKey,
    MembershipState,
    check_ins_since,
    find,
)
from storage.repositories.standings_inputs import LearnerRows, learners
from storage.running import Runs

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When a standing changes that nothing but a deed can change."""

_DAY = timedelta(days=1)
_RECENTLY = timedelta(days=5)


@dataclass(slots=True)
class Studies:
    """One member's studies within a use case. `check_ins` hold at least all that come after the fold."""

    course: Course
    member: MembershipState
    own: Circumstances
    fold: Fold
    check_ins: dict[date, datetime]
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
        standing, self.fold = standing_from(
            self.fold, self.course.timetable, self.own.learner, self.log, self.course.policy, now
        )
        return standing

    def from_the_start(self, check_ins: dict[date, datetime]) -> None:
        """Forgets the fold, because something behind it has changed; `check_ins` are the whole log."""
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
            checkpoints.written(self.own, self.fold),
            standing.changes_at or NEVER,
            self.member.id,
        )


def recently(at: datetime) -> date:
    """A date before everything that can still be open at an instant, in most timetables."""
    return (at - _RECENTLY).date()


class Learners:
    """Loads many members' studies at once: one hop while their checkpoints hold, a few more where not."""

    def __init__(self) -> None:
        self._courses = Courses()

    async def read(self, runs: Runs, keys: Iterable[MemberKey], at: datetime) -> dict[MemberKey, Studies]:
        """Members' studies by (person, cohort), for questions about `at`; without those who never joined."""
        since = dict.fromkeys(keys, recently(at))
        return await self.of(runs, await find(runs, since), since)

    async def read_whole(self, runs: Runs, key: MemberKey) -> Studies:
        """The studies of somebody who is a member, with the whole log and no fold."""
        found = await find(runs, {key: date.min})
        courses = await self._courses.at(runs, _revisions(found))
        return (await _rebuilt(runs, courses, found, [key]))[key]

    async def of(self, runs: Runs, found: Found, since: Mapping[MemberKey, date]) -> dict[MemberKey, Studies]:
        """The studies of members whose check-ins from `since` on were found already."""
        courses = await self._courses.at(runs, _revisions(found))
        studies: dict[MemberKey, Studies] = {}
        cold: list[MemberKey] = []
        short: dict[MemberKey, date] = {}
        for key, member in found.members.items():
            held = _from_checkpoint(courses[member.cohort_id], member, found.check_ins[key])
            if held is None:
                cold.append(key)
                continue
            studies[key] = held
            if held.fold.through < since[key] - _DAY:
                short[key] = held.fold.through
        if short:
            for key, check_ins in (await check_ins_since(runs, short)).items():
                studies[key].check_ins = check_ins
        if cold:
            studies |= await _rebuilt(runs, courses, found, cold)
        return studies


def _revisions(found: Found) -> dict[int, int]:
    return {member.cohort_id: member.revision for member in found.members.values()}


def _from_checkpoint(
    course: Course, member: MembershipState, check_ins: dict[date, datetime]
) -> Studies | None:
    if member.fold is None:
        return None
    own, fold = checkpoints.read(member.fold)
    if own.revision != member.revision:
        return None
    excused = {**own.excused, **course.excused} if own.excused else course.excused
    return Studies(course, member, own, fold, check_ins, excused)


async def _rebuilt(
    runs: Runs, courses: Mapping[int, Course], found: Found, keys: list[MemberKey]
) -> dict[MemberKey, Studies]:
    members = [found.members[key] for key in keys]
    rows = await learners(runs, [(member.id, member.person_id) for member in members])
    logs = await check_ins_since(runs, dict.fromkeys(keys, date.min))
    rebuilt: dict[MemberKey, Studies] = {}
    for key, member in zip(keys, members, strict=True):
        course, own = courses[member.cohort_id], rows[member.id]
        excused = excuses(own.days_off)
        kept = circumstances(course.revision, _learner(course, member, own), excused)
        rebuilt[key] = Studies(
            course, member, kept, start(course.policy), logs[key], {**excused, **course.excused}
        )
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
