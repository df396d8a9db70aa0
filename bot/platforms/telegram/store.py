"""What the platform must not forget, kept by one worker thread, so that the loop never waits for the disk.

What is to be kept at the same time is made durable together.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.platforms.telegram.kept import Json, Sent, Update
from bot.platforms.telegram.store_file import StoreFile

FILE_NAME = "telegram.db"
_STORE, _MADE = "store", "made"
Result = TypeVar("Result")


class Store:
    """The inbox, the posts that were sent, and notes of every kind; may be opened and closed again."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self._path = directory / FILE_NAME
        self._now = now
        self._thread: ThreadPoolExecutor | None = None
        self._file: StoreFile | None = None
        self._waiting: list[tuple[Callable[[StoreFile], Any], asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the file, made at the first start; raises StoreUnusable."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="telegram-store")
        loop = asyncio.get_running_loop()
        try:
            self._file = await loop.run_in_executor(self._thread, StoreFile, self._path)
        except BaseException:
            self._thread.shutdown()
            raise
        if await self.note(_STORE, _MADE) is None:
            await self.keep_note(_STORE, _MADE, {"at": self._now().isoformat()})

    async def close(self) -> None:
        """Close the file; nothing can be kept afterwards."""
        file, self._file = self._file, None
        if self._writing is not None:
            await asyncio.wait({self._writing})
        if file is not None and self._thread is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, file.close)
            self._thread.shutdown()

    async def made_at(self) -> datetime:
        """Since when things are kept here: what was sent before is not known."""
        note = await self.note(_STORE, _MADE)
        return datetime.fromisoformat(note["at"]) if note else self._now()

    async def hear(self, bodies: Sequence[Json]) -> list[Update]:
        """Keeps updates as Telegram told them; returns those that are new. Durable on return."""
        heard_at = self._now()
        updates = [Update(body["update_id"], heard_at, body) for body in bodies]
        return await self._run(lambda file: file.hear(updates))

    async def unanswered(self) -> list[Update]:
        """What was heard and is not dealt with, in order."""
        return await self._run(StoreFile.unanswered)

    async def answered(self, update: Update) -> None:
        """Forgets what is dealt with, but not that it was heard."""
        await self._run(lambda file: file.answered(update.id))

    async def keep_sent(self, sent: Sent) -> None:
        """Remembers that a message is being sent, or has arrived."""
        await self._run(lambda file: file.keep_sent(sent))

    async def drop_sent(self, sent: Sent) -> None:
        """Forgets a message that surely did not arrive."""
        await self._run(lambda file: file.drop_sent(sent))

    async def under_key(self, room: str, key: str) -> list[Sent]:
        """What is known of a post, part by part."""
        return await self._run(lambda file: file.under_key(room, key))

    async def sent_as(self, chat: str, message: int) -> Sent | None:
        """The part of a post that stands in the chat under this number."""
        return await self._run(lambda file: file.sent_as(chat, message))

    async def note(self, kind: str, name: str) -> Json | None:
        """What was noted under the name."""
        return await self._run(lambda file: file.note(kind, name))

    async def notes(self, kind: str) -> dict[str, Json]:
        """Everything of a kind, by name."""
        return await self._run(lambda file: file.notes(kind))

    async def keep_note(self, kind: str, name: str, body: Json) -> None:
        """Notes something in place of what was there; durable on return."""
        await self._run(lambda file: file.keep_note(kind, name, body, self._now()))

    async def drop_note(self, kind: str, name: str) -> None:
        """Forgets what was noted under the name."""
        await self._run(lambda file: file.drop_note(kind, name))

    async def tidy(self, before: datetime, passing: Sequence[str]) -> None:
        """Forgets posts, and notes of the passing kinds, from before an instant."""
        await self._run(lambda file: file.tidy(before, passing))

    async def _run(self, work: Callable[[StoreFile], Result]) -> Result:
        if self._file is None:
            message = "the store is closed"
            raise sqlite3.ProgrammingError(message)
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(self._file), name="telegram store")
        return await done

    async def _write(self, file: StoreFile) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            works = [work for work, _ in batch]
            try:
                outcomes = await loop.run_in_executor(self._thread, file.together, works)
            except sqlite3.Error as error:
                for _, done in batch:
                    _settle(done, error)
            else:
                for (_, done), outcome in zip(batch, outcomes, strict=True):
                    _settle(done, outcome)


def _settle(done: "asyncio.Future[Any]", outcome: object) -> None:
    """Unless nobody waits for it any more."""
    if done.done():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
