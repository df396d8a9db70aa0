"""From the start of the process to a page that is served with its first post, against importing libraries.

The first start makes the database, a cohort and its members; a later one finds them. Both are the real
program; they are compared with a process that imports discord and telegram.ext and ends.
"""

import subprocess
import sys
import tempfile
import time as stopwatch
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.playground_process import PlaygroundProcess

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds, medians of the rounds."""

    libraries: float
    first: float
    later: float


def measured() -> Result:
    """All three, round by round in turn."""
    with tempfile.TemporaryDirectory() as directory:
        rounds = [_round(Path(directory) / str(number)) for number in range(ROUNDS)]
    return Result(*map(median, zip(*rounds, strict=True)))


def _round(directory: Path) -> tuple[float, float, float]:
    return (
        _seconds(lambda: subprocess.run([sys.executable, "-c", "import discord, telegram.ext"], check=True)),
        _ready(directory),
        _ready(directory),
    )


def _ready(directory: Path) -> float:
    begun = stopwatch.perf_counter()
    process = PlaygroundProcess(directory)
    assert process.url
    took = stopwatch.perf_counter() - begun
    process.stop()
    return took


def _seconds(work: Callable[[], object]) -> float:
    begun = stopwatch.perf_counter()
    work()
    return stopwatch.perf_counter() - begun
