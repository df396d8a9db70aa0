"""What happens to a database before it is used: checked, copied where it must change, made or migrated."""

import asyncio
import os
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import backups, engines, revisions
from storage.errors import DatabaseDamaged, DatabaseUnwritable, MigrationFailed, StorageError
from storage.failures import reached, translated
from storage.inspection import inspected


async def prepare(url: URL, directory: Path | None) -> None:
    """Bring a database to the latest revision; a file that must change is first copied into `directory`, by
    default `backups` beside it. Raises the errors of `storage.errors`; the database is then as it was."""
    where, file = engines.name_of(url), engines.sqlite_file(url)
    directory = directory or Path(where).parent / "backups"
    engine = engines.migrating(url)
    try:
        revision = await (_stored(engine, where) if file is None else _inspected(file, directory))
        if revision is None:
            await _create(engine, where)
        elif revision != revisions.latest():
            revisions.refuse_newer(where, revision)
            kept = None if file is None else await _copied(file, directory)
            await _migrate(engine, where, revision, kept)
    finally:
        await engine.dispose()


async def _stored(engine: AsyncEngine, where: str) -> str | None:
    with reached(where):
        async with engine.connect() as connection:
            return await connection.run_sync(revisions.stored, where)


async def _inspected(file: Path, directory: Path, *, thorough: bool = False) -> str | None:
    try:
        await asyncio.to_thread(_refuse_read_only, file)
        return await asyncio.to_thread(inspected, file, thorough=thorough)
    except DatabaseDamaged as error:
        error.data["copies"] = backups.copies(directory, file)
        raise


def _refuse_read_only(file: Path) -> None:
    if file.exists() and not os.access(file, os.W_OK):  # SQLite would say so at the first write only
        raise DatabaseUnwritable(str(file), reason="read-only")


async def _create(engine: AsyncEngine, where: str) -> None:
    with translated(where):
        async with engine.begin() as connection:
            driver = await engines.driver_of(connection)
            await driver.script(revisions.creation(engine.dialect.name))


async def _copied(file: Path, directory: Path) -> Path:
    await _inspected(file, directory, thorough=True)
    kept = backups.before(directory, file, revisions.latest())
    await asyncio.to_thread(backups.copy, file, kept)
    return kept


async def _migrate(engine: AsyncEngine, where: str, revision: str, kept: Path | None) -> None:
    try:
        with translated(where):
            async with engine.connect() as connection:
                await connection.run_sync(revisions.upgrade)
    except StorageError:
        raise
    except Exception as error:
        raise MigrationFailed(where, revision=revision, copy=kept) from error
