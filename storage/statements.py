"""Core statements compiled once for the driver: what the hot path runs without SQLAlchemy in between."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Column, Dialect, Executable, Integer, bindparam
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import NullType

from storage.sets import SetBased, set_based

Row = tuple[Any, ...]
_DOUBLE = 701  # PostgreSQL's own number of the only type of ours that asks for it, the float
_Converters = tuple[tuple[int, Callable[[Any], Any]], ...]


def parameter(column: Column[Any], name: str = "") -> BindParameter[Any]:
    """A parameter of the column's type, named like the column unless `name` is given."""
    # That of a foreign key is not known before its table is drawn; all our keys are numbers.
    kind = Integer() if isinstance(column.type, NullType) else column.type
    return bindparam(name or column.name, type_=kind)


class Compiled(NamedTuple):
    """A statement in the words of one dialect, and how its values get in and out."""

    text: str
    into: _Converters
    out_of: _Converters
    returns_rows: bool
    for_many: SetBased | None

    def bind(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Python's values as the driver wants them."""
        return _converted(rows, self.into)

    def read(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The driver's values as Python wants them."""
        return _converted(rows, self.out_of)


class Statement:
    """A Core statement whose parameters are given by position, in the order of `names`.

    The order must be the compiled one (an insert's: that of the table's columns), which is checked when the
    statement is first used, so that no row has to be shuffled later."""

    def __init__(self, statement: Executable, *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: Dialect) -> Compiled:
        """The statement for `dialect`; compiled at the first call only."""
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = self._compile(dialect)
        return known

    def _compile(self, dialect: Dialect) -> Compiled:
        compiler = self._statement.compile(dialect=dialect, column_keys=list(self._names))  # type: ignore[attr-defined]
        assert isinstance(compiler, SQLCompiler)  # noqa: S101 - Core statements compile to nothing else
        order = tuple(compiler.positiontup or ())
        if order != self._names:
            message = f"the parameters' order is {order}, not {self._names}"
            raise TypeError(message)
        types = [compiler.binds[name].type for name in order]
        columns = getattr(self._statement, "exported_columns", ())
        text, returns_rows = str(compiler), bool(columns)
        many = dialect.name == "postgresql" and set_based(text, len(order), returns_rows=returns_rows)
        return Compiled(
            text=text,
            into=_present(kind.dialect_impl(dialect).bind_processor(dialect) for kind in types),
            out_of=_present(
                column.type.dialect_impl(dialect).result_processor(dialect, _DOUBLE) for column in columns
            ),
            returns_rows=returns_rows,
            for_many=many or None,
        )


class Step(NamedTuple):
    """A statement and the rows it is run for, one after the other."""

    statement: Statement
    rows: Sequence[Row]


def _present(converters: Any) -> _Converters:  # noqa: ANN401 - SQLAlchemy types its processors as Any
    return tuple((index, convert) for index, convert in enumerate(converters) if convert is not None)


def _converted(rows: Sequence[Row], converters: _Converters) -> Sequence[Row]:
    if not converters:
        return rows
    converted = []
    for row in rows:
        values = list(row)
        for index, convert in converters:
            values[index] = convert(values[index])
        converted.append(tuple(values))
    return converted
