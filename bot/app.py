"""The composition root: which platforms speak through one core, and what runs beside them."""

import asyncio
import gc
import signal
import zoneinfo
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from bot import metrics, web
from bot.announcer import Announcer
from bot.clock import SystemClock
from bot.connections import NothingToRun, connections, has_tokens
from bot.copies import keep_daily
from bot.core import Core
from bot.messages.startup import playing
from bot.messages.voice import voice_of
from bot.metrics import Vitals
from bot.platforms.playground.opening import furnish
from bot.playhouse import playhouse
from bot.scheduler import Chore, Scheduler
from bot.settings import Settings, signing_secret
from bot.supervisor import Supervisor
from bot.watchdog import Watchdog
from storage.database import Database

_GLANCE = timedelta(seconds=10)
_HOUR = timedelta(hours=1)


async def play(settings: Settings, port: int | None, write: Callable[[str], None]) -> None:
    """Serves the playground until it is told to stop; `write` gets the line that says where."""
    secret, url = signing_secret(settings), settings.database_url.get_secret_value()
    address = settings.roadmate_http if port is None else replace(settings.roadmate_http, port=port)
    stopped = _stop_signal()
    async with playhouse(settings.roadmate_data, url, secret, SystemClock()) as house:
        await house.core.wake()
        _settled()
        watchdog = Watchdog()
        served = web.serve(
            address.host,
            address.port,
            [*house.playground.routes(), metrics.route(partial(_vitals, house.core, watchdog))],
            house.core.health,
            before_stop=house.playground.hang_up,
        )
        chores = [
            Chore("announce", _GLANCE, house.announcer.run_once, house.announcer.next_post_at),
            Chore("keep a copy", _HOUR, partial(keep_daily, settings, house.database, SystemClock())),
            *house.core.chores(),
        ]
        async with watchdog.watching(), served as bound, _scheduled(chores):
            await furnish(house.playground, house.timepiece)
            write(playing(voice_of("en"), replace(address, port=bound).url))
            await stopped.wait()


async def run(settings: Settings) -> None:
    """Speaks on every platform that has a token, until it is told to stop.

    Raises NothingToRun, StorageError, CannotListen, and Refused once no platform will have us.
    """
    if not has_tokens(settings):
        raise NothingToRun
    secret, url = signing_secret(settings), settings.database_url.get_secret_value()
    zoneinfo.reset_tzpath(())
    database = await Database.open(url, backups=settings.roadmate_data / "backups")
    try:
        core = Core(
            database,
            SystemClock(),
            secret.encode(),
            settings.roadmate_data / "cache",
            commands_a_minute=settings.roadmate_commands_a_minute,
        )
        await _speak(settings, database, core)
    finally:
        await database.close()


async def _speak(settings: Settings, database: Database, core: Core) -> None:
    stopped = _stop_signal()
    spoken_on = connections(settings, core.dispatcher, core.buttons)
    announcer = core.announcer(spoken_on.platforms)
    supervisors = [Supervisor(platform, announcer.serve) for platform in spoken_on.platforms]
    chores = [
        *(_announcing(announcer, each) for each in supervisors),
        Chore("keep a copy", _HOUR, partial(keep_daily, settings, database, SystemClock())),
        *core.chores(),
    ]
    address = settings.roadmate_http
    await core.wake()
    _settled()
    watchdog = Watchdog()
    routes = [*spoken_on.routes, metrics.route(partial(_vitals, core, watchdog))]
    served = web.serve(address.host, address.port, routes, core.health, names=spoken_on.names)
    async with watchdog.watching():
        async with served, _scheduled(chores):
            for supervisor in supervisors:
                supervisor.start()
            await _first(stopped.wait(), _all_gave_up(supervisors))
        # Both at once, for each has its twenty seconds: what runs us waits for thirty.
        await asyncio.gather(announcer.stop(), *(supervisor.stop() for supervisor in supervisors))
    if not stopped.is_set():
        raise next(each.refused for each in supervisors if each.refused)


def _announcing(announcer: Announcer, supervisor: Supervisor) -> Chore:
    """On time, and now and then in case it is due for a reason that nobody could foresee."""
    name = supervisor.platform.name
    return Chore(f"announce {name}", _GLANCE, supervisor.announce, partial(announcer.next_post_at, name))


async def _vitals(core: Core, watchdog: Watchdog) -> Vitals:
    return await core.vitals(watchdog.lag)


async def _all_gave_up(supervisors: Sequence[Supervisor]) -> None:
    await asyncio.gather(*(supervisor.given_up() for supervisor in supervisors))


async def _first(*waits: Coroutine[Any, Any, object]) -> None:
    tasks = [asyncio.create_task(wait, name=f"wait {place}") for place, wait in enumerate(waits)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _scheduled(chores: Sequence[Chore]) -> AsyncIterator[None]:
    scheduler = Scheduler(SystemClock(), chores)
    scheduler.start()
    try:
        yield
    finally:
        await scheduler.stop()


def _settled() -> None:
    """What there is by now stays for good: looking through it for garbage again and again would keep the loop
    waiting for some 80 ms each time."""
    gc.collect()
    gc.freeze()


def _stop_signal() -> asyncio.Event:
    """Set by SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped
