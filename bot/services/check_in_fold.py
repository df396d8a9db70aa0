"""Decides the check-ins of one fold, one after the other, and gathers what is to be written."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.catching_up import Way
from bot.domain.check_in import (
    AlreadyCounted,
    CaughtUp,
    Counted,
    OffDay,
    Refusal,
    Refused,
    is_caught_up,
    study_date_for,
)
from bot.domain.errors import Conflict, StudyError
from bot.domain.standing import Standing
from bot.domain.streak_fold import Fold
from bot.domain.streak_pause import ended
from bot.domain.streak_windows import clock_at
from bot.services.asker import Asker
from bot.services.learners import Studies
from bot.services.study_facts import CheckedIn, Outcome
from bot.services.study_windows import coming_window, open_window, study_day, whereabouts
from storage.group_commit import Hot
from storage.repositories.check_in_batch import Changes, Event, NewCheckIn, SeenEvent
from storage.repositories.pauses import shortening
from storage.repositories.standings import MemberKey, logs

_KINDS = {Outcome.OFF_DAY: "off_day", Outcome.CAUGHT_UP: "caught_up"}
_REFUSALS = {
    Refusal.NOT_POSTED: "day_not_posted",
    Refusal.WINDOW_CLOSED: "day_closed",
    Refusal.BEFORE_JOINING: "day_before_joining",
    Refusal.NO_STUDY_DATE: "no_study_day",
}


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody says to a check-in; what is empty or 0 was not said."""

    note: str = ""
    minutes: int = 0
    proof: str = ""
    felt: str = ""

    def __bool__(self) -> bool:
        return bool(self.note or self.minutes or self.proof or self.felt)


NOTHING_SAID = Details()


@dataclass(frozen=True, slots=True)
class Wish:
    """A check-in that somebody wants in a cohort; `day` is None for the oldest open one."""

    asker: Asker
    cohort_id: int
    day: date | None
    details: Details

    @property
    def key(self) -> MemberKey:
        """The member it is about."""
        return self.asker.person_id, self.cohort_id

    @property
    def event(self) -> Event:
        """The event that said it."""
        return self.asker.room.platform, self.asker.event_id


Answer = CheckedIn | StudyError | None
"""A fact, a refusal, or None where the asker is no member."""


