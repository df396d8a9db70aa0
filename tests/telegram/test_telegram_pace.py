"""The pace of messages, in a loop whose time jumps to the next thing to do."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from bot.interface.platform import SlowDown, Unclear
from bot.platforms.telegram.calls import Calls
from bot.platforms.telegram.pacer import Pacer

_BY_TELEGRAM = 30  # messages a second to all chats together


class _JumpingLoop(asyncio.SelectorEventLoop):
    """Never waits for a timer: its time is at once that of the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0

    def time(self) -> float:
        return super().time() + self._ahead

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self._ahead += max(0.0, self._scheduled[0].when() - self.time())
        super()._run_once()


def _run(story: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=_JumpingLoop) as runner:
        runner.run(story)


async def _times(pacer: Pacer, chats: list[str]) -> list[float]:
    """When each had its turn, counted from the first."""
    loop, times = asyncio.get_running_loop(), list[float]()

    async def one(chat: str) -> None:
        await pacer.turn(chat)
        times.append(loop.time())

    await asyncio.gather(*(one(chat) for chat in chats))
    return [time - times[0] for time in times]


def test_many_chats_keep_to_the_pace_of_all() -> None:
    async def story() -> None:
        times = await _times(Pacer(), [f"-{number}" for number in range(600)])
        assert times[-1] <= 600 / _BY_TELEGRAM * 1.05
        in_a_second = zip(times, times[_BY_TELEGRAM:], strict=False)
        assert all(later - first > 0.98 for first, later in in_a_second)  # noted a little late

    _run(story())


def test_a_chat_hears_one_a_second_and_a_few_ahead() -> None:
    async def story() -> None:
        times = await _times(Pacer(), ["11"] * 30)
        assert times[4] < 1
        assert all(later - first > 4.99 for first, later in zip(times, times[5:], strict=False))
        assert times[-1] < 26

    _run(story())


def test_a_group_hears_eighteen_a_minute() -> None:
    async def story() -> None:
        times = await _times(Pacer(), ["-1"] * 40)
        assert all(later - first > 59.9 for first, later in zip(times, times[18:], strict=False))

    _run(story())


def test_a_busy_group_holds_up_no_other() -> None:
    async def story() -> None:
        pacer, loop = Pacer(), asyncio.get_running_loop()
        busy = [asyncio.ensure_future(pacer.turn("-1")) for _ in range(30)]
        await asyncio.sleep(2)
        began = loop.time()
        await pacer.turn("-2")
        assert loop.time() - began < 0.1
        for turn in busy:
            turn.cancel()

    _run(story())


def test_people_come_first() -> None:
    async def story() -> None:
        pacer, order = Pacer(), list[str]()

        async def one(chat: str, *, for_person: bool) -> None:
            await pacer.turn(chat, for_person=for_person)
            order.append(chat)

        posts = [asyncio.ensure_future(one(f"-{place}", for_person=False)) for place in range(1, 9)]
        await asyncio.sleep(0)
        await asyncio.gather(one("11", for_person=True), *posts)
        assert order.index("11") <= 1

    _run(story())


def test_who_no_longer_waits_takes_nobodys_turn() -> None:
    async def story() -> None:
        pacer = Pacer()
        waiting = [asyncio.ensure_future(pacer.turn(f"-{number}")) for number in range(5)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert [each.cancelled() for each in waiting] == [True, *[False] * 4]

    _run(story())


def test_a_long_hold_is_told_and_a_short_one_is_waited_for() -> None:
    async def story() -> None:
        pacer, loop = Pacer(), asyncio.get_running_loop()
        pacer.hold("-1", timedelta(seconds=90))
        with pytest.raises(SlowDown) as told:
            await pacer.turn("-1")
        assert told.value.after.total_seconds() == pytest.approx(90, abs=0.1)
        pacer.hold("-2", timedelta(seconds=30))
        began = loop.time()
        await pacer.turn("-2")
        assert loop.time() - began == pytest.approx(30, abs=0.1)

    _run(story())


def test_very_many_chats_are_not_remembered_for_ever() -> None:
    async def story() -> None:
        pacer = Pacer()
        pacer.hold("-1", timedelta(days=1))
        await _times(pacer, [f"-{number}" for number in range(2, 6_000)])
        with pytest.raises(SlowDown):
            await pacer.turn("-1")

    _run(story())


def test_a_call_that_takes_too_long_goes_on_by_itself() -> None:
    async def story() -> None:
        calls, ended = Calls(), list[str]()

        async def long() -> None:
            await asyncio.sleep(500)
            ended.append("arrived")

        with pytest.raises(Unclear):
            await calls.made(long(), "long")
        await calls.landed(timedelta(seconds=600))
        assert ended == ["arrived"]

    _run(story())
