"""Killed in the middle of it, again and again: whatever was acknowledged is there, once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stored_people import names

from storage.database import Database

HERE = Path(__file__).parent
KILLS = 20

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the program to be killed is a fork")


@pytest.fixture
def killed_after(url: str) -> Iterator[Callable[[int], list[str]]]:
    """Lets a process add people until it has acknowledged so many, and kills it: all that it acknowledged."""
    path = os.pathsep.join([str(HERE.parents[1]), str(HERE)])
    with subprocess.Popen(
        [sys.executable, HERE / "keeps_adding.py", url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as program:
        said, asked = program.stdout, program.stdin
        assert said
        assert asked

        def killed_after(lines: int) -> list[str]:
            asked.write(f"{lines}\n")
            asked.flush()
            child = int(said.readline())
            heard = [said.readline().strip() for _ in range(lines)]
            os.kill(child, signal.SIGKILL)
            return heard + [line.strip() for line in iter(said.readline, ".\n")]

        yield killed_after
        asked.close()


@pytest.mark.kill
async def test_whatever_was_acknowledged_before_a_kill_is_there_once(
    url: str, killed_after: Callable[[int], list[str]]
) -> None:
    acknowledged = [name for kill in range(KILLS) for name in killed_after(100 + 37 * kill)]
    database = await Database.open(url)
    found = Counter(await names(database))
    await database.close()

    assert len(acknowledged) > KILLS * 100
    assert set(acknowledged) <= set(found)
    assert set(found.values()) == {1}
    # A fold is whole or not there: only what the 16 callers asked for last may be there and not acknowledged.
    assert len(found) - len(acknowledged) <= 16 * KILLS
