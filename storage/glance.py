"""A look into a database that another process may be working on; needs no lock and changes nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage import engines
from storage.connection import Connection
from storage.errors import DatabaseUnknown
from storage.failures import translated


@asynccontextmanager
async def glance(url: str) -> AsyncIterator[Connection]:
    """A connection that only reads. Raises StorageError; DatabaseUnknown(`missing`) without a file."""
    parsed = engines.parsed(url)
    where = engines.name_of(parsed)
    file = engines.sqlite_file(parsed)
    if file is not None and not file.exists():
        raise DatabaseUnknown(where, reason="missing")
    engine = engines.reading(parsed)
    try:
        with translated(where):
            async with engine.connect() as connection:
                yield connection
    finally:
        await engine.dispose()
