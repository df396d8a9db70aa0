"""What was said, kept by one worker thread, so that the loop never waits for the disk."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bot.platforms.playground import wire, world
from bot.platforms.playground.history_file import HistoryFile
from bot.platforms.playground.message import Draft, Kept, Message, StoredFile
from bot.platforms.playground.wire import Json, ShownButton
from bot.platforms.playground.world import Member

FILE_NAME = "playground.db"
_NO_END = 2**62
Result = TypeVar("Result")


class History:
    """The messages of all rooms, and how far the clock was moved."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE_NAME
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="playground-history")
        self._file: HistoryFile | None = None

    async def open(self) -> None:
        """Open the file, made at the first start; raises HistoryUnusable."""
        self._file = await self._in_thread(lambda: HistoryFile(self._path))

    async def close(self) -> None:
        """Close the file; nothing can be kept afterwards."""
        if self._file is not None:
            await self._run(HistoryFile.close)
            self._file = None
        self._thread.shutdown()

    async def keep(self, draft: Draft) -> int:
        """The id of the message, new or already there under its key in that room; durable on return."""
        return await self._run(lambda file: file.keep(draft))

    async def under_key(self, room: str, key: str) -> int | None:
        """The id of the message kept in the room under the key."""
        return await self._run(lambda file: file.under_key(room, key))

    async def after(self, last: int, reader: Member, most: int = 500) -> list[Kept]:
        """Messages after the id `last` that the member can see, oldest first."""
        return await self._run(lambda file: file.after(last, rooms_of(reader), reader.id, most))

    async def latest(self, reader: Member, room: str, most: int, before: int = _NO_END) -> list[Kept]:
        """The latest messages of a room that the member can see, before the id `before`, oldest first."""
        rooms = [room] if room in rooms_of(reader) else []
        return await self._run(lambda file: file.before(before, rooms, reader.id, most))

    async def last(self) -> int:
        """The id of the newest message, 0 when there is none."""
        return await self._run(HistoryFile.last)

    async def all_of(self, room: str) -> list[Message]:
        """All messages of a room, whispers included, oldest first."""
        return await self._run(
            lambda file: [_message(kept, file.files(kept.id)) for kept in file.everything(room)]
        )

    async def file(self, message: int, place: int, reader: Member) -> StoredFile | None:
        """Bytes of a message that the member can see."""

        def found(file: HistoryFile) -> StoredFile | None:
            kept = file.one(message, rooms_of(reader), reader.id)
            files = file.files(message) if kept else []
            if kept is None or place >= len(files):
                return None
            return StoredFile(files[place], _holder(kept.body["blocks"], place))

        return await self._run(found)

    async def offset(self) -> timedelta:
        """How far the clock was moved ahead."""
        return timedelta(seconds=await self._run(HistoryFile.offset_seconds))

    async def keep_offset(self, offset: timedelta) -> None:
        """Remember how far the clock was moved ahead; durable on return."""
        await self._run(lambda file: file.keep_offset(offset.total_seconds()))

    async def _run(self, work: Callable[[HistoryFile], Result]) -> Result:
        file = self._file
        if file is None:
            message = "the history is closed"
            raise sqlite3.ProgrammingError(message)
        return await self._in_thread(lambda: work(file))

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def rooms_of(reader: Member) -> list[str]:
    """The ids of the rooms that a member can see."""
    return [room.id for room in world.ROOMS if room.is_open_to(reader)]


def _message(kept: Kept, files: Sequence[bytes]) -> Message:
    return Message(
        kept.id,
        kept.room,
        datetime.fromisoformat(kept.at),
        *(kept.author, kept.asker, kept.prompt, kept.only_for),
        blocks=wire.unpacked(kept.body["blocks"], files),
        buttons=tuple(ShownButton(**button) for button in kept.body["buttons"]),
    )


def _holder(blocks: Sequence[Json], place: int) -> Json:
    """The sheet or picture whose bytes stand at `place`."""
    parts = [part for block in blocks for part in (block, block.get("picture")) if part]
    return next(part for part in parts if place in (part.get("content"), part.get("png"), part.get("dark")))
