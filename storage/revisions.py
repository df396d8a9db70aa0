"""The revisions of the schema: which one a database has, which one this code wants, and the way between.

They are numbered in the order they were made; Alembic is imported only when there is work for it."""

from functools import cache
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
    make_url,
    select,
)
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.errors import DatabaseForeign, DatabaseNewer
from storage.schema import metadata

SCRIPTS = Path(__file__).parent / "migrations"

# Alembic's own table, as it would make it.
_version = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def latest() -> str:
    """The revision that this code is written for."""
    return max(known())


def refuse_newer(where: str, revision: str) -> None:
    """Raises DatabaseNewer for a revision of which this code has not heard."""
    if revision not in known():
        raise DatabaseNewer(where, revision=revision, known=latest())


def stored(connection: Connection, where: str) -> str | None:
    """The revision of a database, None where there is nothing yet. Raises DatabaseForeign."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if not tables >= {_version.name, "memberships"}:
        raise DatabaseForeign(where, tables=sorted(tables)[:3])
    return connection.scalar(select(_version.c.version_num))


def creation(backend: str) -> tuple[str, ...]:
    """What makes all the tables at once, at the latest revision."""
    return *_tables(backend), f"INSERT INTO {_version.name} VALUES ('{latest()}')"  # noqa: S608 - a number of ours


@cache
def _tables(backend: str) -> tuple[str, ...]:
    """What makes the tables. Kept, as finding the words takes longer than the making."""
    dialect = make_url(f"{backend}://").get_dialect()()
    made: list[CreateTable | CreateIndex] = []
    for table in (*metadata.sorted_tables, _version):
        made += CreateTable(table), *(CreateIndex(index) for index in table.indexes)
    return tuple(str(each.compile(dialect=dialect)) for each in made)


def upgrade(connection: Connection) -> None:
    """Migrate to the latest revision, each step in its own transaction; none may be open."""
    from alembic import command  # noqa: PLC0415 - a quarter of a second that a usual start does not need
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def known() -> set[str]:
    """Every revision that this code has heard of."""
    return {path.name.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*_*.py")}
