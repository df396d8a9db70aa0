"""`roadmate backup` and `roadmate restore`: copies of the database in the place that the settings name."""

from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings
from storage import backups
from storage.engines import parsed, sqlite_file
from storage.errors import DatabaseUnknown


def back_up(settings: Settings, target: Path | None) -> Path:
    """Copies the database, also while the bot runs; by default into the data directory. Returns the copy.

    Raises StorageError.
    """
    file = _file(settings)
    target = target or backups.stamped(settings.roadmate_data / "backups", file, SystemClock().now())
    backups.copy(file, target)
    return target


def bring_back(settings: Settings, source: Path) -> Path | None:
    """Puts a copy in the database's place; returns where the replaced one is kept. Raises StorageError."""
    return backups.restore(_file(settings), source)


def _file(settings: Settings) -> Path:
    url = settings.database_url.get_secret_value()
    file = sqlite_file(parsed(url))
    if file is None:
        raise DatabaseUnknown("DATABASE_URL", reason="scheme")
    return file
