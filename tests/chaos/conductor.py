"""A chaos run: the real program between two small platforms, one of them ill, on a machine that is not well.

The slots of one day follow each other every eight seconds: the clocks leap to shortly before the next one, so
that posts fall due in the midst of whatever is wrong at that moment.
"""

import asyncio
import random
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.acceptance.real_process import RealProcess, program
from tests.chaos import books, fake_discord, fake_telegram, wire
from tests.chaos.books import Account
from tests.chaos.hands import BEGINNING, Hands
from tests.chaos.log import Log
from tests.chaos.town import DISCORD, FIRST_SLOT, IN_A_SLOT, SLOTS_APART, TELEGRAM, Town, town
from tests.chaos.troubles import Machine
from tests.chaos.wire import Fault, Wire

BEAT = 8.0
BEFORE_A_SLOT = timedelta(seconds=6)
FAULT_EVERY = 2.0
DEADLINE = 3.0  # of Discord's, for a first answer
_MACHINE_TROUBLE = 1 / 3
_TROUBLE_EVERY = (1.0, 11.0)
_HELD = timedelta(minutes=15)  # what is in doubt on Telegram is held for ten
_NOTICED = 7.0  # seconds in which the program sees that the clock has leapt, and does what is due
_LOOKS = 12
_TO_FURNISH = 300
_TO_START = 120
_EVERYWHERE: tuple[Fault, ...] = (
    *(wire.slow_down(seconds) for seconds in (0.1, 3, 70, 7_200)),
    wire.slow_down(2, everywhere=True),
    *(wire.broken(status) for status in (500, 502, 503, 520)),
    *(wire.broken(status, html=True) for status in (200, 502)),
    wire.broken_after,
    wire.reset_before,
    wire.reset_after,
    wire.done_after(30),
    wire.answered_after(30),
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What shall happen: by which chance, and for how long once all is furnished."""

    seed: int
    seconds: float = 180.0

    @property
    def rooms(self) -> int:
        """On each platform, one for each cohort."""
        return int(self.seconds / BEAT) * IN_A_SLOT

    @property
    def ill(self) -> tuple[str, ...]:
        """The platforms that are ill in this run."""
        return ((DISCORD,), (TELEGRAM,), (DISCORD, TELEGRAM))[self.seed % 3]


class Conductor:
    """Leads through the run."""

    def __init__(self, wishes: Wishes, there: Town, hands: Hands, machine: Machine) -> None:
        self._wishes = wishes
        self._town = there
        self._hands = hands
        self._machine = machine
        self._chance = random.Random(wishes.seed)  # noqa: S311 - repeatable chance
        self.log = Log()

    async def play(self) -> None:
        """All of it."""
        self._town.discord.deadline = DEADLINE
        wires = {DISCORD: self._town.discord.wire, TELEGRAM: self._town.telegram.wire}
        beside = [
            asyncio.create_task(each)
            for each in (
                self._town.live(),
                *(self._sicken(wires[name]) for name in self._wishes.ill),
                self._trouble(),
            )
        ]
        for slot in range(self._wishes.rooms // IN_A_SLOT):
            self._hands.leap(FIRST_SLOT + slot * SLOTS_APART - BEFORE_A_SLOT)
            await asyncio.sleep(BEAT)
            for task in beside:
                if task.done():
                    task.result()
        for task in beside:
            task.cancel()
        await asyncio.wait(beside)
        for each in wires.values():
            each.fault = None

    async def recover(self) -> None:
        """Nothing is wrong any more: what is open is brought to its end, and the clock gives it the time."""
        self._hands.put_wrong(timedelta())
        self._town.telegram.conflict = False
        await self._machine.restarted(self._town)
        crowd = asyncio.create_task(self._town.live())
        for _ in range(_LOOKS):
            await asyncio.sleep(_NOTICED)
            if not self._machine.open_rows():
                break
            self._hands.leap(self._hands.now() + _HELD)
        crowd.cancel()
        await asyncio.wait({crowd})

    async def _sicken(self, ill: Wire) -> None:
        """Another fault every two seconds, for one of them: who is always ill is never found alive."""
        while True:
            ill.fault = self._chance.choice(_EVERYWHERE)
            await asyncio.sleep(FAULT_EVERY / 2)
            ill.fault = None
            await asyncio.sleep(FAULT_EVERY / 2)

    async def _trouble(self) -> None:
        """Now and then something befalls the machine, or a room."""
        for_rooms = self._of_rooms()
        while True:
            await asyncio.sleep(self._chance.uniform(*_TROUBLE_EVERY))
            if self._chance.random() < _MACHINE_TROUBLE:
                befalls = self._chance.choice(self._machine.troubles())
                with self.log.noted(befalls.__name__):
                    await befalls(self._town)
                    await self._machine.up(self._town)
                    await self._well_again()
            else:
                what = self._chance.choice(for_rooms)
                await what()

    def _of_rooms(self) -> list[Callable[[], Awaitable[None]]]:
        there: dict[str, list[Callable[[], Awaitable[None]]]] = {
            DISCORD: [self._drop, self._reconnect, self._shut_on_discord],
            TELEGRAM: [self._conflict, *[self._migrate] * 3, self._shut_on_telegram],
        }
        return [what for name in self._wishes.ill for what in there[name]]

    async def _drop(self) -> None:
        self.log.count("gateway lost")
        await self._town.discord.gateway.drop()

    async def _reconnect(self) -> None:
        self.log.count("gateway asks to reconnect")
        await self._town.discord.gateway.reconnect()

    async def _conflict(self) -> None:
        """Telegram says that a second copy runs, which ends the talk with it until the next start."""
        with self.log.noted("409"):
            self._town.telegram.conflict = True
            await asyncio.sleep(FAULT_EVERY)
            self._town.telegram.conflict = False
            await self._machine.killed(self._town)
            await self._well_again()

    async def _well_again(self) -> None:
        """Waits until the program hears again on the platform that is not ill, however long a start takes."""
        for name, platform in ((DISCORD, self._town.discord), (TELEGRAM, self._town.telegram)):
            if name not in self._wishes.ill:
                async with asyncio.timeout(_TO_START):
                    await platform.online.wait()

    async def _migrate(self) -> None:
        left = [room for room in self._town.telegram.rooms if room not in self._town.telegram.moved]
        if left:
            self.log.count("migration")
            self._town.telegram.migrate(self._chance.choice(left))

    async def _shut_on_discord(self) -> None:
        self._shut(self._town.discord.rooms, self._town.discord.board.shut)

    async def _shut_on_telegram(self) -> None:
        self._shut(self._town.telegram.rooms, self._town.telegram.board.shut)

    def _shut(self, rooms: list[str], shut: dict[str, list[str]]) -> None:
        if len(shut) < len(rooms) // 8:
            self.log.count("room shut")
            shut.setdefault(self._chance.choice(rooms), [])


async def run(directory: Path, wishes: Wishes) -> Account:
    """One run in that directory, and what the books say afterwards."""
    hands = Hands(directory / "clock", BEGINNING)
    data = directory / "data"
    async with town(wishes.rooms, hands.now, random.Random(wishes.seed)) as there:  # noqa: S311 - as above
        process = roadmate(there, hands, data)
        machine = Machine(process, hands, data, random.Random(wishes.seed))  # noqa: S311 - as above
        try:
            process.start()
            async with asyncio.timeout(_TO_FURNISH):
                await there.furnish()
            conductor = Conductor(wishes, there, hands, machine)
            await conductor.play()
            await conductor.recover()
            code = await asyncio.to_thread(process.stop)  # who says goodbye to both platforms
            found = books.read(data, there, hands, conductor.log, wishes.ill, code)
            if found.wrong:
                shutil.copytree(data, directory / "wrong")  # the small disk is given back
            return found
        finally:
            process.kill()
            machine.leave()


def roadmate(there: Town, hands: Hands, data: Path) -> RealProcess:
    """`roadmate run` in that town, by those hands."""
    settings = {
        "DISCORD_TOKEN": fake_discord.TOKEN,
        "DISCORD_API_URL": there.discord.api_url,
        "TELEGRAM_TOKEN": fake_telegram.TOKEN,
        "TELEGRAM_API_URL": there.telegram.url,
        "ROADMATE_LOG_LEVEL": "warning",
        "ROADMATE_SECRET": "MadeUpForARunOfChaos",
        "TMPDIR": str(data),
    }
    command = (sys.executable, "-m", "tests.chaos.machine", str(hands.file), "run")
    process = program(data, command, **settings)
    process.log = data.parent / "program.log"  # not on the small disk
    return process
