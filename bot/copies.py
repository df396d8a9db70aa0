"""`roadmate backup` and `roadmate restore`: copies of the database in the place that the settings name."""

import asyncio
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.settings import Settings
from storage import backups
from storage.database import Database
from storage.engines import name_of, parsed, sqlite_file
from storage.errors import BackupUnusable


def back_up(settings: Settings, target: Path | None) -> Path:
    """Copies the database, also while the bot runs; by default into the data directory. Returns the copy.

    Raises StorageError.
    """
    file = _file(settings)
    target = target or backups.stamped(_directory(settings), file, SystemClock().now())
    backups.copy(file, target)
    return target


async def keep_daily(settings: Settings, database: Database, clock: Clock) -> None:
    """Keeps a copy of each of the last seven days (UTC) in the data directory; to be called now and then.

    A server's database is left to those who run the server. Raises StorageError.
    """
    now = clock.now()
    file, directory = sqlite_file(parsed(settings.database_url.get_secret_value())), _directory(settings)
    if file is None or backups.is_kept(directory, file, now):
        return
    await database.backup(backups.stamped(directory, file, now))
    await asyncio.to_thread(backups.prune, directory, file)


def bring_back(settings: Settings, source: Path) -> Path | None:
    """Puts a copy in the database's place; returns where the replaced one is kept. Raises StorageError.

    The next start looks for what was posted since the copy was made, before it posts anything.
    """
    return backups.restore(_file(settings), source, SystemClock().now())


def _directory(settings: Settings) -> Path:
    return settings.roadmate_data / "backups"


def _file(settings: Settings) -> Path:
    url = parsed(settings.database_url.get_secret_value())
    file = sqlite_file(url)
    if file is None:
        raise BackupUnusable(name_of(url), problem="server")
    return file
