"""Reviewing: what waits for somebody, what they say to it, and what was said to their own projects."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process

from bot.clock import Clock
from bot.domain.errors import Conflict, Invalid, NotFound, UnknownChoice
from bot.domain.reviewing import PATIENCE
from bot.services.asker import Asker
from bot.services.curricula import Curricula
from bot.services.once import once
from bot.services.project_facts import Decided, NothingToReview, Piece, Reviewed, ToReview
from bot.services.project_pieces import piece_with, pieces_of
from bot.services.study_facts import Whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts import CohortRow, cohort
from storage.repositories.nudges import note_answer
from storage.repositories.review_news import note_known
from storage.repositories.reviews import ReviewRow, give, open_reviews, reviews_of
from storage.repositories.submissions import SubmissionRow, submission, versions_of


@dataclass(frozen=True, slots=True)
class Answers:
    """What a reviewer answers to the three questions; None is no answer yet."""

    works: bool | None = None
    clear: bool | None = None
    suggestion: str = ""


NOTHING_SAID = Answers()


@dataclass(frozen=True, slots=True)
class _Turn:
    """A review that waits for the asker, and the version that it is about."""

    review: ReviewRow
    about: SubmissionRow


class Reviews:
    """Shows what waits, and keeps reviews."""

    def __init__(self, database: Database, curricula: Curricula, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._clock = clock

    async def shown(self, asker: Asker, wanted: str = "") -> ToReview | Decided | NothingToReview:
        """The project meant: one that waits for the asker or one of their own. Without a word it is what has
        waited longest, else their own newest one. They know of it then.

        Raises Conflict(`review_over`), NotFound(`no_such_submission`) and UnknownChoice.
        """
        async with self._database.write() as connection:
            turns = await _turns(connection, asker)
            own = await pieces_of(connection, asker.person_id)
            meant = await _meant(connection, asker, wanted, turns, own)
            await note_answer(connection, asker.person_id, asker.at)
            if meant is None:
                return NothingToReview()
            piece = meant if isinstance(meant, Piece) else await piece_with(connection, meant.about)
            await note_known(connection, _shown(meant))
            found = await cohort(connection, piece.cohort_id)
        assert found is not None  # noqa: S101 - a submission belongs to one
        where = Whereabouts(found.id, found.name, asker.zone or found.zone)
        if isinstance(meant, Piece):
            return Decided(where, piece)
        until = meant.review.asked_at + PATIENCE
        return ToReview(where, piece, await self._requirements(found, piece), until, len(turns) - 1)

    async def give(self, asker: Asker, wanted: str, said: Answers) -> Reviewed:
        """Keeps the asker's review of what is meant.

        Raises Invalid (`review_incomplete`, `review_suggestion`), NotFound(`nothing_to_review`) and what
        `shown` raises.
        """
        works, clear = said.works, said.clear
        if works is None or clear is None:
            raise Invalid("review_incomplete")
        if not (works and clear) and not said.suggestion:
            raise Invalid("review_suggestion")
        async with self._database.write() as connection:
            await once(connection, asker)
            turns = await _turns(connection, asker)
            meant = await _meant(connection, asker, wanted, turns, ())
            if not isinstance(meant, _Turn):
                raise NotFound("nothing_to_review")
            await note_answer(connection, asker.person_id, asker.at)
            await give(
                connection,
                meant.review.id,
                asker.at,
                asker.platform,
                works=works,
                clear=clear,
                suggestion=said.suggestion,
            )
            return Reviewed(meant.about.title, meant.about.name, works and clear, len(turns) - 1)

    async def titles(self, asker: Asker) -> dict[str, tuple[str, str]]:
        """What can be shown, by id: the title, and whose it is; what waits for the asker comes first."""
        async with self._database.read() as connection:
            turns = await _turns(connection, asker)
            own = await pieces_of(connection, asker.person_id)
        waiting = {str(turn.about.id): (turn.about.title, turn.about.name) for turn in turns}
        return waiting | {str(piece.submission_id): (piece.title, piece.author) for piece in own}

    async def _requirements(self, found: CohortRow, piece: Piece) -> Sequence[str]:
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        project = roadmap.projects.get(piece.project)
        return () if project is None else project.requirements


async def _turns(connection: Connection, asker: Asker) -> list[_Turn]:
    found = []
    for review in await open_reviews(connection, asker.person_id):
        about = await submission(connection, review.submission_id)
        assert about is not None  # noqa: S101 - a review goes with its submission
        found.append(_Turn(review, about))
    return found


def _shown(meant: _Turn | Piece) -> list[int]:
    """The reviews that somebody sees."""
    return [meant.review.id] if isinstance(meant, _Turn) else [given.review_id for given in meant.given]


async def _meant(
    connection: Connection, asker: Asker, wanted: str, turns: Sequence[_Turn], own: Sequence[Piece]
) -> _Turn | Piece | None:
    if not wanted:
        newest = max(own, key=lambda piece: piece.at, default=None)
        return turns[0] if turns else newest
    if wanted.isdecimal():
        return await _numbered(connection, asker, int(wanted), turns, own)
    titles: dict[str, _Turn | Piece] = {piece.title: piece for piece in own}
    titles |= {turn.about.title: turn for turn in turns}
    for title, found in titles.items():
        if title.casefold() == wanted.casefold():
            return found
    nearest = tuple(title for title, _score, _place in process.extract(wanted, list(titles), limit=3))
    raise UnknownChoice("submission", wanted, nearest)


async def _numbered(
    connection: Connection, asker: Asker, number: int, turns: Sequence[_Turn], own: Sequence[Piece]
) -> _Turn | Piece:
    """What is meant by the id of any of its versions; what was never shown to the asker does not exist."""
    row = await submission(connection, number) if number < 1 << 31 else None
    if row is None:
        raise NotFound("no_such_submission")
    for turn in turns:
        if _is_same(turn.about, row):
            return turn
    for piece in own:
        is_theirs = row.person_id == asker.person_id
        if is_theirs and (piece.cohort_id, piece.project) == (row.cohort_id, row.project):
            return piece
    if await _was_asked(connection, asker, row):
        raise Conflict("review_over", value=row.title, name=row.name)
    raise NotFound("no_such_submission")


async def _was_asked(connection: Connection, asker: Asker, row: SubmissionRow) -> bool:
    said = await reviews_of(connection, await versions_of(connection, row))
    return any(review.person_id == asker.person_id for review in said)


def _is_same(one: SubmissionRow, other: SubmissionRow) -> bool:
    return (one.cohort_id, one.person_id, one.project) == (other.cohort_id, other.person_id, other.project)
