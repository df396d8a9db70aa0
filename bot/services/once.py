"""The guard of everything that must not happen twice because somebody, or a platform, said it twice."""

from bot.domain.errors import Conflict
from bot.services.asker import Asker
from storage.connection import Connection
from storage.repositories.inbox import first_time, spend


async def once(connection: Connection, asker: Asker) -> None:
    """Notes the event and spends its single-use button, in the caller's transaction.

    Raises Conflict("said_twice") for an event seen before and Conflict("button_spent") for a spent button.
    """
    if not await first_time(connection, asker.platform, asker.event_id, asker.at):
        raise Conflict("said_twice")
    if asker.button and not await spend(connection, asker.button, asker.at):
        raise Conflict("button_spent")