class CheckInFold:
    """Works on the state that was loaded; later check-ins of a fold see what earlier ones did."""

    def __init__(
        self, hot: Hot, studies: dict[MemberKey, Studies], seen: set[Event], recorded_at: datetime
    ) -> None:
        self.changes = Changes()
        self._hot = hot
        self._studies = studies
        self._seen = seen
        self._recorded_at = recorded_at
        self._freezes: dict[MemberKey, int] = {}

    async def decide(self, wish: Wish) -> Answer:
        """Decides one check-in, and notes what it writes."""
        studies = self._studies.get(wish.key)
        if studies is None or studies.member.left_at is not None or studies.course.is_gone:
            return None
        asker, was_seen = wish.asker, wish.event in self._seen
        if was_seen or not studies.reaches(wish.day, asker.at):
            await self._load_whole(studies, wish.key)
        return self._said_before(studies, wish) if was_seen else await self._judge(studies, wish)

    async def _judge(self, studies: Studies, wish: Wish) -> Answer:
        asker = wish.asker
        catches_up = studies.way is not Way.GROUP
        match study_date_for(studies.windows, asker.at, wish.day, catches_up=catches_up):
            case Counted(day=day, late=late):
                if day <= studies.fold.through:  # said in time, and heard when the day was given up already
                    await self._load_whole(studies, wish.key)
                return self._count(studies, wish, day, Outcome.LATE if late else Outcome.COUNTED)
            case OffDay(day=day):
                return self._count(studies, wish, day, Outcome.OFF_DAY)
            case CaughtUp(day=day):
                return self._count(studies, wish, day, Outcome.CAUGHT_UP)
            case AlreadyCounted(day=day, at=at):
                return self._fact(studies, wish, Outcome.ALREADY, day, at)
            case Refused(code=code, day=day, at=instant):
                return Conflict(_REFUSALS[code], day=day, at=instant or asker.at, cohort=studies.course.name)

    async def _load_whole(self, studies: Studies, key: MemberKey) -> None:
        studies.from_the_start((await logs(self._hot, [key]))[key] | studies.check_ins)

    def _count(self, studies: Studies, wish: Wish, day: date, outcome: Outcome) -> CheckedIn:
        freezes, fold = self._before(studies, wish)
        counts = outcome not in _KINDS
        spent = _gap_before(fold, studies, day) if counts else 0
        studies.check_ins[day] = wish.asker.at
        if counts:
            self._end_pause(studies, day, wish.asker.at)
        fact = self._fact(studies, wish, outcome, day, wish.asker.at)
        self._note(studies, wish, day, outcome, fact.standing)
        earned = fact.standing.freezes > freezes
        if not (spent or earned or wish.details):
            return fact
        return replace(fact, spent=spent, earned=earned, noted=bool(wish.details))

    def _said_before(self, studies: Studies, wish: Wish) -> Answer:
        """Answers an event that had its effect already: the same again, unless it was taken back since."""
        at = wish.asker.at
        day = next((day for day, made_at in studies.check_ins.items() if made_at == at), None)
        if day is None:
            return Conflict("said_twice")
        outcome = Outcome.COUNTED if studies.course.number_of(day) else Outcome.OFF_DAY
        outcome = Outcome.CAUGHT_UP if is_caught_up(studies.windows, day) else outcome
        return self._fact(studies, wish, outcome, day, at)

    def _fact(
        self, studies: Studies, wish: Wish, outcome: Outcome, day: date, counted_at: datetime
    ) -> CheckedIn:
        now = self._now(wish)
        standing = studies.standing(now)
        return CheckedIn(
            whereabouts(studies),
            outcome,
            study_day(studies.course, day),
            counted_at,
            standing,
            open_now=open_window(studies, standing),
            coming=coming_window(studies, now),
        )

    def _now(self, wish: Wish) -> datetime:
        """What counts is judged by when it was said, where it leaves people by when it is heard."""
        return max(wish.asker.at, self._recorded_at)

    def _before(self, studies: Studies, wish: Wish) -> tuple[int, Fold]:
        """The freezes left before this check-in, and the fold up to it."""
        known = self._freezes.get(wish.key)
        if known is not None:
            return known, studies.fold
        now, member = self._now(wish), studies.member
        if member.fold is not None and now < member.stale_at:
            return member.freezes, studies.fold
        standing, fold = studies.reading(now)
        return standing.freezes, fold

    def _end_pause(self, studies: Studies, day: date, at: datetime) -> None:
        """A check-in during a pause ends it: what is posted from now on asks again."""
        for pause in studies.learner.pauses:
            left = ended(pause, studies.course.timetable, at) if day in pause else pause
            if left != pause:
                last = None if left is None else left.last
                studies.end_pause(pause, last)
                self.changes.further.append(shortening(studies.member.id, pause.first, last))

    def _note(self, studies: Studies, wish: Wish, day: date, outcome: Outcome, standing: Standing) -> None:
        asker, details, changes = wish.asker, wish.details, self.changes
        changes.check_ins.append(
            NewCheckIn(
                wish.cohort_id,
                asker.person_id,
                day,
                asker.at,
                self._recorded_at,
                clock_at(studies.own.learner, asker.at)[0],
                asker.room.platform,
                _KINDS.get(outcome, "study"),
                details.note,
                details.minutes or None,
                details.proof,
                details.felt,
            )
        )
        changes.standings.append(studies.cached(standing, self._now(wish)))
        changes.seen.append(SeenEvent(*wish.event, asker.at))
        self._seen.add(wish.event)
        self._freezes[wish.key] = standing.freezes


def _gap_before(fold: Fold, studies: Studies, day: date) -> int:
    """The missed days that freezes cover, of the gap which a check-in for `day` closes."""
    if not fold.gap or day <= fold.through:
        return 0
    between = (other for other in studies.check_ins if fold.through < other < day)
    is_closed = any(not is_caught_up(studies.windows, other) for other in between)
    return 0 if is_closed else fold.gap
