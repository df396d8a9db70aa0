"""Single-use codes, kept as digests, and how often somebody has tried one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.links import code_tries, codes


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that `person_id` was given. `identity_id` is the account that has said it, if that matters."""

    id: int
    digest: str
    person_id: int
    cohort_id: int | None
    identity_id: int | None
    expires_at: datetime
    used_at: datetime | None


_COLUMNS = tuple(codes.c[name] for name in CodeRow.__slots__)


async def put_code(
    connection: AsyncConnection,
    purpose: str,
    person_id: int,
    digest: str,
    expires_at: datetime,
    cohort_id: int | None = None,
) -> None:
    """Keeps a new code, in the place of the one that the person had for that purpose."""
    await drop_codes(connection, purpose, person_id)
    values = {"purpose": purpose, "person_id": person_id, "digest": digest, "expires_at": expires_at}
    await connection.execute(insert(codes).values(**values, cohort_id=cohort_id))


async def codes_for(connection: AsyncConnection, purpose: str) -> Sequence[CodeRow]:
    """All codes of a purpose that are kept, used and expired ones too."""
    query = select(*_COLUMNS).where(codes.c.purpose == purpose)
    return [CodeRow(*row) for row in await connection.execute(query)]


async def code_of(connection: AsyncConnection, purpose: str, person_id: int) -> CodeRow | None:
    """The code that a person has for a purpose."""
    query = select(*_COLUMNS).where(codes.c.purpose == purpose, codes.c.person_id == person_id)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else CodeRow(*row)


async def use_code(
    connection: AsyncConnection,
    code_id: int,
    at: datetime,
    *,
    identity_id: int | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Marks a code as used; with an account, until `expires_at` its maker may say what follows from that."""
    values: dict[str, object] = {"used_at": at, "identity_id": identity_id}
    if expires_at is not None:
        values["expires_at"] = expires_at
    await connection.execute(update(codes).where(codes.c.id == code_id).values(**values))


async def drop_codes(connection: AsyncConnection, purpose: str, person_id: int) -> None:
    """Forgets what a person has for a purpose."""
    await connection.execute(delete(codes).where(codes.c.purpose == purpose, codes.c.person_id == person_id))


async def tries_since(connection: AsyncConnection, who: str, since: datetime) -> list[datetime]:
    """When somebody tried a code, after `since`, the oldest first."""
    query = select(code_tries.c.at).where(code_tries.c.who == who, code_tries.c.at > since)
    return list((await connection.execute(query.order_by(code_tries.c.at))).scalars())


async def note_try(connection: AsyncConnection, who: str, at: datetime) -> None:
    """Notes that somebody tried a code."""
    await connection.execute(insert(code_tries).values(who=who, at=at))


async def forget_codes(connection: AsyncConnection, before: datetime) -> int:
    """Drops codes that ran out before an instant, and tries from before it; returns how many rows."""
    old = await connection.execute(delete(codes).where(codes.c.expires_at < before))
    tried = await connection.execute(delete(code_tries).where(code_tries.c.at < before))
    return old.rowcount + tried.rowcount
