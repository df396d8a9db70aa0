"""Who can run compiled steps: the fold of a group commit, or a connection of `Database.read` and `write`."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engines import driver_of
from storage.statements import Row, Step

Run: TypeAlias = Callable[..., Awaitable[list[Sequence[Row]]]]
"""How to run steps: `run` of the classes below, or `Database.look`."""


class Runs(Protocol):
    """Runs steps within a transaction."""

    async def run(self, *steps: Step) -> list[Sequence[Row]]:
        """The rows each step gave, in order. All the steps of a call cost one hop to the driver."""
        ...


class OnConnection:
    """Runs steps within the transaction of a connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def run(self, *steps: Step) -> list[Sequence[Row]]:
        """The rows each step gave, in order. All the steps of a call cost one hop to the driver."""
        if not self._connection.in_transaction():
            await self._connection.execute(select(1))  # SQLAlchemy begins with the first statement only
        return await (await driver_of(self._connection)).run(steps, begin=False)
