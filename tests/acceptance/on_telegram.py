"""The real program on Telegram, over real sockets: what people live, and what Telegram does to it.

    TELEGRAM_EMULATOR=.../telegram_emulator python -m tests.acceptance.on_telegram [PART...]

Prints a line for each step, and ends with exit code 1 when one of them falls short.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.acceptance.real_process import MovableClock, free_port, program
from tests.acceptance.steps import Steps
from tests.acceptance.telegram_crowd import Crowd
from tests.acceptance.telegram_stage import Life, Stage, telegram
from tests.acceptance.telegram_story import EVE, Place, Story, people
from tests.acceptance.telegram_troubles import Troubles

SECRET = "a-secret-of-the-acceptance"  # noqa: S105 - opens nothing


async def polling(steps: Steps) -> None:
    """The story in a group with privacy mode on, in a forum and in a channel."""
    async with _telegram() as (stage, clock, directory):
        who = await people(stage)
        members = [who.ada.id, who.bruno.id, who.zoe.id, who.eve.id]
        group = await stage.ask(
            "add_supergroup", title="Study", members=members, creator=who.boss.id, bot=False
        )
        forum = await stage.ask(
            "add_supergroup",
            title="Forum",
            members=members,
            creator=who.boss.id,
            forum=True,
            topics=["Python"],
        )
        channel = await stage.ask("add_channel", title="News", members=members, creator=who.boss.id)
        chat = channel["chat_id"] if isinstance(channel, dict) else channel
        places = [
            Place("group", group["chat_id"]),
            Place("forum", forum["chat_id"], forum["topics"]["Python"]),
            Place("channel", chat),
        ]
        async with _running(stage, clock, directory) as life:
            for place in places:
                await life.move_to(EVE)
                await Story(stage, life, steps, who, place).told()
            await _nothing_wrong(stage, steps)


async def webhook(steps: Steps) -> None:
    """The story in a group, where Telegram calls us."""
    async with _telegram() as (stage, clock, directory):
        who = await people(stage)
        members = [who.ada.id, who.bruno.id, who.zoe.id, who.eve.id]
        group = await stage.ask(
            "add_supergroup", title="Study", members=members, creator=who.boss.id, bot=False
        )
        port = free_port()
        settings = {
            "ROADMATE_HTTP": f"127.0.0.1:{port}",
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
        }
        async with _running(stage, clock, directory, **settings) as life:
            await Story(stage, life, steps, who, Place("group", group["chat_id"])).told()
            await _nothing_wrong(stage, steps)


async def troubles(steps: Steps) -> None:
    """What Telegram does to a bot."""
    async with _telegram() as (stage, clock, directory):
        boss = await stage.person("Boss")
        async with _running(stage, clock, directory) as life:
            await Troubles(stage, life, steps, boss).gone_through()
            await _nothing_wrong(stage, steps)


async def crowd(steps: Steps) -> None:
    """40 cohorts that are due in one minute."""
    async with _telegram() as (stage, clock, directory):
        boss = await stage.person("Boss")
        async with _running(stage, clock, directory) as life:
            found = Crowd(stage, life, boss)
            await found.made()
            await steps.step("40 cohorts due in one minute: each posts once", found.posted)
            await _nothing_wrong(stage, steps)


PARTS: Mapping[str, Callable[[Steps], Awaitable[None]]] = {
    "polling": polling,
    "webhook": webhook,
    "troubles": troubles,
    "crowd": crowd,
}


async def _nothing_wrong(stage: Stage, steps: Steps) -> None:
    async def is_clean() -> None:
        assert await stage.ask("violations") == []
        assert await stage.ask("flood_hits") == []
        refused = [each for each in await stage.called("*") if each["status"] == 400]
        assert not [each for each in refused if "parse entities" in str(each)], refused

    await steps.step(
        "no violation of the Bot API, no flood hit, no entity that could not be parsed", is_clean
    )


@asynccontextmanager
async def _telegram() -> AsyncIterator[tuple[Stage, MovableClock, Path]]:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        clock = MovableClock(directory, EVE)
        async with telegram(directory, **clock.environment) as stage:
            yield stage, clock, directory


@asynccontextmanager
async def _running(
    stage: Stage, clock: MovableClock, directory: Path, **settings: str
) -> AsyncIterator[Life]:
    """The program, on that Telegram; what it had to say is shown if it ends badly."""
    own = {"TELEGRAM_TOKEN": stage.token, "TELEGRAM_API_URL": stage.url, **clock.of_program}
    life = Life(program(directory / "data", **own, **settings), clock, stage)
    await life.start()
    try:
        yield life
    finally:
        code = life.bot.stop()
        if code or "Traceback" in life.bot.said:
            print(life.bot.said[-4000:])  # noqa: T201 - a script prints


def main() -> None:
    """Tries the parts that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.on_telegram")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    steps = Steps()
    for part in parser.parse_args().parts or list(PARTS):
        print(f"-- {part}", flush=True)  # noqa: T201 - it takes minutes
        asyncio.run(PARTS[part](steps))
    print(steps.summary())  # noqa: T201 - a script prints
    sys.exit(bool(steps.short))


if __name__ == "__main__":
    main()
