"""Statements for many rows at once on PostgreSQL: made where they mean the same, and only there."""

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql

from storage.sets import SetBased
from storage.statements import Statement, parameter
from storage.tables.people import people

NAME, ID = parameter(people.c.name), parameter(people.c.id, "who")
ADDED = insert(people).returning(people.c.id)


def for_many(statement: Statement) -> SetBased | None:
    return statement.compiled(postgresql.asyncpg.dialect()).for_many


def test_rows_that_are_added_come_as_columns() -> None:
    assert for_many(Statement(insert(people), "name", "created_at")) == SetBased(
        "INSERT INTO people (name, created_at) SELECT * FROM unnest($1::VARCHAR[], $2::BIGINT[])"
    )


def test_rows_that_are_looked_for_come_in_the_order_of_what_they_are_looked_for_by() -> None:
    found = for_many(Statement(select(people.c.id).where(people.c.name == NAME), "name"))
    assert found
    assert found.text.endswith("WHERE people.name = k.p1) AS q ORDER BY k.n")


def test_an_order_of_its_own_is_left_alone() -> None:
    query = select(people.c.id).where(people.c.name == NAME).order_by(people.c.id)
    found = for_many(Statement(query, "name"))
    assert found
    assert found.text.endswith("ORDER BY people.id) AS q")


def test_of_changes_to_one_row_the_last_is_told_by_what_they_ask_for() -> None:
    found = for_many(Statement(update(people).where(people.c.id == ID).values(name=NAME), "name", "who"))
    assert found == SetBased(
        "UPDATE people SET name=k.p1 FROM unnest($1::VARCHAR[], $2::INTEGER[]) AS k(p1, p2) "
        "WHERE people.id = k.p2",
        1,
    )


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        (ADDED, ("name", "created_at")),  # whose rows are to be told apart
        (update(people).where(people.c.id == ID).values(name=NAME).returning(people.c.id), ("name", "who")),
        (insert(people).values(name=func.lower(NAME)), ("name",)),
    ],
)
def test_what_might_mean_something_else_is_done_row_by_row(statement: object, names: tuple[str, ...]) -> None:
    assert for_many(Statement(statement, *names)) is None
