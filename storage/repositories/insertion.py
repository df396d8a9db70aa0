"""The insert that can leave alone what is already there: both databases have it, each in its own dialect."""

from collections.abc import Callable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insertion = Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]


def insertion(connection: AsyncConnection) -> Insertion:
    """`insert` as the connection's database speaks it, with `on_conflict_do_nothing`."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
