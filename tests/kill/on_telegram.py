"""Kills the real bot on Telegram, again and again, while it posts and hears; then reads the books.

    TELEGRAM_EMULATOR=.../telegram_emulator python -m tests.kill.on_telegram --kills 300 --seed 1

Some fifty updates a second arrive, whether the bot lives or not; twenty cohorts post at the same minute of
every day. The bot is forked from a process that has its modules already, so that a start takes no longer than
its work. Prints a table, and ends with exit code 1 when anything was lost, counted twice, or doubled without
a doubt.
"""

import asyncio
import os
import random
import sys
import tempfile
import time as stopwatch
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.acceptance.real_process import MovableClock, free_port
from tests.acceptance.telegram_stage import Stage, labels, telegram
from tests.copied_cohorts import copied
from tests.kill import telegram_books as books
from tests.kill.command_line import tell, told
from tests.kill.telegram_books import Books
from tests.kill.telegram_bot import Bot
from tests.kill.telegram_crowd import Crowd, Tally

_EVE = datetime(2027, 1, 3, 8, tzinfo=UTC)
_MEMBERS = 16
_A_DAY = 10
_HELD = timedelta(minutes=12)
_IN_THE_START = 0.15
_START, _LIFE = (0.05, 1.0), (0.02, 1.2)
_PATIENCE = 300


class Executioner:
    """Day after day: posts are due, the bot is started and killed, and in the end lives for long enough."""

    def __init__(self, stage: Stage, clock: MovableClock, directory: Path, seed: int) -> None:
        self._stage = stage
        self._clock = clock
        self._chance = random.Random(seed)  # noqa: S311 - repeatable chance
        self._data = directory / "data"
        self._data.mkdir()
        self._bot = Bot(
            self._data,
            {
                "ROADMATE_DATA": str(self._data),
                "DATABASE_URL": f"sqlite+aiosqlite:///{self._data}/roadmate.db",
                "ROADMATE_HTTP": f"127.0.0.1:{free_port()}",
                "ROADMATE_COMMANDS_A_MINUTE": "0",  # one person does here what many do elsewhere
                "TELEGRAM_TOKEN": stage.token,
                "TELEGRAM_API_URL": stage.url,
            },
        )
        self.tally = Tally()
        self._chats: dict[int, int] = {}
        self._crowd = Crowd(stage, [], self._chance, self.tally)

    async def prepare(self, cohorts: int) -> None:
        """One cohort is made as an admin would, with its members, and the others after its image."""
        stage, boss = self._stage, await self._stage.person("Boss")
        members = [await stage.person(f"M{number}") for number in range(_MEMBERS)]
        people = [member.id for member in members]
        chats = [
            (await stage.ask("add_supergroup", title=f"G{number}", members=people, creator=boss.id))[
                "chat_id"
            ]
            for number in range(cohorts)
        ]
        self._bot.start()
        await stage.ask("wait_online", timeout=_PATIENCE)
        await boss.start()
        first = (_EVE + timedelta(days=1)).date()
        draft = await boss.says(
            f"/cohort_create curriculum=py-backend-senior-es name=G0 start={first} time=09:00 zone=UTC"
            " days=mon,tue,wed,thu,fri,sat,sun language=en",
            chats[0],
            "preview",
            answered_in=boss.id,
        )
        assert "Start" in labels(draft)
        await boss.chooses("Start", "runs")
        for member in members:
            await member.start()
            await member.says("/join cohort=G0 zone=UTC", chats[0], "You are in", answered_in=member.id)
        assert self._bot.stop() == 0
        self._chats = copied(self._data / "roadmate.db", chats)
        self._crowd = Crowd(stage, members, self._chance, self.tally)

    async def kill(self, kills: int, tell: Callable[[str], None]) -> None:
        """So many kills, some of them every day."""
        crowd = asyncio.create_task(self._crowd.live())
        while self.tally.kills < kills:
            day = (self._clock.now() + timedelta(days=1)).replace(hour=8, minute=59, second=59, microsecond=0)
            self._clock.move_to(day)
            self.tally.days.append(f"{day:%Y%m%d}")
            self._crowd.forget(
                f"{day - timedelta(days=1):%Y%m%d}"
            )  # yesterday's still count, within their grace
            self._crowd.awake.set()
            learning = asyncio.create_task(self._learn(await self._stage.moment()))
            for _ in range(min(_A_DAY, kills - self.tally.kills)):
                await self._one_life()
            await self._evening(day.date().isoformat(), learning)
            tell(f"{self.tally.kills} kills, {self.tally.updates} updates")
            if crowd.done():
                break
        crowd.cancel()
        await asyncio.gather(crowd, return_exceptions=not crowd.done())

    async def _one_life(self) -> None:
        self._bot.start()
        if self._chance.random() < _IN_THE_START:
            await asyncio.sleep(self._chance.uniform(*_START))
        else:
            await self._stage.ask("wait_online", timeout=_PATIENCE)
            await asyncio.sleep(self._chance.uniform(*_LIFE))
        self._bot.kill()
        self.tally.kills += 1
        doubtful = books.in_doubt(self._data)
        self.tally.caught += len(doubtful)
        self.tally.in_doubt |= doubtful

    async def _learn(self, since: int) -> None:
        """What members can see of today's posts, again and again."""
        today = self.tally.days[-1]
        unseen = dict(self._chats)
        while unseen:
            for cohort, chat in list(unseen.items()):
                for message in await self._stage.seen(chat, since=since):
                    done = [
                        each["value"] for row in message["buttons"] for each in row if each["text"] == "Done"
                    ]
                    if done and books.slot_of(done[0]) == (cohort, today):
                        self._crowd.posts[cohort, today] = message
                        unseen.pop(cohort, None)
            await asyncio.sleep(0.3)

    async def _evening(self, day: str, learning: asyncio.Task[None]) -> None:
        """Time enough for what is in doubt to be held, and for all that was said to be heard."""
        self._clock.move_to(self._clock.now() + _HELD)
        self._bot.start()
        await self._stage.ask("wait_online", timeout=_PATIENCE)
        await self._until(lambda: books.sent(self._data, day) == len(self._chats))
        await learning
        await asyncio.sleep(1)
        self._crowd.awake.clear()
        await asyncio.sleep(1)
        assert await self._stage.ask("wait_idle", quiet=0.5, timeout=_PATIENCE)
        await self._until(lambda: not books.unanswered(self._data))
        assert self._bot.stop() == 0

    async def _until(self, holds: Callable[[], bool]) -> None:
        for _ in range(5 * _PATIENCE):
            if holds():
                return
            await asyncio.sleep(0.2)
        raise TimeoutError

    async def reckon(self) -> Books:
        """Reads the books."""
        tally = self.tally
        chats = {cohort: await self._stage.seen(chat, limit=100_000) for cohort, chat in self._chats.items()}
        return books.read(self._data, tally.wishes, chats, tally.days, tally.in_doubt)


