"""The real program on an emulated Discord, over real sockets: a cohort's days, then all that goes wrong.

    python -m tests.acceptance.on_discord

Needs an emulator of Discord, see `discord_stage.py`, and libfaketime. Prints a line a step, and ends with
exit code 1 at the first that does not hold.
"""

import argparse
import asyncio
import sys
import tempfile
import time as stopwatch
from collections import Counter
from pathlib import Path
from statistics import median

from tests.acceptance import discord_shards, discord_study, discord_troubles
from tests.acceptance.discord_stage import objections
from tests.acceptance.discord_town import Falls, Town, town

_REFUSALS = (401, 403, 429)


async def _walk(directory: Path, deadline: float) -> None:
    async with town(directory, deadline) as built:
        for step in (*discord_study.STEPS, nothing_to_object, *discord_troubles.STEPS, *discord_shards.STEPS):
            begun = stopwatch.monotonic()
            await step(built)
            _tell(f"holds  {step.__name__.replace('_', ' ')} ({stopwatch.monotonic() - begun:.1f} s)")
        await nothing_to_object(built, provoked=discord_troubles.PROVOKED)
        _tell("holds  nothing to object in the end")
        waited = sorted(built.waited)
        _tell(
            f"{len(waited)} answers, the first word after {median(waited):.0f} ms, {waited[-1]:.0f} at most"
        )


async def nothing_to_object(built: Town, provoked: int = 0) -> None:
    """No broken rule, no silent change, nobody notified, and no refusal but those that were asked for."""
    objected = await objections(built.stage)
    requests = await built.stage.ask("requests", min_status=400)
    refused = Counter((each["status"], each["template"]) for each in requests if each["status"] in _REFUSALS)
    if objected or refused.total() > provoked:
        raise Falls(f"{objected}, refused {refused}"[:3_000])
    health = await built.stage.ask("health")
    if any(health.values()):
        raise Falls(f"the emulator itself: {health}"[:3_000])


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a script reports


def main() -> None:
    """Walks through all steps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--deadline", type=float, default=3.0, help="seconds until an answer is too late")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        try:
            asyncio.run(_walk(Path(directory), given.deadline))
        except Falls as fall:
            _tell(f"FALLS  {fall}\n{(Path(directory) / 'data' / 'program.log').read_text()[-3_000:]}")
            sys.exit(1)


if __name__ == "__main__":
    main()
