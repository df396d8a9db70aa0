"""Kills the real playground, again and again, while it posts and records; then reads the books.

    python -m tests.kill.playground --kills 200 --seed 1

Prints a table, and ends with exit code 1 when anything was lost, doubled or left in doubt.
"""

import asyncio
import random
import sys
import tempfile
import time as stopwatch
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.kill import books, cohorts, playground_rooms
from tests.kill.command_line import tell, told
from tests.kill.crowd import Crowd
from tests.kill.door import door
from tests.kill.report import Report
from tests.playground_process import PlaygroundProcess

_IN_THE_START = 0.15
_START = (0.1, 2.5)
_LIFE = (0.02, 1.2)


class Executioner:
    """Starts the playground in one directory, lets the crowd use it for a while, and kills it."""

    def __init__(self, directory: Path, chance: random.Random, how_many_cohorts: int) -> None:
        self._directory = directory
        self._study, self._chat = directory / "roadmate.db", directory / "playground.db"
        self._chance = chance
        self._how_many_cohorts = how_many_cohorts
        self._crowd = Crowd(chance, fresh=how_many_cohorts + how_many_cohorts // 2)
        self._kills = self._kills_in_the_start = 0
        self._caught: list[tuple[int, int]] = []

    async def prepare(self) -> None:
        """Make the cohorts."""
        process = PlaygroundProcess(self._directory)
        async with door(process.url) as page:
            await cohorts.make(page, self._how_many_cohorts, await page.now())
            await cohorts.join(page, "misha", "study-hall", "First steps", "UTC")
        _end(process)

    async def kill(self) -> None:
        """One start, and one kill."""
        self._kills += 1
        process = PlaygroundProcess(self._directory)
        if self._chance.random() < _IN_THE_START and not process.ends_within(self._chance.uniform(*_START)):
            self._kills_in_the_start += 1
            process.kill()
            return
        async with door(process.url) as page:
            seconds = self._chance.uniform(*_LIFE)
            await self._crowd.live(page, asyncio.sleep(seconds), self._crowd.move(page))
            process.kill()
            await self._crowd.go_home()
        posts = playground_rooms.standing(self._chat).posts.values()
        self._caught.append(books.in_the_middle(self._study, posts))

    async def reckon(self, begun: float) -> Report:
        """Start it once more, let what is due be done, end it in order, and read the books."""
        end = await self._at_rest()
        crowd = self._crowd
        return Report(
            kills=self._kills,
            kills_in_the_start=self._kills_in_the_start,
            posted_unsettled=sum(there for there, _ in self._caught),
            claimed_unposted=sum(missing for _, missing in self._caught),
            seconds=stopwatch.monotonic() - begun,
            attempts=len(crowd.attempts),
            unanswered=len(crowd.attempts) - len(crowd.answered),
            surprises=(*crowd.surprises, *playground_rooms.damaged(self._chat)),
            books=books.read(
                self._study, playground_rooms.standing(self._chat), crowd.attempts, crowd.answered, end
            ),
        )

    async def _at_rest(self) -> datetime:
        process = PlaygroundProcess(self._directory)
        async with door(process.url) as page:
            await page.move("hour")  # whatever was in doubt is looked for on the way
            end = await page.now()
        _end(process)
        return end


async def run(
    directory: Path,
    kills: int,
    seed: int,
    how_many_cohorts: int,
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """The whole of it; `tell` hears how far it is."""
    begun = stopwatch.monotonic()
    executioner = Executioner(directory, random.Random(seed), how_many_cohorts)  # noqa: S311 - repeatable chance
    await executioner.prepare()
    for number in range(1, kills + 1):
        await executioner.kill()
        if number % 10 == 0:
            tell(f"{number} kills, {stopwatch.monotonic() - begun:.0f} s")
    return await executioner.reckon(begun)


def _end(process: PlaygroundProcess) -> None:
    code = process.stop()
    if code != 0:
        problem = f"the playground ended with {code}"
        raise RuntimeError(problem)


def main() -> None:
    """Reads the command line and prints the table."""
    given = told(__doc__, kills=200)
    with tempfile.TemporaryDirectory() as directory:
        report = asyncio.run(run(Path(directory), given.kills, given.seed, given.cohorts, tell))
    print(report.table())  # noqa: T201 - a script prints
    sys.exit(1 if report.wrong else 0)


if __name__ == "__main__":
    main()
