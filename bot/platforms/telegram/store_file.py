"""The SQLite file under the store: plain blocking calls, made by one thread only."""

import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from bot.platforms.telegram.kept import Json, Sent, Update

_SCHEMA_VERSION = 1
_REMEMBERED = 10_000  # updates; Telegram tells of one again if it is not sure that we have it
_SCHEMA = """
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    heard_at TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE sent (
    room TEXT NOT NULL,
    key TEXT NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    at TEXT NOT NULL,
    chat TEXT NOT NULL,
    message INTEGER,
    token TEXT NOT NULL,
    PRIMARY KEY (room, key, part)
);
CREATE INDEX sent_as ON sent (chat, message);
CREATE TABLE notes (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);
"""


class StoreUnusable(Exception):
    """The file cannot be read or written, or a newer version wrote it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"the Telegram platform cannot use {path}")
        self.path = path


class StoreFile:
    """One open file; raises StoreUnusable when it cannot be opened and sqlite3.Error afterwards.

    Only `together` makes anything durable.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None)
        except (sqlite3.Error, OSError) as error:
            raise StoreUnusable(path) from error
        try:
            self._prepare(path)
        except sqlite3.Error as error:
            self._connection.close()
            raise StoreUnusable(path) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def together(self, works: Sequence[Callable[["StoreFile"], object]]) -> list[object]:
        """The outcomes of all of these, done in one transaction; durable on return."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            outcomes = [work(self) for work in works]
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return outcomes

    def hear(self, updates: Sequence[Update]) -> list[Update]:
        """Keep what was heard; returns what was never heard before, as far as that is remembered."""
        latest = max((update.id for update in updates), default=0)
        self._connection.execute("DELETE FROM inbox WHERE body = '' AND id < ?", (latest - _REMEMBERED,))
        return [update for update in updates if self._hear(update)]

    def unanswered(self) -> list[Update]:
        """What was heard and is not dealt with, in order."""
        rows = self._connection.execute("SELECT * FROM inbox WHERE body != '' ORDER BY id")
        return [
            Update(row["id"], datetime.fromisoformat(row["heard_at"]), json.loads(row["body"]))
            for row in rows
        ]

    def answered(self, update: int) -> None:
        """Forget what was said, but not that it was."""
        self._connection.execute("UPDATE inbox SET body = '' WHERE id = ?", (update,))

    def keep_sent(self, sent: Sent) -> None:
        """Remember that a message is being sent, or has arrived."""
        values = (sent.room, sent.key, sent.part, sent.parts, sent.at.isoformat(), sent.chat)
        self._connection.execute(
            "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, sent.message, sent.token),
        )

    def drop_sent(self, sent: Sent) -> None:
        """Forget a message that surely did not arrive."""
        self._connection.execute(
            "DELETE FROM sent WHERE room = ? AND key = ? AND part = ?", (sent.room, sent.key, sent.part)
        )

    def under_key(self, room: str, key: str) -> list[Sent]:
        """What is known of a post, part by part."""
        rows = self._connection.execute(
            "SELECT * FROM sent WHERE room = ? AND key = ? ORDER BY part", (room, key)
        )
        return [_sent(row) for row in rows]

    def sent_as(self, chat: str, message: int) -> Sent | None:
        """The part of a post that stands in the chat under this number."""
        row = self._connection.execute(
            "SELECT * FROM sent WHERE chat = ? AND message = ?", (chat, message)
        ).fetchone()
        return None if row is None else _sent(row)

    def note(self, kind: str, name: str) -> Json | None:
        """What was noted under the name."""
        row = self._connection.execute(
            "SELECT body FROM notes WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        return None if row is None else dict(json.loads(row["body"]))

    def notes(self, kind: str) -> dict[str, Json]:
        """Everything of a kind, by name."""
        rows = self._connection.execute("SELECT name, body FROM notes WHERE kind = ?", (kind,))
        return {row["name"]: json.loads(row["body"]) for row in rows}

    def keep_note(self, kind: str, name: str, body: Json, at: datetime) -> None:
        """Note something in place of what was there."""
        self._connection.execute(
            "INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", (kind, name, at.isoformat(), json.dumps(body))
        )

    def drop_note(self, kind: str, name: str) -> None:
        """Forget what was noted under the name."""
        self._connection.execute("DELETE FROM notes WHERE kind = ? AND name = ?", (kind, name))

    def tidy(self, before: datetime, passing: Sequence[str]) -> None:
        """Forget posts, and notes of the passing kinds, from before an instant."""
        self._connection.execute("DELETE FROM sent WHERE at < ?", (before.isoformat(),))
        self._connection.executemany(
            "DELETE FROM notes WHERE kind = ? AND at < ?", [(kind, before.isoformat()) for kind in passing]
        )

    def _hear(self, update: Update) -> bool:
        return bool(
            self._connection.execute(
                "INSERT OR IGNORE INTO inbox VALUES (?, ?, ?)",
                (update.id, update.heard_at.isoformat(), json.dumps(update.body)),
            ).rowcount
        )

    def _prepare(self, path: Path) -> None:
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        [version] = self._connection.execute("PRAGMA user_version").fetchone()
        if version > _SCHEMA_VERSION:
            message = f"{path} is of version {version}"
            raise sqlite3.NotSupportedError(message)
        if version == 0:
            self._connection.executescript(
                f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {_SCHEMA_VERSION};COMMIT;"
            )


def _sent(row: sqlite3.Row) -> Sent:
    return Sent(**{**dict(row), "at": datetime.fromisoformat(row["at"])})
