"""Projects that were handed in, each version a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.links import links
from storage.tables.people import people
from storage.tables.projects import submissions


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What somebody hands in."""

    cohort_id: int
    person_id: int
    project: str
    title: str
    link: str
    note: str
    platform: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One version of a project, and the name of who handed it in."""

    id: int
    cohort_id: int
    person_id: int
    name: str
    project: str
    title: str
    link: str
    note: str
    platform: str
    at: datetime


_COLUMNS = tuple(people.c.name if name == "name" else submissions.c[name] for name in SubmissionRow.__slots__)
_ROWS = (
    select(*_COLUMNS)
    .join(people, people.c.id == submissions.c.person_id)
    .order_by(submissions.c.at, submissions.c.id)
)


async def add_submission(connection: AsyncConnection, new: NewSubmission) -> int:
    """Keeps a version; returns its id."""
    values = {name: getattr(new, name) for name in NewSubmission.__slots__}
    added = await connection.execute(insert(submissions).values(**values).returning(submissions.c.id))
    return int(added.scalar_one())


async def submission(connection: AsyncConnection, submission_id: int) -> SubmissionRow | None:
    """The version with that id."""
    row = (await connection.execute(_ROWS.where(submissions.c.id == submission_id))).one_or_none()
    return None if row is None else SubmissionRow(*row)


async def submissions_of(
    connection: AsyncConnection, person_id: int, cohort_id: int | None = None
) -> list[SubmissionRow]:
    """Everything that somebody has handed in, the oldest first."""
    query = _ROWS.where(submissions.c.person_id == person_id)
    if cohort_id is not None:
        query = query.where(submissions.c.cohort_id == cohort_id)
    return [SubmissionRow(*row) for row in await connection.execute(query)]


async def versions_of(connection: AsyncConnection, about: SubmissionRow) -> list[int]:
    """All versions of the project that a version belongs to, the oldest first."""
    query = select(submissions.c.id).where(
        submissions.c.cohort_id == about.cohort_id,
        submissions.c.person_id == about.person_id,
        submissions.c.project == about.project,
    )
    return list((await connection.execute(query.order_by(submissions.c.id))).scalars())


async def submissions_in(connection: AsyncConnection, cohort_id: int) -> Sequence[SubmissionRow]:
    """Everything that was handed in to a cohort, the oldest first."""
    query = _ROWS.where(
        submissions.c.cohort_id == cohort_id, submissions.c.person_id.not_in(select(links.c.home_id))
    )
    return [SubmissionRow(*row) for row in await connection.execute(query)]


async def move_submissions(connection: AsyncConnection, person_id: int, to_id: int) -> None:
    """Gives what somebody has handed in to another one."""
    moving = update(submissions).where(submissions.c.person_id == person_id)
    await connection.execute(moving.values(person_id=to_id))
