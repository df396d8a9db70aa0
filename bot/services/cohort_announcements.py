"""An admin's own words to all rooms of a cohort, through the ledger: each room hears them once."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.calendar import local
from bot.domain.errors import Conflict, TooMany
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.once import once
from storage.database import Database
from storage.repositories.audit import record, times_since
from storage.repositories.cohorts_writing import CohortRoomRow, rooms_of_cohort
from storage.repositories.ledger_entries import NewMessage, enter_message

MOST_AN_HOUR = 10
_WORTH = timedelta(hours=48)
_HOUR = timedelta(hours=1)
_ACTION = "cohort_announced"
_OPEN = frozenset({"running", "paused", "ended"})


@dataclass(frozen=True, slots=True)
class Announced:
    """The words are on their way to `rooms`; `closed` are rooms in which the bot cannot speak now."""

    cohort_id: int
    name: str
    rooms: tuple[str, ...]
    closed: tuple[str, ...]


class CohortAnnouncements:
    """Enters announcements; the announcer sends them at its next look."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def announce(self, asker: Asker, wanted: str, text: str) -> Announced:
        """Says the text in all rooms. Raises Conflict (`cannot_announce`, `no_room`) and TooMany."""
        now = self._clock.now()
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            if found.state not in _OPEN:
                raise Conflict("cannot_announce", cohort=found.name, state=found.state)
            rooms = await rooms_of_cohort(connection, found.id)
            if not rooms:
                raise Conflict("no_room", cohort=found.name)
            if await times_since(connection, found.id, _ACTION, now - _HOUR) >= MOST_AN_HOUR:
                raise TooMany("too_many_announcements", MOST_AN_HOUR)
            await once(connection, asker)
            day = local(now, found.zone).date()
            slot = f"{asker.platform}-{asker.event_id}"
            for room in rooms:
                message = NewMessage("announcement", found.id, day, slot, room.id, {"text": text})
                await enter_message(connection, message, now, now + _WORTH)
            await record(
                connection,
                now,
                _ACTION,
                space_id=found.space_id,
                cohort_id=found.id,
                person_id=asker.person_id,
                details={"text": text},
            )
        return Announced(found.id, found.name, _names(rooms, closed=False), _names(rooms, closed=True))


def _names(rooms: list[CohortRoomRow], *, closed: bool) -> tuple[str, ...]:
    return tuple(room.name or room.channel for room in rooms if bool(room.paused_because) is closed)