async def run(kills: int, seed: int, cohorts: int, tell: Callable[[str], None]) -> tuple[Tally, Books]:
    """The whole of it; `tell` hears how far it is."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        clock = MovableClock(directory, _EVE)
        os.environ.update(clock.of_program)  # for the process that the bot is forked from
        async with telegram(directory, "--no-flood", "--no-record", **clock.environment) as stage:
            executioner = Executioner(stage, clock, directory, seed)
            try:
                await executioner.prepare(cohorts)
                await executioner.kill(kills, tell)
            except BaseException:
                tell((directory / "data" / "program.log").read_text()[-4000:])
                raise
            return executioner.tally, await executioner.reckon()


def table(tally: Tally, found: Books, seconds: float) -> str:
    """The report in lines."""
    rows = {
        "kills": f"{tally.kills}, on {len(tally.days)} study days",
        "seconds": f"{seconds:.0f}",
        "updates": f"{tally.updates}",
        "posts": f"{found.posts}; doubled {found.doubled}",
        "posts in doubt": f"{len(tally.in_doubt)}, at {tally.caught} looks after a kill",
        "check-ins in the books": f"{found.check_ins}, {found.notes} notes",
        "wrong": f"{len(found.wrong)}",
    }
    lines = [f"{name:<30}{value}" for name, value in rows.items()]
    return "\n".join([*lines, *found.wrong[:40]])


def main() -> None:
    """Reads the command line and prints the table."""
    given = told(__doc__, kills=300)
    begun = stopwatch.monotonic()
    tally, found = asyncio.run(run(given.kills, given.seed, given.cohorts, tell))
    print(table(tally, found, stopwatch.monotonic() - begun))  # noqa: T201 - a script prints
    sys.exit(1 if found.wrong else 0)


if __name__ == "__main__":
    main()
