"""The insert that can leave alone what is already there: both databases have it, each in its own dialect."""

from collections.abc import Callable

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insertion = Callable[[Table], sqlite.Insert] | Callable[[Table], postgresql.Insert]


def insertion(dialect: str) -> Insertion:
    """`insert` as a database speaks it, named as SQLAlchemy names it; it has `on_conflict_do_nothing`."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
