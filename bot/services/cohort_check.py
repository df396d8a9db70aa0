"""Whether the bot may do in each room of a cohort what it has to do there, as the platforms say just now."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.interface.address import RoomAddress
from bot.interface.platform import DeliveryFailure, NotAllowed, Platform, RoomGone
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from storage.database import Database
from storage.repositories.cohorts_writing import CohortRoomRow, rooms_of_cohort


@dataclass(frozen=True, slots=True)
class CheckedRoom:
    """A room as its platform describes it. `lacking` are the rights that the bot needs and has not.

    `trouble` is empty, or `room_gone`, `not_allowed` or `unreachable`. With `is_closed` nothing is said there
    until the cohort is resumed.
    """

    name: str
    platform: str
    lacking: tuple[str, ...] = ()
    trouble: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class CohortChecked:
    """A cohort with its rooms."""

    cohort: str
    rooms: tuple[CheckedRoom, ...]


class CohortChecks:
    """Asks the platforms. `platforms` are those that there is a connection to, by name."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform]) -> None:
        self._database = database
        self._platforms = platforms

    async def check(self, asker: Asker, wanted: str) -> CohortChecked:
        """What every room of a cohort allows. Raises what `cohort_to_administer` raises."""
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            rooms = await rooms_of_cohort(connection, found.id)
        return CohortChecked(found.name, tuple([await self._checked(room) for room in rooms]))

    async def _checked(self, room: CohortRoomRow) -> CheckedRoom:
        name, is_closed = room.name or room.channel, bool(room.paused_because)
        platform = self._platforms.get(room.platform)
        if platform is None:
            return CheckedRoom(name, room.platform, trouble="unreachable", is_closed=is_closed)
        address = RoomAddress(room.platform, room.space, room.channel, room.thread, room.name)
        try:
            lacking = tuple(await platform.lacking(address))
        except DeliveryFailure as failure:
            trouble = _TROUBLES.get(type(failure), "unreachable")
            return CheckedRoom(name, room.platform, trouble=trouble, is_closed=is_closed)
        return CheckedRoom(name, room.platform, lacking, is_closed=is_closed)


_TROUBLES: Mapping[type[DeliveryFailure], str] = {RoomGone: "room_gone", NotAllowed: "not_allowed"}
