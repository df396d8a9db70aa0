"""Instants: exact to the microsecond, aware, the same for both databases."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from storage.statements import Statement, parameter
from storage.tables.columns import Instant, from_microseconds, to_microseconds
from storage.tables.study import check_ins

offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=offsets)  # noqa: DTZ001 - zoned by hypothesis


@given(instants)
def test_an_instant_comes_back_as_it_was_in_utc(instant: datetime) -> None:
    back = from_microseconds(to_microseconds(instant))

    assert back == instant
    assert back.tzinfo is UTC


@given(instants, instants)
def test_the_stored_numbers_are_in_the_order_of_the_instants(one: datetime, other: datetime) -> None:
    assert (to_microseconds(one) < to_microseconds(other)) == (one < other)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(TypeError):
        Instant().process_bind_param(datetime(2027, 1, 4), sqlite.dialect())  # noqa: DTZ001 - the point


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.asyncpg.dialect()], ids=lambda it: it.name)
def test_a_compiled_statement_converts_as_sqlalchemy_does(dialect: object) -> None:
    statement = Statement(
        check_ins.select()
        .with_only_columns(check_ins.c.day, check_ins.c.at, check_ins.c.undone_at)
        .where(check_ins.c.day == parameter(check_ins.c.day), check_ins.c.at == parameter(check_ins.c.at)),
        "day",
        "at",
    ).compiled(dialect)
    row = (date(2027, 1, 4), datetime(2027, 1, 4, 9, tzinfo=UTC))
    (bound,) = statement.bind([row])

    assert bound[1] == 1_799_053_200_000_000
    assert statement.read([(*bound, None)]) == [(*row, None)]


def test_a_statement_whose_parameters_are_given_in_another_order_is_refused() -> None:
    statement = Statement(check_ins.insert(), "day", "cohort_id")

    with pytest.raises(TypeError, match="order"):
        statement.compiled(sqlite.dialect())
