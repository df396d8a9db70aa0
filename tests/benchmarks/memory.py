"""Memory of the program at rest, and what 100,000 check-ins leave behind in it.

At rest is the real playground after its first start. For the check-ins the same program is built in this
process and spoken to at its answering door, by 1,000 members on 100 study days, 64 at a time.
"""

import asyncio
import re
import tempfile
import time as stopwatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from bot.clock import SystemClock
from bot.interface.address import RoomAddress
from bot.interface.request import Raw, Request, Said, Speaker
from bot.playhouse import Playhouse, playhouse
from tests.playground_process import PlaygroundProcess
from tests.study_world import words

MEMBERS = 1000
STUDY_DAYS = 100
AT_ONCE = 64
ROOM = RoomAddress("playground", "playground", "night-owls", name="night-owls")
_DAY = timedelta(days=1)
_NOTHING: Mapping[str, Raw] = MappingProxyType({})
_AS_DONE: Mapping[str, Raw] = MappingProxyType({"cohort": "1"})  # what the button under a post binds
_EVERY_DAY = "mon,tue,wed,thu,fri,sat,sun"


@dataclass(frozen=True, slots=True)
class Result:
    """Mebibytes resident; and check-ins a second through the answering door."""

    at_rest: float
    before: float
    after: float
    rate: float


def measured() -> Result:
    """To be asked for in a process of its own, which keeps what it has once taken."""
    with tempfile.TemporaryDirectory() as directory:
        at_rest = _at_rest(Path(directory) / "rest")
        before, after, seconds = asyncio.run(_checked_in(Path(directory)))
    return Result(at_rest, before, after, MEMBERS * STUDY_DAYS / seconds)


def _at_rest(directory: Path) -> float:
    process = PlaygroundProcess(directory)
    assert process.url
    resident = _mebibytes(process.pid)
    process.stop()
    return resident


async def _checked_in(directory: Path) -> tuple[float, float, float]:
    """Memory before and after, and the seconds in between that went into check-ins."""
    url = f"sqlite+aiosqlite:///{directory}/roadmate.db"
    async with playhouse(directory, url, "a secret of the benchmark's own", SystemClock()) as house:
        learners = Class(house)
        await learners.begin()
        before, seconds = _mebibytes("self"), 0.0
        for _ in range(STUDY_DAYS):
            await house.timepiece.to_next_post()
            begun = stopwatch.perf_counter()
            await learners.all_say("checkin", "counted", _AS_DONE)
            seconds += stopwatch.perf_counter() - begun
        return before, _mebibytes("self"), seconds


class Class:
    """A cohort that is spoken for at the answering door."""

    def __init__(self, house: Playhouse) -> None:
        self._house = house
        self._said = 0

    async def begin(self) -> None:
        """An admin makes the cohort, and everybody joins."""
        admin, tomorrow = Speaker("admin", "Admin", administers=True), self._house.timepiece.now() + _DAY
        wishes = {"curriculum": "py-backend-senior-es", "name": "Big", "zone": "UTC", "days": _EVERY_DAY}
        await self._say(admin, "cohort create", "Big", {**wishes, "start": tomorrow.date()})
        await self._say(admin, "cohort start", "runs", {"cohort": "Big"})
        await self.all_say("join", "You are in.", {"listed": True})

    async def all_say(self, command: str, expected: str, arguments: Mapping[str, Raw] = _NOTHING) -> None:
        """Everybody says it, so many at a time; ends the run where the answer is not the expected one."""
        waiting = iter(range(MEMBERS))

        async def speak(numbers: Iterable[int]) -> None:
            for number in numbers:
                await self._say(Speaker(f"m{number}", f"Member {number}"), command, expected, arguments)

        await asyncio.gather(*(speak(waiting) for _ in range(AT_ONCE)))

    async def _say(self, who: Speaker, command: str, expected: str, arguments: Mapping[str, Raw]) -> None:
        self._said += 1
        request = Request(
            event_id=str(self._said),
            at=self._house.timepiece.now(),
            speaker=who,
            place=ROOM,
            space_name="Playground",
            intent=Said(command, arguments),
        )
        reply = await self._house.core.dispatcher.answer(request)
        if expected not in words(reply):
            message = f"/{command} was answered: {words(reply)}"
            raise SystemExit(message)


def _mebibytes(process: int | str) -> float:
    """What is resident, as the Linux kernel counts it."""
    [kibibytes] = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(kibibytes) / 1024
