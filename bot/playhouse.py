"""The playground with everything behind it: the same core as anywhere, under a clock that can be moved."""

import zoneinfo
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from bot.announcer import Announcer
from bot.clock import Clock, SystemClock
from bot.core import Core
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.story import tell
from bot.timepiece import MovableClock, StudyTimepiece
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Playhouse:
    """The playground with everything behind it, and a clock that can be moved."""

    database: Database
    playground: Playground
    timepiece: StudyTimepiece
    announcer: Announcer
    core: Core


@asynccontextmanager
async def playhouse(
    directory: Path, database_url: str, secret: str, clock: Clock
) -> AsyncIterator[Playhouse]:
    """Opens the playground in a directory; `clock` is the one that its own clock runs ahead of.

    Raises StorageError and HistoryUnusable.
    """
    zoneinfo.reset_tzpath(())  # the zones of the tzdata package, the same everywhere
    database = await Database.open(database_url, backups=directory / "backups")
    try:
        movable = MovableClock(clock)
        core = Core(database, movable, secret.encode(), directory / "cache")
        timepiece = StudyTimepiece(movable)
        playground = Playground(core.dispatcher, core.buttons, timepiece, directory)
        announcer = core.announcer([playground])
        timepiece.drive(announcer, playground.keep_offset, core.outages.moved)
        await playground.start()
        try:
            movable.ahead = await playground.offset()
            yield Playhouse(database, playground, timepiece, announcer, core)
        finally:
            await announcer.stop()
            await playground.stop()
    finally:
        await database.close()


async def tell_story(write: Callable[[str], None]) -> None:
    """Plays a week in a playground of its own and tells it as text."""
    with TemporaryDirectory() as directory:
        url = f"sqlite+aiosqlite:///{directory}/story.db"
        async with playhouse(Path(directory), url, token_hex(32), SystemClock()) as house:
            await tell(house.playground, house.timepiece, write)
