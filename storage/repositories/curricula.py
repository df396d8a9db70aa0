"""Versions of curricula: rows that never change, named by the digest of their content."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.tables.cohorts import curriculum_versions


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to store; `content` is canonical JSON, and a bundled one has no owner."""

    slug: str
    digest: str
    title: str
    content: str
    owner_space_id: int | None = None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A stored version without its content."""

    id: int
    slug: str
    digest: str
    title: str
    owner_space_id: int | None


_ROW = (
    curriculum_versions.c.id,
    curriculum_versions.c.slug,
    curriculum_versions.c.digest,
    curriculum_versions.c.title,
    curriculum_versions.c.owner_space_id,
)


async def store_version(connection: AsyncConnection, version: NewVersion, at: datetime) -> int:
    """The id of that version, added if it is new to its owner."""
    values = {name: getattr(version, name) for name in NewVersion.__slots__}
    statement = insertion(connection.dialect.name)(curriculum_versions).values(**values, created_at=at)
    await connection.execute(statement.on_conflict_do_nothing())
    owner = curriculum_versions.c.owner_space_id
    query = select(curriculum_versions.c.id).where(
        curriculum_versions.c.digest == version.digest,
        owner.is_(None) if version.owner_space_id is None else owner == version.owner_space_id,
    )
    return int((await connection.execute(query)).scalar_one())


async def version(connection: AsyncConnection, version_id: int) -> VersionRow | None:
    """The version with that id."""
    row = (
        await connection.execute(select(*_ROW).where(curriculum_versions.c.id == version_id))
    ).one_or_none()
    return None if row is None else VersionRow(*row)


async def content_of(connection: AsyncConnection, version_id: int) -> str:
    """The canonical JSON of a version, which must be there: cohorts pin versions by a foreign key."""
    query = select(curriculum_versions.c.content).where(curriculum_versions.c.id == version_id)
    return str((await connection.execute(query)).scalar_one())


async def newest_own(connection: AsyncConnection, space_id: int) -> list[VersionRow]:
    """The newest version of each curriculum that a space has loaded itself, by slug."""
    newest = (
        select(func.max(curriculum_versions.c.id))
        .where(curriculum_versions.c.owner_space_id == space_id)
        .group_by(curriculum_versions.c.slug)
    )
    query = select(*_ROW).where(curriculum_versions.c.id.in_(newest)).order_by(curriculum_versions.c.slug)
    return [VersionRow(*row) for row in await connection.execute(query)]
