"""Submissions and reviews -> projects as people see them: one piece for each, with what it came to."""

from collections.abc import Iterable, Sequence

from bot.domain.reviewing import Decision, Opinion, decision
from bot.services.curricula_roadmap import Roadmap
from bot.services.project_facts import Completion, Given, Piece
from storage.connection import Connection
from storage.repositories.reviews import ReviewRow, reviews_of
from storage.repositories.submissions import SubmissionRow, submissions_of


async def pieces_of(connection: Connection, person_id: int, cohort_id: int | None = None) -> list[Piece]:
    """Somebody's projects, in the order in which they were first handed in."""
    rows = await submissions_of(connection, person_id, cohort_id)
    said = await reviews_of(connection, [row.id for row in rows])
    by_project: dict[tuple[int, str], list[SubmissionRow]] = {}
    for row in rows:
        by_project.setdefault((row.cohort_id, row.project), []).append(row)
    return [_piece(versions, said) for versions in by_project.values()]


async def piece_with(connection: Connection, row: SubmissionRow) -> Piece:
    """The project that one of its versions belongs to."""
    found = await pieces_of(connection, row.person_id, row.cohort_id)
    return next(piece for piece in found if piece.project == row.project)


def opinion(row: ReviewRow) -> Opinion:
    """What a review says."""
    return Opinion(row.person_id, None if row.given_at is None else bool(row.works and row.clear))


def completion_of(roadmap: Roadmap, pieces: Iterable[Piece]) -> Completion | None:
    """How far somebody is with the projects; all are needed where the author asks for no smaller number.

    A project that the roadmap no longer has counts for nothing.
    """
    known = roadmap.projects
    if not known:
        return None
    handed_in = [piece for piece in pieces if piece.project in known]
    asked = roadmap.curriculum.completion
    least = None if asked is None else asked.projects_at_least
    return Completion(
        handed_in=len(handed_in),
        accepted=sum(piece.decision is Decision.ACCEPTED for piece in handed_in),
        needed=len(known) if least is None else least,
        of=len(known),
    )


def _piece(versions: Sequence[SubmissionRow], said: Iterable[ReviewRow]) -> Piece:
    newest, ids = versions[-1], {row.id for row in versions}
    own = [row for row in said if row.submission_id in ids and row.lapsed_at is None]
    return Piece(
        submission_id=newest.id,
        cohort_id=newest.cohort_id,
        author=newest.name,
        project=newest.project,
        title=newest.title,
        link=newest.link,
        note=newest.note,
        first_at=versions[0].at,
        at=newest.at,
        versions=len(versions),
        decision=decision(opinion(row) for row in own),
        waiting=sum(row.is_open for row in own),
        given=[
            Given(row.id, row.name, bool(row.works), bool(row.clear), row.suggestion, row.given_at)
            for row in own
            if row.given_at is not None
        ],
    )
