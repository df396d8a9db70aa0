"""When the rows of a table are to be looked at next: an instant in a column of theirs, or None for never."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, func, select, update

from storage.running import Run
from storage.statements import Statement, Step, parameter


class Looks:
    """The looks at the rows of a table with an `id`, by the column in which the instant stands."""

    def __init__(self, column: Column[Any]) -> None:
        self._at, self._id = column, column.table.c.id
        self._next = Statement(select(func.min(column)).where(column.is_not(None)))
        one = self._id == parameter(self._id, "row_id")
        self._move_on = Statement(update(column.table).where(one), column.name, "row_id")

    async def next(self, run: Run) -> datetime | None:
        """The earliest instant at which a row is to be looked at; asked at every look at the clock."""
        [[(found,)]] = await run(Step(self._next, [()]))
        earliest: datetime | None = found
        return earliest

    def due(self, query: Select[Any], now: datetime, most: int) -> Select[Any]:
        """Of what a query finds, that which is to be looked at now, the longest due first."""
        return query.where(self._at <= now).order_by(self._at, self._id).limit(most)

    def moving_on(self, rows: Sequence[tuple[datetime | None, int]]) -> Step:
        """The step that sets when rows are looked at next, by (instant, id)."""
        return Step(self._move_on, rows)
