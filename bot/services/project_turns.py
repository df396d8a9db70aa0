"""Who is asked to review: two members in turn, and others for those who do not come to it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.clock import Clock
from bot.domain.calendar import local
from bot.domain.reviewing import LATELY, PATIENCE, REVIEWERS, Candidate, next_in_turn
from bot.services.features import features_of
from bot.services.project_pieces import opinion
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import cohort
from storage.repositories.reviews import (
    ReviewRow,
    ask,
    lapse,
    overdue,
    possible_reviewers,
    reviews_of,
    turn_to,
    unasked,
)
from storage.repositories.submissions import SubmissionRow, submission, versions_of


async def ask_reviewers(connection: Connection, newest: SubmissionRow, now: datetime) -> None:
    """Lets a new version be reviewed: by those who are at it, by those who wished for changes, and by as many
    others as are still lacking.
    """
    versions = await versions_of(connection, newest)
    said = await reviews_of(connection, versions)
    await turn_to(connection, versions, newest.id)
    latest = {row.person_id: row for row in said}
    involved = {who: row for who, row in latest.items() if row.lapsed_at is None}
    again = [who for who, row in involved.items() if opinion(row).fine is False]
    known = dict(await _possible(connection, newest, (), now))
    await ask(connection, newest.id, [(who, known[who]) for who in again if who in known], now)
    lost = [who for who in again if who not in known]
    await _ask_others(connection, newest, said, REVIEWERS - len(involved) + len(lost), now)


class ProjectTurns:
    """Sees to it that somebody reviews what was handed in."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pass_on(self) -> int:
        """Asks others for reviews that are overdue, and somebody for what nobody reviews; returns how many.

        Where nobody else is left, a review stays with whom it is.
        """
        now = self._clock.now()
        async with self._database.read() as connection:
            late = await overdue(connection, now - PATIENCE)
            alone = await unasked(connection)
        asked = 0
        for row in late:
            asked += await self._hand_on(row, now)
        for submission_id in alone:
            asked += await self._begin(submission_id, now)
        return asked

    async def _hand_on(self, row: ReviewRow, now: datetime) -> int:
        async with self._database.write() as connection:
            about = await submission(connection, row.submission_id)
            if about is None:
                return 0
            said = await reviews_of(connection, await versions_of(connection, about))
            if not any(each.id == row.id and each.is_open for each in said):
                return 0
            asked = await _ask_others(connection, about, said, 1, now)
            if asked:
                await lapse(connection, row.id, now)
            return asked

    async def _begin(self, submission_id: int, now: datetime) -> int:
        async with self._database.write() as connection:
            about = await submission(connection, submission_id)
            if about is None:
                return 0
            said = await reviews_of(connection, await versions_of(connection, about))
            return await _ask_others(connection, about, said, REVIEWERS, now)


async def _ask_others(
    connection: Connection, about: SubmissionRow, said: Iterable[ReviewRow], wanted: int, now: datetime
) -> int:
    """Asks members who were never asked about this project; returns how many there were."""
    chosen = await _possible(connection, about, {row.person_id for row in said}, now, wanted)
    await ask(connection, about.id, chosen, now)
    return len(chosen)


async def _possible(
    connection: Connection,
    about: SubmissionRow,
    without: Collection[int],
    now: datetime,
    wanted: int | None = None,
) -> list[tuple[int, str]]:
    """Members who may be asked, each with the platform they are on, in turn; none where projects are off."""
    found = await cohort(connection, about.cohort_id)
    assert found is not None  # noqa: S101 - a submission belongs to one
    if not features_of(found.features).projects:
        return []
    today = local(now, found.zone).date()
    rows = await possible_reviewers(connection, found.id, {about.person_id, *without}, today, now - LATELY)
    platforms = {row.person_id: row.platform for row in rows}
    candidates = [Candidate(row.person_id, row.asked, row.quiet) for row in rows]
    in_turn = next_in_turn(candidates, len(candidates) if wanted is None else wanted)
    return [(who, platforms[who]) for who in in_turn]
