"""The SQLite file under the history: plain blocking calls, made by one thread only."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bot.platforms.playground import wire
from bot.platforms.playground.message import Draft, Kept

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room TEXT NOT NULL,
    key TEXT,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    asker TEXT NOT NULL,
    prompt TEXT NOT NULL,
    only_for TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (room, key)
);
CREATE TABLE files (
    message INTEGER NOT NULL REFERENCES messages (id),
    place INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (message, place)
);
CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), offset_seconds REAL NOT NULL);
"""
_COLUMNS = "id, room, at, author, asker, prompt, only_for, body"


class HistoryUnusable(Exception):
    """The file cannot be read or written, or a newer version wrote it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"the playground cannot use {path}")
        self.path = path


class HistoryFile:
    """One open file; raises HistoryUnusable when it cannot be opened and sqlite3.Error afterwards."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise HistoryUnusable(path) from error
        try:
            self._prepare(path)
        except sqlite3.Error as error:
            self._connection.close()
            raise HistoryUnusable(path) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def keep(self, draft: Draft) -> int:
        """The id of the message, new or already there under its key; durable on return."""
        blocks, files = wire.packed(draft.blocks)
        body = json.dumps({"blocks": blocks, "buttons": [asdict(button) for button in draft.buttons]})
        with self._transaction():
            known = None if draft.key is None else self.under_key(draft.room, draft.key)
            if known is not None:
                return known
            message = self._connection.execute(
                "INSERT INTO messages (room, key, at, author, asker, prompt, only_for, body)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(draft.room, draft.key, draft.at.isoformat(), draft.author),
                    *(draft.asker, draft.prompt, draft.only_for, body),
                ),
            ).lastrowid
            self._connection.executemany(
                "INSERT INTO files VALUES (?, ?, ?)",
                [(message, place, content) for place, content in enumerate(files)],
            )
        return message or 0

    def under_key(self, room: str, key: str) -> int | None:
        """The id of the message kept in the room under the key."""
        found = self._connection.execute(
            "SELECT id FROM messages WHERE room = ? AND key = ?", (room, key)
        ).fetchone()
        return found and int(found[0])

    def after(self, last: int, rooms: Sequence[str], reader: str, most: int) -> list[Kept]:
        """Messages after the id `last` that the reader can see in the rooms, oldest first."""
        return self._visible("id > ?", last, rooms, reader, f"id LIMIT {most}")

    def before(self, end: int, rooms: Sequence[str], reader: str, most: int) -> list[Kept]:
        """The latest messages before the id `end` that the reader can see in the rooms, oldest first."""
        return self._visible("id < ?", end, rooms, reader, f"id DESC LIMIT {most}")[::-1]

    def last(self) -> int:
        """The id of the newest message, 0 when there is none."""
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM messages").fetchone()[0])

    def one(self, message: int, rooms: Sequence[str], reader: str) -> Kept | None:
        """The message, if the reader can see it."""
        return next(iter(self._visible("id = ?", message, rooms, reader, "id")), None)

    def everything(self, room: str) -> list[Kept]:
        """All messages of a room, whispers included."""
        query = f"SELECT {_COLUMNS} FROM messages WHERE room = ? ORDER BY id"  # noqa: S608 - our own words
        return [_kept(row) for row in self._connection.execute(query, (room,))]

    def files(self, message: int) -> list[bytes]:
        """The bytes that belong to a message, by place."""
        rows = self._connection.execute(
            "SELECT content FROM files WHERE message = ? ORDER BY place", (message,)
        )
        return [content for (content,) in rows]

    def offset_seconds(self) -> float:
        """How far the clock was moved ahead."""
        found = self._connection.execute("SELECT offset_seconds FROM clock").fetchone()
        return float(found[0]) if found else 0.0

    def keep_offset(self, seconds: float) -> None:
        """Remember how far the clock was moved ahead; durable on return."""
        self._connection.execute("INSERT OR REPLACE INTO clock VALUES (1, ?)", (seconds,))

    def _visible(
        self, condition: str, value: int, rooms: Sequence[str], reader: str, order: str
    ) -> list[Kept]:
        places = ", ".join("?" * len(rooms))
        query = (
            f"SELECT {_COLUMNS} FROM messages WHERE {condition}"  # noqa: S608 - made of our own words only
            f" AND room IN ({places}) AND only_for IN ('', ?) ORDER BY {order}"
        )
        return [_kept(row) for row in self._connection.execute(query, (value, *rooms, reader))]

    def _prepare(self, path: Path) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        [version] = self._connection.execute("PRAGMA user_version").fetchone()
        if version > _SCHEMA_VERSION:
            message = f"{path} is of version {version}"
            raise sqlite3.NotSupportedError(message)
        if version == 0:
            self._connection.executescript(
                f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {_SCHEMA_VERSION};COMMIT;"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(**{**dict(row), "body": json.loads(row["body"])})
