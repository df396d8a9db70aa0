"""The composition root: which platforms speak through one core, and what runs beside them."""

import asyncio
import signal
import zoneinfo
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from bot import web
from bot.announcer import Announcer
from bot.clock import Clock, SystemClock
from bot.copies import keep_daily
from bot.core import Core
from bot.messages.startup import playing
from bot.messages.voice import voice_of
from bot.platforms.playground.opening import furnish
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.story import tell
from bot.scheduler import Chore, Scheduler
from bot.settings import Settings, signing_secret
from bot.timepiece import MovableClock, StudyTimepiece
from storage.database import Database

_GLANCE = timedelta(seconds=10)
_HOUR = timedelta(hours=1)


class NothingToRun(Exception):
    """No platform has a token."""


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


async def play(settings: Settings, port: int | None, write: Callable[[str], None]) -> None:
    """Serves the playground until it is told to stop; `write` gets the line that says where."""
    secret, url = signing_secret(settings), settings.database_url.get_secret_value()
    address = settings.roadmate_http
    stopped = _stop_signal()
    async with playhouse(settings.roadmate_data, url, secret, SystemClock()) as house:
        routes = house.playground.routes()
        served = web.serve(
            address.host,
            address.port if port is None else port,
            routes,
            house.core.health,
            before_stop=house.playground.hang_up,
        )
        chores = [
            Chore("announce", _GLANCE, house.announcer.run_once),
            Chore("keep a copy", _HOUR, partial(keep_daily, settings, house.database, SystemClock())),
            *house.core.chores(),
        ]
        async with served as bound, _scheduled(chores):
            await furnish(house.playground, house.timepiece)
            host = f"[{address.host}]" if ":" in address.host else address.host
            write(playing(voice_of("en"), f"http://{host}:{bound}"))
            await stopped.wait()


async def tell_story(write: Callable[[str], None]) -> None:
    """Plays a week in a playground of its own and tells it as text."""
    with TemporaryDirectory() as directory:
        url = f"sqlite+aiosqlite:///{directory}/story.db"
        async with playhouse(Path(directory), url, token_hex(32), SystemClock()) as house:
            await tell(house.playground, house.timepiece, write)


async def run(settings: Settings) -> None:
    """Speaks on every platform that has a token, until it is told to stop."""
    signing_secret(settings)
    raise NothingToRun


async def migrate(settings: Settings) -> None:
    """Opens the database once, which brings it to this version."""
    data = settings.roadmate_data
    url = settings.database_url.get_secret_value()
    await (await Database.open(url, backups=data / "backups")).close()


@asynccontextmanager
async def _scheduled(chores: Sequence[Chore]) -> AsyncIterator[None]:
    scheduler = Scheduler(SystemClock(), chores)
    scheduler.start()
    try:
        yield
    finally:
        await scheduler.stop()


def _stop_signal() -> asyncio.Event:
    """Set by SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped
