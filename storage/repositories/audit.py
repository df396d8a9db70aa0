"""What admins did and when, kept for those who ask later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.ledger import audit
from storage.tables.links import links
from storage.tables.people import identities, people


class AuditRow(NamedTuple):
    """Something an admin did. `who` is empty where the person is no longer known."""

    id: int
    at: datetime
    cohort_id: int
    who: str
    action: str
    details: dict[str, Any]


_ENTRIES = select(
    audit.c.id,
    audit.c.at,
    audit.c.cohort_id,
    func.coalesce(people.c.name, ""),
    audit.c.action,
    audit.c.details,
).outerjoin(people, people.c.id == audit.c.person_id)


async def record(
    connection: AsyncConnection,
    at: datetime,
    action: str,
    *,
    space_id: int | None = None,
    cohort_id: int | None = None,
    person_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> int:
    """Notes an action and returns the entry's id; `details` are plain JSON values."""
    added = await connection.execute(
        insert(audit)
        .values(
            at=at,
            action=action,
            space_id=space_id,
            cohort_id=cohort_id,
            person_id=person_id,
            details=dict(details or {}),
        )
        .returning(audit.c.id)
    )
    return int(added.scalar_one())


async def entries(connection: AsyncConnection, cohort_id: int, most: int, skipped: int) -> list[AuditRow]:
    """What was done to a cohort, the latest first."""
    query = _ENTRIES.where(audit.c.cohort_id == cohort_id).order_by(audit.c.id.desc())
    found = await connection.execute(query.limit(most).offset(skipped))
    return [AuditRow(*row) for row in found]


async def entries_count(connection: AsyncConnection, cohort_id: int) -> int:
    """How many entries there are about a cohort."""
    query = select(func.count()).where(audit.c.cohort_id == cohort_id)
    return int((await connection.execute(query)).scalar_one())


async def entry(connection: AsyncConnection, cohort_id: int, audit_id: int) -> AuditRow | None:
    """One entry about a cohort."""
    query = _ENTRIES.where(audit.c.cohort_id == cohort_id, audit.c.id == audit_id)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else AuditRow(*row)


async def was_undone(connection: AsyncConnection, cohort_id: int, action: str, audit_id: int) -> bool:
    """Whether an entry was taken back by an action that names it."""
    query = select(audit.c.details).where(audit.c.cohort_id == cohort_id, audit.c.action == action)
    return any(row.get("undoes") == audit_id for row in (await connection.execute(query)).scalars())


async def last_time(connection: AsyncConnection, cohort_id: int, action: str) -> datetime | None:
    """When the action was last done to a cohort."""
    query = select(func.max(audit.c.at)).where(audit.c.cohort_id == cohort_id, audit.c.action == action)
    found: datetime | None = (await connection.execute(query)).scalar_one()
    return found


async def times_since(connection: AsyncConnection, cohort_id: int, action: str, since: datetime) -> int:
    """How often the action was done to a cohort after `since`."""
    query = select(func.count()).where(
        audit.c.cohort_id == cohort_id, audit.c.action == action, audit.c.at > since
    )
    return int((await connection.execute(query)).scalar_one())


async def last_admin(connection: AsyncConnection, cohort_id: int, platform: str) -> tuple[str, str] | None:
    """The external id and name of whoever last did something for a cohort and is known on that platform."""
    query = (
        select(identities.c.external_id, identities.c.name)
        .outerjoin(links, links.c.identity_id == identities.c.id)
        .join(audit, audit.c.person_id.in_((identities.c.person_id, links.c.home_id)))
        .where(audit.c.cohort_id == cohort_id, identities.c.platform == platform)
        .order_by(audit.c.id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else (row.external_id, row.name)
