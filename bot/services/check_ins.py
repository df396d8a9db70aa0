"""Checking in: the hot path. Concurrent check-ins are decided together and committed in one transaction."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.domain.check_in import can_undo
from bot.domain.errors import Conflict, Invalid, StudyError
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.check_in_fold import NOTHING_SAID, Answer, CheckInFold, Details, Wish
from bot.services.learners import Learners, Studies
from bot.services.once import once
from bot.services.study_facts import CheckedIn, Outcome, Undone
from bot.services.study_windows import study_day, whereabouts, window_of
from storage.database import Database
from storage.group_commit import Hot
from storage.repositories import check_ins
from storage.repositories.check_in_batch import load, save
from storage.repositories.cohorts import CohortRow
from storage.repositories.standings import MemberKey, storing
from storage.running import OnConnection

LONGEST_NOTE = 500
_LONGEST_ID = 9
_REMEMBERED = 4096


class CheckIns:
    """Counts study days, each once, whoever says it how often and from where; and takes them back."""

    def __init__(self, database: Database, clock: Clock, learners: Learners) -> None:
        self._database = database
        self._clock = clock
        self._learners = learners
        self._recent: OrderedDict[MemberKey, Studies] = OrderedDict()

    async def check_in(
        self, asker: Asker, cohort: str, day: date | None = None, details: Details = NOTHING_SAID
    ) -> CheckedIn:
        """Counts `day`, else the oldest open day, by the instant at which it was said.

        A day that is counted already keeps its instant; `details` are added to it. Raises Conflict
        (`day_not_posted`, `day_closed`, `day_before_joining`, `no_study_day`, `said_twice`), Invalid
        (`note_full`) and what `own_cohort` raises.
        """
        answer: Answer = None
        if cohort.isdecimal() and len(cohort) <= _LONGEST_ID:
            answer = await self._database.together(self._decide, Wish(asker, int(cohort), day, details))
        if answer is None:
            meant = await self._own(asker, cohort)
            answer = await self._database.together(self._decide, Wish(asker, meant.id, day, details))
            if answer is None:
                raise Conflict("not_a_member", cohort=meant.name, cohort_id=meant.id)
        if isinstance(answer, StudyError):
            raise answer
        if answer.outcome is Outcome.ALREADY and details:
            return await self._describe(asker, answer, details)
        return answer

    async def undo(self, asker: Asker, cohort: str, day: date | None = None) -> Undone:
        """Takes back the check-in for `day`, else the last one, while its window is open.

        Raises Conflict (`nothing_to_undo`, `undo_closed`, `said_twice`) and what `own_cohort` raises.
        """
        async with self._database.write() as connection:
            await once(connection, asker)
            meant, _ = await own_cohort(connection, asker, cohort)
            made = await check_ins.latest_check_in(connection, asker.person_id, meant.id, day)
            if made is None:
                raise Conflict("nothing_to_undo", cohort=meant.name)
            runs = OnConnection(connection)
            studies = await self._learners.read_whole(runs, (asker.person_id, meant.id))
            course = studies.course
            if not can_undo(studies.windows, made.day, asker.at):
                raise Conflict("undo_closed", day=made.day)
            await check_ins.undo(connection, asker.person_id, meant.id, made.day, asker.at)
            del studies.check_ins[made.day]
            now = max(asker.at, self._clock.now())
            standing = studies.standing(now)
            await runs.run(storing([studies.cached(standing, now)]))
            waits = window_of(studies, made.day) if made.day in standing.open_days else None
            return Undone(whereabouts(studies), study_day(course, made.day), standing, waits)

    async def _own(self, asker: Asker, cohort: str) -> CohortRow:
        async with self._database.read() as connection:
            return (await own_cohort(connection, asker, cohort))[0]

    async def _decide(self, hot: Hot, wishes: Sequence[Wish]) -> list[Answer]:
        loaded = await load(hot, {wish.key for wish in wishes}, [wish.event for wish in wishes])
        recent = {key: self._recent.pop(key) for key in loaded.members if key in self._recent}
        studies = await self._learners.of(hot, loaded.members, recent)
        fold = CheckInFold(hot, studies, loaded.seen, self._clock.now())
        answers = [await fold.decide(wish) for wish in wishes]
        if fold.changes.check_ins:
            save(hot, fold.changes)
        self._remember(studies)
        return answers

    def _remember(self, studies: dict[MemberKey, Studies]) -> None:
        """Keeps the studies of those who were here last, so that they need not be read out of text again.

        Should the fold not be committed after all, their checkpoints no longer match and are not used.
        """
        self._recent.update(studies)
        while len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)

    async def _describe(self, asker: Asker, answer: CheckedIn, details: Details) -> CheckedIn:
        """Adds what is said now to what was said to a check-in before: notes one below the other."""
        async with self._database.write() as connection:
            await once(connection, asker)
            made = await check_ins.latest_check_in(
                connection, asker.person_id, answer.where.cohort_id, answer.study_day.day
            )
            if made is None:
                raise Conflict("nothing_to_undo", cohort=answer.where.cohort)
            note = "\n".join(filter(None, (made.note, details.note)))
            if len(note) > LONGEST_NOTE:
                raise Invalid("note_full", most=LONGEST_NOTE, length=len(note))
            await check_ins.describe(
                connection, made.id, note, details.minutes or made.minutes, details.proof or made.proof
            )
        return replace(answer, noted=True)
