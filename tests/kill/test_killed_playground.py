"""The short form of `python -m tests.kill.playground`."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.kill.playground import run

pytestmark = [
    pytest.mark.kill,
    pytest.mark.loopback,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL is what it is about"),
]


def test_whatever_a_killed_playground_has_posted_or_acknowledged_is_there_once(tmp_path: Path) -> None:
    report = asyncio.run(run(tmp_path, kills=5, seed=8, how_many_cohorts=8))

    assert report.wrong == ()
    assert report.books.posts > 5
    assert report.books.acknowledged > 30
