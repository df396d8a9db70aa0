"""The guard of everything that must not happen twice because somebody, or a platform, said it twice."""

from datetime import timedelta

from bot.clock import Clock
from bot.domain.errors import Conflict
from bot.services.asker import Asker
from storage.connection import Connection
from storage.database import Database
from storage.repositories.inbox import first_time, forget_events, spend

KEPT = timedelta(days=7)
"""How long an event is remembered. No platform repeats one that is older than a day."""


async def once(connection: Connection, asker: Asker) -> None:
    """Notes the event and spends its single-use button, in the caller's transaction.

    Raises Conflict("said_twice") for an event seen before and Conflict("button_spent") for a spent button.
    """
    if not await first_time(connection, asker.platform, asker.event_id, asker.at):
        raise Conflict("said_twice")
    if asker.button and not await spend(connection, asker.button, asker.at):
        raise Conflict("button_spent")


class SeenEvents:
    """Forgets the events that nobody will repeat any more."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def forget_old(self) -> int:
        """Drops what was noted more than a week ago; returns how many events that were."""
        async with self._database.write() as connection:
            return await forget_events(connection, self._clock.now() - KEPT)
