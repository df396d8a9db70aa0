"""The pace of requests, in a loop whose time jumps to the next thing to do."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.interface.platform import SlowDown, Unclear
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.pacer import A_SECOND, Pacer
from bot.platforms.discord.slots import remember_slots


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


def test_a_thousand_turns_keep_to_the_pace() -> None:
    async def story() -> None:
        pacer, loop, times = Pacer(), asyncio.get_running_loop(), list[float]()

        async def one() -> None:
            await pacer.turn()
            times.append(loop.time())

        await asyncio.gather(*(one() for _ in range(1_000)))
        assert times[-1] - times[0] <= 1_000 / A_SECOND * 1.01
        assert all(later - first > 0.98 for first, later in zip(times, times[50:], strict=False))

    _run(story())


def test_people_come_first() -> None:
    async def story() -> None:
        pacer, order = Pacer(), list[str]()

        async def one(name: str, *, for_person: bool) -> None:
            await pacer.turn(for_person=for_person)
            order.append(name)

        posts = [asyncio.ensure_future(one(f"post {place}", for_person=False)) for place in range(9)]
        await asyncio.sleep(0)
        await asyncio.gather(one("person", for_person=True), *posts)
        assert order.index("person") == 0

    _run(story())


def test_who_no_longer_waits_takes_nobodys_turn() -> None:
    async def story() -> None:
        pacer = Pacer()
        waiting = [asyncio.ensure_future(pacer.turn()) for _ in range(5)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert [each.cancelled() for each in waiting] == [True, *[False] * 4]

    _run(story())


def test_too_many_refusals_stop_everything_for_a_while() -> None:
    async def story() -> None:
        pacer = Pacer()
        for _ in range(5_000):
            pacer.refused()
        with pytest.raises(SlowDown) as stopped:
            await pacer.turn()
        assert timedelta(minutes=9) < stopped.value.after <= timedelta(minutes=10)
        await asyncio.sleep(601)
        await pacer.turn()

    _run(story())


def test_a_call_that_takes_too_long_is_unclear_and_goes_on() -> None:
    async def story() -> None:
        calls, landed = Calls(), list[str]()

        async def slow() -> str:
            await asyncio.sleep(30)
            landed.append("landed")
            return "done"

        with pytest.raises(Unclear):
            await calls.made(slow(), "slow", timedelta(seconds=10))
        assert landed == []
        await calls.landed(timedelta(seconds=60))
        assert landed == ["landed"]

    _run(story())


def test_a_call_survives_whoever_waits_for_it() -> None:
    async def story() -> None:
        calls, landed = Calls(), list[str]()

        async def slow() -> None:
            await asyncio.sleep(5)
            landed.append("landed")

        waiting = asyncio.ensure_future(calls.made(slow(), "slow"))
        await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await calls.landed(timedelta(seconds=1))
        assert landed == []
        await calls.landed(timedelta(seconds=9))
        assert landed == ["landed"]

    _run(story())


def test_a_failure_that_nobody_waits_for_is_no_noise(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        calls = Calls()

        async def broken() -> None:
            raise OSError

        calls.begun(broken(), "broken")
        await calls.landed(timedelta(seconds=1))

    _run(story())
    assert caplog.text == ""


def test_what_a_component_is_made_of_is_the_same_when_it_is_remembered() -> None:
    remember_slots()

    for kind in (discord.components.Button, discord.components.TextDisplay, discord.components.Container):
        assert tuple(discord.components.get_slots(kind)) == tuple(discord.utils.get_slots(kind))
