"""What the doctor looks at on this machine: the disk, the copies, the zones, the secret, who is running."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from bot.domain.calendar import zone_names
from bot.messages import doctor_machine as messages
from bot.messages.doctor import Line
from bot.messages.voice import Voice
from bot.settings import SECRET_FILE, Settings
from storage.backups import copies, made_at
from storage.engines import parsed, sqlite_file
from storage.errors import DatabaseUnknown
from storage.instance_lock import holder

LEAST_SPACE = 200 * 1024 * 1024
"""A day's copy and what is written meanwhile need some; SQLite itself stops at the last byte."""

OLDEST_COPY = timedelta(days=2)


def lines(settings: Settings, say: Voice, now: datetime) -> Iterator[Line]:
    """Each check of this machine."""
    yield _space(settings.roadmate_data, say)
    yield messages.zones(say, version("tzdata"), len(zone_names()))
    secret = settings.roadmate_data / SECRET_FILE
    if os.name == "posix" and secret.exists():
        mode = stat.S_IMODE(secret.stat().st_mode)
        yield messages.secret(say, secret, is_private=not mode & (stat.S_IRWXG | stat.S_IRWXO))
    try:
        file = sqlite_file(parsed(settings.database_url.get_secret_value()))
    except DatabaseUnknown:
        return  # which the check of the database says
    if file is not None and file.exists():
        yield _copies(settings.roadmate_data / "backups", file, say, now)
        yield messages.running(say, holder(file))


def _space(directory: Path, say: Voice) -> Line:
    nearest = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    return messages.space(say, nearest, free // (1024 * 1024), is_enough=free >= LEAST_SPACE)


def _copies(directory: Path, file: Path, say: Voice, now: datetime) -> Line:
    kept = copies(directory, file)
    if not kept:
        return messages.no_copy_yet(say, directory)
    age = now - made_at(kept[-1])
    return messages.copies(say, len(kept), age, is_recent=age <= OLDEST_COPY)
