"""Kills the real program, again and again, while it posts and records on Discord; then reads the books.

    python -m tests.kill.on_discord --kills 300 --seed 1

Needs an emulator of Discord, see `tests/acceptance/discord_stage.py`, and libfaketime. Prints a table, and
ends with exit code 1 when anything was lost, doubled or left in doubt.
"""

import asyncio
import contextlib
import random
import sys
import tempfile
import time as stopwatch
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.acceptance.discord_stage import objections, settings, staged
from tests.acceptance.real_process import MovableClock, RealProcess, program
from tests.benchmarks.discord_stage import Stage
from tests.kill import books, cohorts
from tests.kill.command_line import tell, told
from tests.kill.crowd import Crowd
from tests.kill.discord_door import DiscordDoor
from tests.kill.report import Report

_BEGINNING = datetime(2027, 1, 4, 6, tzinfo=UTC)
_IN_THE_START = 0.15
_START = (0.1, 4.0)
_LIFE = (0.02, 8.0)
_LONGEST = 30
_SOON = 0.5
_MOST_SLOTS = 3
_OFF = timedelta(seconds=2)
_DOUBT = timedelta(seconds=12)
_CALM = timedelta(minutes=15)
_LOOKS = 60
_NOTICED = 1.2
EMULATOR = (
    *("--nonce-window", "5"),
    *("--identify-interval", "0", "--session-start-total", "100000"),
    *("--ack-deadline", "30"),
)
"""Discord keeps nonces for some minutes: who lived by them alone would not be found out. It allows fewer
starts a day, and three seconds for an answer, which a machine that does much else may not keep to.
"""


class Executioner:
    """Starts the program in one directory, lets the crowd use it for a while, and kills it."""

    def __init__(
        self, directory: Path, stage: Stage, clock: MovableClock, chance: random.Random, how_many_cohorts: int
    ) -> None:
        self._study = directory / "roadmate.db"
        self._program = program(directory, **settings(stage, clock), ROADMATE_LOG_LEVEL="warning")
        self._clock = clock
        self._chance = chance
        self._how_many_cohorts = how_many_cohorts
        self._door = DiscordDoor(stage)
        self._crowd = Crowd(chance, fresh=how_many_cohorts + how_many_cohorts // 2)
        self._kills = self._kills_in_the_start = 0
        self._caught: list[tuple[int, int]] = []

    async def prepare(self) -> None:
        """Make the cohorts."""
        await self._door.furnish()
        self._program.start()
        await self._door.ready()
        await cohorts.make(self._door, self._how_many_cohorts, self._clock.now())
        _end(self._program)

    async def kill(self) -> None:
        """One start, and one kill; before it, time passes until there is something to do."""
        await self._let_time_pass()
        self._kills += 1
        self._program.start()
        if self._chance.random() < _IN_THE_START:
            await asyncio.sleep(self._chance.uniform(*_START))
            self._kills_in_the_start += 1
            self._program.kill()
            return
        await self._door.ready()
        await self._crowd.live(self._door, self._moment())
        self._program.kill()
        await self._crowd.go_home()
        there = await self._door.standing()
        self._caught.append(books.in_the_middle(self._study, there.posts.values()))

    async def _moment(self) -> None:
        """At any moment, or soon after the first post."""
        since = len(self._door.posts)
        if self._chance.random() < 1 / 2:
            await asyncio.sleep(self._chance.uniform(*_LIFE))
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST):
                while len(self._door.posts) == since:  # noqa: ASYNC110 - the crowd fills it
                    await asyncio.sleep(_SOON / 10)
        await asyncio.sleep(self._chance.uniform(0, _SOON))

    async def reckon(self, begun: float) -> Report:
        """Start it once more, let what is due be done, end it in order, and read the books."""
        await self._come_to_rest()
        self._clock.move_to(self._clock.now() + _CALM)  # whatever is in doubt is looked for
        await asyncio.sleep(_NOTICED)
        await self._come_to_rest()
        crowd, rooms = self._crowd, await self._door.standing()
        return Report(
            kills=self._kills,
            kills_in_the_start=self._kills_in_the_start,
            posted_unsettled=sum(there for there, _ in self._caught),
            claimed_unposted=sum(missing for _, missing in self._caught),
            seconds=stopwatch.monotonic() - begun,
            attempts=len(crowd.attempts),
            unanswered=len(crowd.attempts) - len(crowd.answered),
            surprises=tuple(crowd.surprises),
            books=books.read(self._study, rooms, crowd.attempts, crowd.answered, self._clock.now()),
        )

    async def _come_to_rest(self) -> None:
        self._program.start()
        await self._door.ready()
        for _ in range(_LOOKS):
            await asyncio.sleep(1)
            if not books.open_rows(self._study) and not await self._missing():
                break
        _end(self._program)

    def leave(self) -> None:
        """Let nothing run on, whatever went wrong."""
        self._program.kill()

    async def _let_time_pass(self) -> None:
        """On to one of the next times to post; but while something is not there yet, only a little."""
        now = self._clock.now()
        if await self._missing():
            self._clock.move_to(now + self._chance.random() * _DOUBT)
        else:
            slots = books.next_slots(self._study, now)
            self._clock.move_to(slots[self._chance.randrange(_MOST_SLOTS)] + _OFF)
        await asyncio.sleep(_NOTICED)

    async def _missing(self) -> bool:
        there = await self._door.standing()
        return bool(books.missing(self._study, there.posts.values(), self._clock.now()))


async def run(
    directory: Path, kills: int, seed: int, how_many_cohorts: int, tell: Callable[[str], None]
) -> tuple[Report, list[str]]:
    """The whole of it, and what Discord has to object; `tell` hears how far it is."""
    begun = stopwatch.monotonic()
    clock = MovableClock(directory, _BEGINNING)
    async with staged(directory, clock, *EMULATOR) as stage:
        chance = random.Random(seed)  # noqa: S311 - repeatable chance
        executioner = Executioner(directory / "data", stage, clock, chance, how_many_cohorts)
        try:
            await executioner.prepare()
            for number in range(1, kills + 1):
                await executioner.kill()
                if number % 10 == 0:
                    tell(f"{number} kills, {stopwatch.monotonic() - begun:.0f} s")
            report = await executioner.reckon(begun)
        finally:
            executioner.leave()
        return report, await objections(stage)


def _end(process: RealProcess) -> None:
    code = process.stop()
    if code != 0:
        problem = f"the program ended with {code}: {process.said[-2_000:]}"
        raise RuntimeError(problem)


def main() -> None:
    """Reads the command line and prints the table."""
    given = told(__doc__, kills=300)
    with tempfile.TemporaryDirectory() as directory:
        report, objected = asyncio.run(run(Path(directory), given.kills, given.seed, given.cohorts, tell))
    print("\n".join([report.table(), f"{'objections of Discord':<24}{len(objected)}", *objected[:40]]))  # noqa: T201 - a script prints
    sys.exit(1 if report.wrong or objected else 0)


if __name__ == "__main__":
    main()
