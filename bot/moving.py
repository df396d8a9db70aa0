"""`roadmate migrate`: the database brought to this version, or everything moved into another one."""

from bot.messages.startup import moved_rows
from bot.messages.voice import voice_of
from bot.settings import Settings
from storage.database import Database
from storage.moving import move


async def migrated(settings: Settings) -> None:
    """Opens the database once, which brings it to this version. Raises StorageError."""
    url = settings.database_url.get_secret_value()
    await (await Database.open(url, backups=settings.roadmate_data / "backups")).close()


async def moved(settings: Settings, source: str, target: str) -> str:
    """Copies everything to `target`, from the settings' own database unless `source` names another.

    Returns what was moved, in words. Raises StorageError.
    """
    counts = await move(source or settings.database_url.get_secret_value(), target)
    return moved_rows(voice_of("en"), counts)
