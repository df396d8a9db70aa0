"""What must end, once begun, does."""

import asyncio

import pytest

from storage.completion import completed


async def test_an_ending_is_seen_through_however_often_its_caller_is_cancelled() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def ending() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    caller = asyncio.create_task(completed(ending()))
    await begun.wait()
    for _ in range(3):
        caller.cancel()
        await asyncio.sleep(0)
    assert not caller.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await caller

    assert ended.is_set()


async def test_an_ending_that_fails_says_so() -> None:
    async def ending() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await completed(ending())
