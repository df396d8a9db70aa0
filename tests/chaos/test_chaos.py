"""The short form of `python -m tests.chaos`: half a minute in which everything is ill."""

import asyncio
import os
import random
from contextlib import closing
from pathlib import Path

import pytest

from tests.chaos import wire
from tests.chaos.conductor import BEFORE_A_SLOT, Wishes, roadmate, run
from tests.chaos.hands import BEGINNING, Hands
from tests.chaos.town import FIRST_SLOT, town
from tests.kill.books import opened

pytestmark = [
    pytest.mark.kill,
    pytest.mark.loopback,
    pytest.mark.skipif(os.name != "posix", reason="it stops and kills with signals"),
]


def test_whatever_goes_wrong_each_post_is_there_once_and_each_check_in_counts(tmp_path: Path) -> None:
    found = asyncio.run(run(tmp_path, Wishes(seed=2, seconds=24)))

    assert found.wrong == ()
    assert sum(found.faults.values()) > 10
    assert found.posts >= 4
    assert found.acknowledged > 10


def test_who_is_asked_to_end_lets_a_post_arrive_and_notes_it(tmp_path: Path) -> None:
    code, states = asyncio.run(_ended_in_the_middle(tmp_path))

    assert code == 0
    assert states == ["sent", "sent"]


async def _ended_in_the_middle(directory: Path) -> tuple[int, list[str]]:
    """SIGTERM while both platforms have a post and take their time to say so: exit code, and ledger."""
    hands, data = Hands(directory / "clock", BEGINNING), directory / "data"
    async with town(1, hands.now, random.Random(1)) as there:  # noqa: S311 - any will do
        process = roadmate(there, hands, data)
        process.start()
        try:
            await there.furnish()
            for platform in (there.discord, there.telegram):
                platform.wire.fault = wire.answered_after(2)
            hands.leap(FIRST_SLOT - BEFORE_A_SLOT)
            async with asyncio.timeout(60):
                while not (there.discord.board.posts and there.telegram.board.posts):  # noqa: ASYNC110 - no bell
                    await asyncio.sleep(0.02)
            code = await asyncio.to_thread(process.stop)
        finally:
            process.kill()
    with closing(opened(data / "roadmate.db")) as study:
        return code, [state for (state,) in study.execute("SELECT state FROM ledger WHERE kind = 'post'")]
