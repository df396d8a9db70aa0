"""The short form of `python -m tests.chaos`: half a minute in which everything is ill."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.chaos.conductor import Wishes, run

pytestmark = [
    pytest.mark.kill,
    pytest.mark.loopback,
    pytest.mark.skipif(os.name != "posix", reason="it stops and kills with signals"),
]


def test_whatever_goes_wrong_each_post_is_there_once_and_each_check_in_counts(tmp_path: Path) -> None:
    found = asyncio.run(run(tmp_path, Wishes(seed=2, seconds=24, rooms=6)))

    assert found.wrong == ()
    assert sum(found.faults.values()) > 10
    assert found.posts >= 4
    assert found.acknowledged > 10
