"""Certificates as they were issued: what each says, under the serial number that its code begins with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.study import certificates


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate; `counted` are days done of `of`, and names are those of that time."""

    serial: bytes
    name: str
    curriculum: str
    cohort: str
    first: date
    last: date
    counted: int
    of: int
    issued_at: datetime


_COLUMNS = (
    certificates.c.serial,
    certificates.c.name,
    certificates.c.curriculum,
    certificates.c.cohort,
    certificates.c.first,
    certificates.c.last,
    certificates.c.counted,
    certificates.c.of,
    certificates.c.issued_at,
)


async def certificate_under(connection: AsyncConnection, serial: bytes) -> CertificateRow | None:
    """The certificate with that serial number."""
    return await _one(connection, certificates.c.serial == serial)


async def certificate_of(
    connection: AsyncConnection, person_id: int, cohort_id: int
) -> CertificateRow | None:
    """The certificate that a person has of a cohort."""
    return await _one(
        connection, (certificates.c.person_id == person_id) & (certificates.c.cohort_id == cohort_id)
    )


async def add_certificate(
    connection: AsyncConnection, person_id: int, cohort_id: int, row: CertificateRow
) -> None:
    """Keeps a certificate; a person has at most one of a cohort."""
    values = {column.name: getattr(row, column.name) for column in _COLUMNS}
    await connection.execute(insert(certificates).values(person_id=person_id, cohort_id=cohort_id, **values))


async def move_certificates(connection: AsyncConnection, person_id: int, to_id: int) -> None:
    """Gives a person's certificates to another one; where that one has the cohort's too, both stay good."""
    theirs = certificates.alias("theirs")
    has_one = certificates.c.cohort_id.in_(select(theirs.c.cohort_id).where(theirs.c.person_id == to_id))
    await connection.execute(
        update(certificates)
        .where(certificates.c.person_id == person_id)
        .values(person_id=to_id, cohort_id=case((has_one, null()), else_=certificates.c.cohort_id))
    )


async def _one(connection: AsyncConnection, which: ColumnElement[Any]) -> CertificateRow | None:
    row = (await connection.execute(select(*_COLUMNS).where(which))).one_or_none()
    return None if row is None else CertificateRow(*row)
