"""A look into a database that another process may be working on; needs no lock and changes nothing."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from storage import engines, revisions
from storage.connection import Connection
from storage.errors import DatabaseUnknown
from storage.failures import reached, translated


@asynccontextmanager
async def glance(url: str) -> AsyncIterator[Connection]:
    """A connection that only reads. Raises StorageError: DatabaseUnknown(`missing`) where nothing is yet, and
    what a start would raise for a database that is damaged, foreign or newer."""
    parsed = engines.parsed(url)
    where = engines.name_of(parsed)
    file = engines.sqlite_file(parsed)
    if file is not None and not file.exists():
        raise DatabaseUnknown(where, reason="missing")
    engine = engines.reading(parsed)
    try:
        async with AsyncExitStack() as held:
            with reached(where):
                connection = await held.enter_async_context(engine.connect())
            with translated(where):
                revision = await connection.run_sync(revisions.stored, where)
                if revision is None:
                    raise DatabaseUnknown(where, reason="missing")
                revisions.refuse_newer(where, revision)
                yield connection
    finally:
        await engine.dispose()
