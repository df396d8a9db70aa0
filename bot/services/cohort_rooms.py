"""One cohort in several rooms, on any platform: attaching a room with a code, and detaching it again."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.errors import Conflict, Forbidden, NotFound, StudyError, TooMany
from bot.services.access import cohort_to_administer, cohort_with_rooms_here
from bot.services.asker import Asker
from bot.services.codes import Codes, NewCode
from bot.services.once import once
from storage.connection import Connection
from storage.database import Database
from storage.repositories.audit import record
from storage.repositories.codes import CodeRow, use_code
from storage.repositories.cohorts import CohortRow, cohort
from storage.repositories.cohorts_writing import (
    CohortRoomRow,
    add_room,
    remove_room,
    reopen_room,
    rooms_of_cohort,
)

MOST_ROOMS = 10
_ATTACH = "attach"
_OPEN = frozenset({"draft", "running", "paused"})


@dataclass(frozen=True, slots=True)
class AttachCode:
    """A code with which an admin of another room takes part in a cohort."""

    cohort: str
    code: NewCode


@dataclass(frozen=True, slots=True)
class RoomsChanged:
    """A cohort in one room more, or less: `room`; `rooms` are all that it speaks in now."""

    cohort_id: int
    cohort: str
    room: CohortRoomRow
    rooms: tuple[CohortRoomRow, ...]


@dataclass(frozen=True, slots=True)
class RoomsShown:
    """The rooms of a cohort that the asker may detach."""

    cohort_id: int
    cohort: str
    rooms: tuple[CohortRoomRow, ...]


class CohortRooms:
    """Attaches and detaches rooms. The space that owns a cohort administers it, wherever it speaks."""

    def __init__(self, database: Database, codes: Codes, clock: Clock) -> None:
        self._database = database
        self._codes = codes
        self._clock = clock

    async def code(self, asker: Asker, wanted: str) -> AttachCode:
        """A code for a cohort of the asker's space. Raises Conflict(`cannot_attach`), TooMany."""
        async with self._database.write() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            _refuse_over(found)
            _refuse_many(await rooms_of_cohort(connection, found.id))
            await once(connection, asker)
            return AttachCode(found.name, await self._codes.make(connection, asker, _ATTACH, found.id))

    async def attach(self, asker: Asker, said: str) -> RoomsChanged:
        """Lets a cohort speak in the asker's room too; one that is there already is heard again.

        Raises Forbidden(`admins_only`), NotFound(`wrong_code`), Conflict (`used_code`, `expired_code`,
        `cannot_attach`, `room_attached`) and TooMany (`too_many_tries`, `too_many_rooms`).
        """
        async with self._database.write() as connection:
            if not asker.administers or asker.room_id is None:
                raise Forbidden("admins_only", command="cohort attach")
            await once(connection, asker)
            row = await self._codes.judge(connection, asker, _ATTACH, said)
            if not isinstance(row, StudyError):
                return await self._use(connection, asker, row, asker.room_id)
        raise row  # only here, for the try has to be kept

    async def detachable(self, asker: Asker, wanted: str) -> RoomsShown:
        """The rooms that the asker may detach: all but the home room, or those of their own space.

        Raises what `cohort_with_rooms_here` raises, and Conflict(`home_room_stays`) if there is none.
        """
        async with self._database.read() as connection:
            found = await cohort_with_rooms_here(connection, asker, wanted)
            return RoomsShown(found.id, found.name, tuple(await _detachable(connection, asker, found)))

    async def detach(self, asker: Asker, wanted: str, room_id: int) -> RoomsChanged:
        """Lets a cohort speak in a room no more; what was done there stays.

        Raises what `detachable` raises, and NotFound(`not_attached`).
        """
        async with self._database.write() as connection:
            await once(connection, asker)
            found = await cohort_with_rooms_here(connection, asker, wanted)
            rooms = {room.id: room for room in await _detachable(connection, asker, found)}
            if room_id not in rooms:
                raise NotFound("not_attached", cohort=found.name)
            await remove_room(connection, found.id, room_id)
            return await self._changed(connection, asker, found, rooms[room_id], "cohort_detached")

    async def _use(self, connection: Connection, asker: Asker, row: CodeRow, room_id: int) -> RoomsChanged:
        found = await cohort(connection, row.cohort_id or 0)
        assert found is not None  # noqa: S101 - codes go with their cohort
        _refuse_over(found)
        await use_code(connection, row.id, self._clock.now())
        rooms = {room.id: room for room in await rooms_of_cohort(connection, found.id)}
        if room_id in rooms:
            if not rooms[room_id].paused_because:
                raise Conflict("room_attached", cohort=found.name)
        else:
            _refuse_many(list(rooms.values()))
            await add_room(connection, found.id, room_id, self._clock.now())
        await reopen_room(connection, room_id, self._clock.now())
        after = {room.id: room for room in await rooms_of_cohort(connection, found.id)}
        return await self._changed(connection, asker, found, after[room_id], "cohort_attached")

    async def _changed(
        self, connection: Connection, asker: Asker, found: CohortRow, room: CohortRoomRow, action: str
    ) -> RoomsChanged:
        await record(
            connection,
            self._clock.now(),
            action,
            space_id=room.space_id,
            cohort_id=found.id,
            person_id=asker.person_id,
            details={"room": room.id, "platform": room.platform},
        )
        rooms = await rooms_of_cohort(connection, found.id)
        return RoomsChanged(found.id, found.name, room, tuple(rooms))


async def _detachable(connection: Connection, asker: Asker, found: CohortRow) -> list[CohortRoomRow]:
    attached = [room for room in await rooms_of_cohort(connection, found.id) if room.attached_at]
    if asker.space_id != found.space_id:
        attached = [room for room in attached if room.space_id == asker.space_id]
    if not attached:
        raise Conflict("home_room_stays", cohort=found.name)
    return attached


def _refuse_over(found: CohortRow) -> None:
    if found.state not in _OPEN:
        raise Conflict("cannot_attach", cohort=found.name, state=found.state)


def _refuse_many(rooms: Sequence[CohortRoomRow]) -> None:
    if len(rooms) >= MOST_ROOMS:
        raise TooMany("too_many_rooms", MOST_ROOMS)
