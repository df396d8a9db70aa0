"""Folds concurrent writes of one kind into one transaction; each caller is answered after the commit."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from storage.completion import completed
from storage.drivers import Driver
from storage.errors import DatabaseClosed, DatabaseSwamped
from storage.failures import translated
from storage.statements import Row, Step

T = TypeVar("T")
R = TypeVar("R")

MOST_IN_A_FOLD = 256
MOST_WAITING = 10_000


class Hot:
    """The writer's connection within the one transaction of a fold."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._begun = False
        self._last: list[Step] = []

    async def run(self, *steps: Step) -> list[Sequence[Row]]:
        """The rows each step gave, in order. All the steps of a call cost one hop to the driver."""
        begin, self._begun = not self._begun, True
        return await self._driver.run(steps, begin=begin)

    def leave(self, *steps: Step) -> None:
        """Leave steps whose rows nobody waits for to the commit, which runs them last and in its own hop."""
        self._last += steps

    async def commit(self) -> None:
        """Make it durable, if there is anything; for whoever called the batch."""
        if self._begun or self._last:
            await self._driver.run(self._last, begin=not self._begun, commit=True)


Batch: TypeAlias = Callable[[Hot, Sequence[T]], Awaitable[Sequence[R]]]
_Waiting: TypeAlias = tuple[Any, "asyncio.Future[Any]"]


class GroupCommit:
    """The queue in front of the writer. `lock` is the writer's, shared with everybody else who writes."""

    def __init__(self, where: str, lock: asyncio.Lock, driver: Callable[[], Awaitable[Driver]]) -> None:
        self._where = where
        self._lock = lock
        self._driver = driver
        self._waiting: OrderedDict[Batch[Any, Any], deque[_Waiting]] = OrderedDict()
        self._count = 0
        self._wake = asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._work(), name="group commit")

    def submit(self, batch: Batch[T, R], item: T) -> "asyncio.Future[R]":
        """The answer of `batch` to `item`, set after its commit. Raises DatabaseClosed, DatabaseSwamped."""
        if self._closing:
            raise DatabaseClosed(self._where)
        if self._count >= MOST_WAITING:
            raise DatabaseSwamped(self._where, waiting=self._count)
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        queue = self._waiting.get(batch)
        if queue is None:
            queue = self._waiting[batch] = deque()
        queue.append((item, answer))
        self._count += 1
        self._wake.set()
        return answer

    async def close(self) -> None:
        """Take nothing more on, commit what has been accepted, and end."""
        self._closing = True
        self._wake.set()
        try:
            await asyncio.wait([self._task])
        except asyncio.CancelledError:  # not worth waiting for: undo the fold under way, fail the rest
            self._task.cancel()
            await asyncio.wait([self._task])
            raise

    async def _work(self) -> None:
        try:
            while await self._something_waits():
                async with self._lock:
                    await self._settle(*self._next_fold())
                # Those just answered may come straight back: let them, or every other fold is a small one.
                await asyncio.sleep(0)
        finally:
            self._closing = True
            self._fail_the_rest()

    async def _something_waits(self) -> bool:
        while not self._waiting and not self._closing:
            self._wake.clear()
            await self._wake.wait()
        return bool(self._waiting)

    def _next_fold(self) -> tuple[Batch[Any, Any], list[_Waiting]]:
        batch, queue = self._waiting.popitem(last=False)
        fold = [queue.popleft() for _ in range(min(len(queue), MOST_IN_A_FOLD))]
        if queue:  # behind the other kinds
            self._waiting[batch] = queue
        self._count -= len(fold)
        return batch, [waiting for waiting in fold if not waiting[1].done()]

    async def _settle(self, batch: Batch[Any, Any], fold: list[_Waiting]) -> None:
        try:
            if not await self._tried(batch, fold):
                for waiting in fold:
                    await self._tried(batch, [waiting])
        finally:  # nobody is left without an answer, should this task be cancelled
            for _, answer in fold:
                _fail(answer, DatabaseClosed(self._where))

    async def _tried(self, batch: Batch[Any, Any], fold: list[_Waiting]) -> bool:
        try:
            answers = await self._transact(batch, [item for item, _ in fold])
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the callers, not to the writer
            if len(fold) > 1:
                return False
            _fail(fold[0][1], error)
        else:
            for (_, answer), value in zip(fold, answers, strict=True):
                if not answer.done():
                    answer.set_result(value)
        return True

    async def _transact(self, batch: Batch[Any, Any], items: list[Any]) -> Sequence[Any]:
        if not items:
            return ()
        with translated(self._where):
            driver = await self._driver()
            hot = Hot(driver)
            try:
                answers = await _answers(batch, hot, items)
                await hot.commit()
            except BaseException:
                await completed(driver.rollback())
                raise
        return answers

    def _fail_the_rest(self) -> None:
        for queue in self._waiting.values():
            for _, answer in queue:
                _fail(answer, DatabaseClosed(self._where))
        self._waiting.clear()
        self._count = 0


async def _answers(batch: Batch[T, R], hot: Hot, items: Sequence[T]) -> Sequence[R]:
    answers = await batch(hot, items)
    if len(answers) != len(items):
        message = f"{len(items)} items were answered with {len(answers)} results"
        raise ValueError(message)
    return answers


def _fail(answer: "asyncio.Future[Any]", error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)
