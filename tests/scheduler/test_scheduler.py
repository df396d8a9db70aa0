"""The scheduler wakes, also after the machine's clock was moved, and one failing chore harms no other."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.clock import SystemClock
from bot.scheduler import Chore, Scheduler


async def test_every_chore_runs_at_once_and_a_failing_one_harms_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ran = asyncio.Event()

    async def fail() -> None:
        raise RuntimeError

    async def work() -> None:
        ran.set()

    chores = [Chore("fails", timedelta(hours=1), fail), Chore("works", timedelta(hours=1), work)]
    scheduler = Scheduler(SystemClock(), chores)
    with caplog.at_level(logging.ERROR):
        scheduler.start()
        await asyncio.wait_for(ran.wait(), 5)
        await asyncio.sleep(0)
    await scheduler.stop()
    assert any("fails" in record.getMessage() for record in caplog.records)


async def test_a_clock_that_is_set_back_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler._GLANCE", timedelta(milliseconds=10))
    runs: asyncio.Queue[datetime] = asyncio.Queue()

    async def work() -> None:
        await runs.put(SystemClock().now())

    noon = datetime(2027, 1, 4, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=True) as machine:
        scheduler = Scheduler(SystemClock(), [Chore("works", timedelta(hours=2), work)])
        scheduler.start()
        await asyncio.wait_for(runs.get(), 5)
        machine.move_to(noon - timedelta(hours=3))
        await asyncio.wait_for(runs.get(), 5)
        await scheduler.stop()
    assert runs.empty()


async def test_a_chore_under_way_is_ended_in_order_and_quietly(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun = asyncio.Event()
    told: list[str] = []

    async def work() -> None:
        begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await asyncio.sleep(0)  # as a transaction that is rolled back
            told.append("tidied up")

    scheduler = Scheduler(SystemClock(), [Chore("works", timedelta(hours=1), work)])
    scheduler.start()
    await asyncio.wait_for(begun.wait(), 5)
    await scheduler.stop()
    assert told == ["tidied up"]
    assert caplog.records == []


async def test_a_chore_runs_when_it_wishes_and_soon_for_what_should_be_done_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.scheduler._SOON", timedelta(seconds=0.1))
    runs: asyncio.Queue[datetime] = asyncio.Queue()
    clock = SystemClock()
    wishes = [clock.now() + timedelta(seconds=0.2), clock.now() - timedelta(hours=1)]

    async def work() -> None:
        await runs.put(clock.now())

    async def next_at() -> datetime | None:
        return wishes.pop(0) if wishes else None

    wished = wishes[0]
    scheduler = Scheduler(clock, [Chore("works", timedelta(hours=1), work, next_at)])
    scheduler.start()
    await asyncio.wait_for(runs.get(), 5)
    second = await asyncio.wait_for(runs.get(), 5)
    assert second >= wished
    assert await asyncio.wait_for(runs.get(), 5) >= second + timedelta(seconds=0.1)
    await scheduler.stop()
    assert runs.empty()


async def test_a_wish_for_a_moment_from_now_is_not_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler._SOON", timedelta(minutes=10))
    runs: asyncio.Queue[None] = asyncio.Queue()
    clock = SystemClock()
    wishes = [clock.now() + timedelta(seconds=0.3)]

    async def work() -> None:
        await runs.put(None)

    async def next_at() -> datetime | None:
        return wishes.pop() if wishes else None

    scheduler = Scheduler(clock, [Chore("works", timedelta(hours=1), work, next_at)])
    scheduler.start()
    for _ in range(2):
        await asyncio.wait_for(runs.get(), 5)
    await scheduler.stop()


async def test_a_wish_that_cannot_be_told_costs_the_chore_nothing(caplog: pytest.LogCaptureFixture) -> None:
    runs: asyncio.Queue[None] = asyncio.Queue()

    async def work() -> None:
        await runs.put(None)

    async def next_at() -> datetime | None:
        raise RuntimeError

    scheduler = Scheduler(SystemClock(), [Chore("works", timedelta(milliseconds=20), work, next_at)])
    scheduler.start()
    for _ in range(3):
        await asyncio.wait_for(runs.get(), 5)
    await scheduler.stop()
    assert any("works" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("where", ["at work", "wishing"])
async def test_who_is_woken_while_under_way_comes_again(where: str) -> None:
    runs: asyncio.Queue[None] = asyncio.Queue()
    woken: list[str] = []

    async def wake(here: str) -> None:
        if here == where and not woken:
            woken.append(here)
            scheduler.wake()
            await asyncio.sleep(0.05)  # APScheduler has its own mind of when to look

    async def work() -> None:
        await runs.put(None)
        await wake("at work")

    async def next_at() -> datetime | None:
        await wake("wishing")
        return None

    scheduler = Scheduler(SystemClock(), [Chore("works", timedelta(hours=1), work, next_at)])
    scheduler.start()
    for _ in range(2):
        await asyncio.wait_for(runs.get(), 5)
    await asyncio.sleep(0)
    scheduler.wake()
    await asyncio.wait_for(runs.get(), 5)
    await scheduler.stop()
