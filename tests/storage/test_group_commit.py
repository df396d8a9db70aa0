"""Folding concurrent writes into one transaction: nobody is lost, and nobody pays for others."""

import asyncio
from collections.abc import Sequence

import pytest
from stored_people import FORBIDDEN, add_all, count, leave_all, names, remember

from storage import group_commit
from storage.database import Database
from storage.errors import DatabaseClosed, DatabaseSwamped, DatabaseUnwritable
from storage.group_commit import Hot

pytestmark = pytest.mark.databases("sqlite", "postgresql")


class Folds:
    """A batch function that adds people, notes how it was called, and stumbles over some names."""

    def __init__(self, *bad: str) -> None:
        self.bad = set(bad)
        self.seen: list[list[str]] = []

    async def add(self, hot: Hot, items: Sequence[str]) -> list[int]:
        self.seen.append(list(items))
        added = await add_all(hot, items)
        if self.bad & set(items):
            raise LookupError(items)
        return added


async def test_everybody_gets_the_answer_to_their_own_item(database: Database) -> None:
    ids = await asyncio.gather(*[database.together(add_all, f"{number}") for number in range(200)])

    assert len(set(ids)) == 200
    assert await names(database) == [f"{number}" for number in range(200)]


async def test_those_who_come_at_once_share_a_transaction(database: Database) -> None:
    folds = Folds()
    await asyncio.gather(*[database.together(folds.add, f"{number}") for number in range(200)])

    assert [len(fold) for fold in folds.seen] == [200]


async def test_those_who_come_back_at_once_share_the_next_one(database: Database) -> None:
    folds = Folds()

    async def comes_back() -> None:
        for number in range(5):
            await database.together(folds.add, f"{number}")

    await asyncio.gather(*[comes_back() for _ in range(64)])

    assert [len(fold) for fold in folds.seen] == [64] * 5
    assert await count(database) == 320


async def test_a_straggler_waits_for_those_who_come_back_at_once(database: Database) -> None:
    folds = Folds()
    stragglers: list[asyncio.Task[int]] = []

    async def add(hot: Hot, items: Sequence[str]) -> list[int]:
        if not stragglers:
            stragglers.append(asyncio.create_task(database.together(add, "straggler")))
        return await folds.add(hot, items)

    async def comes_back() -> None:
        for number in range(2):
            await database.together(add, f"{number}")

    await asyncio.gather(*[comes_back() for _ in range(10)])
    await asyncio.gather(*stragglers)

    assert [len(fold) for fold in folds.seen] == [10, 11]


async def test_who_comes_alone_is_served_alone(database: Database) -> None:
    folds = Folds()
    for number in range(3):
        await database.together(folds.add, f"{number}")

    assert folds.seen == [["0"], ["1"], ["2"]]


async def test_whoever_is_answered_finds_their_item_committed(database: Database) -> None:
    async def add_and_look(name: str) -> bool:
        await database.together(add_all, name)
        return name in await names(database)

    assert all(await asyncio.gather(*[add_and_look(f"{number}") for number in range(50)]))


async def test_one_bad_item_harms_nobody_else(database: Database) -> None:
    folds = Folds("3", "7")
    results = await asyncio.gather(
        *[database.together(folds.add, f"{number}") for number in range(10)], return_exceptions=True
    )

    assert [type(result) for result in results if not isinstance(result, int)] == [LookupError, LookupError]
    assert isinstance(results[3], LookupError)
    assert sorted(await names(database)) == ["0", "1", "2", "4", "5", "6", "8", "9"]


async def test_a_batch_that_answers_with_too_few_is_undone(database: Database) -> None:
    async def forgets(hot: Hot, items: Sequence[str]) -> list[int]:
        return (await add_all(hot, items))[1:]

    with pytest.raises(ValueError, match="1 items were answered with 0"):
        await database.together(forgets, "Ada")

    assert await count(database) == 0


async def test_what_a_batch_leaves_to_the_commit_is_there_once_it_is_answered(database: Database) -> None:
    async def adds_and_leaves(hot: Hot, items: Sequence[str]) -> list[None]:
        await add_all(hot, [f"first {item}" for item in items])
        return await leave_all(hot, items)

    await database.together(leave_all, "Ada")
    await database.together(adds_and_leaves, "Grace")

    assert await names(database) == ["Ada", "first Grace", "Grace"]


async def test_what_cannot_be_left_to_the_commit_fails_alone_and_undoes_its_own(database: Database) -> None:
    async def leaves_nameless(hot: Hot, items: Sequence[str]) -> list[None]:
        await add_all(hot, items)
        return await leave_all(hot, [None if item == "nobody" else item for item in items])  # type: ignore[list-item]

    results = await asyncio.gather(
        *[database.together(leaves_nameless, name) for name in ("Ada", "nobody", "Grace")],
        return_exceptions=True,
    )

    assert [isinstance(result, FORBIDDEN) for result in results] == [False, True, False]
    assert await names(database) == ["Ada", "Ada", "Grace", "Grace"]


async def test_a_batch_cannot_go_on_after_the_disk_undid_its_transaction(database: Database) -> None:
    async def goes_on(hot: Hot, items: Sequence[str]) -> list[int]:
        added = await add_all(hot, items)
        await hot._driver.rollback()  # noqa: SLF001 - as SQLite does by itself when the disk is full
        return added

    async def writes_on(hot: Hot, items: Sequence[str]) -> list[int]:
        await goes_on(hot, items)
        return await add_all(hot, items)

    for batch in (goes_on, writes_on):
        with pytest.raises(DatabaseUnwritable):
            await database.together(batch, "Ada")

    assert await count(database) == 0


async def test_kinds_take_turns_with_each_other_and_with_other_writers(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MOST_IN_A_FOLD", 10)
    one, other = Folds(), Folds()
    order: list[str] = []

    async def done(kind: str, folds: Folds) -> None:
        await database.together(folds.add, kind)
        order.append(kind)

    async def writes() -> None:
        await remember(database, "w")
        order.append("w")

    await asyncio.gather(*[done("a", one) for _ in range(30)], done("b", other), writes())

    assert [len(fold) for fold in one.seen] == [10, 10, 10]
    assert order.index("b") == 10 + order[:10].count("w") + order[10:12].count("w")
    assert order.index("w") < 22


async def test_a_caller_who_is_cancelled_while_waiting_withdraws_the_item(database: Database) -> None:
    folds = Folds()
    async with database.write():
        leaves = asyncio.create_task(database.together(folds.add, "leaves"))
        stays = asyncio.create_task(database.together(folds.add, "stays"))
        await asyncio.sleep(0)
        leaves.cancel()
    await stays

    assert leaves.cancelled()
    assert await names(database) == ["stays"]


async def test_a_caller_who_is_cancelled_during_the_fold_does_not_stop_the_others(database: Database) -> None:
    begun = asyncio.Event()

    async def slow(hot: Hot, items: Sequence[str]) -> list[int]:
        begun.set()
        return await add_all(hot, items)

    leaves = asyncio.create_task(database.together(slow, "leaves"))
    stays = asyncio.create_task(database.together(slow, "stays"))
    await begun.wait()
    leaves.cancel()

    assert await stays > 0
    assert leaves.cancelled()
    assert await names(database) == ["leaves", "stays"]


async def test_closing_commits_what_was_accepted(url: str) -> None:
    database = await Database.open(url)
    waiting = [asyncio.create_task(database.together(add_all, f"{number}")) for number in range(300)]
    await asyncio.sleep(0)
    await database.close()

    assert all(isinstance(task.result(), int) for task in waiting)
    again = await Database.open(url)
    assert await count(again) == 300
    await again.close()


async def test_closing_that_is_cut_short_leaves_nobody_without_an_answer(url: str) -> None:
    database = await Database.open(url)
    begun, never = asyncio.Event(), asyncio.Event()

    async def stuck(hot: Hot, items: Sequence[str]) -> list[int]:
        await add_all(hot, items)
        begun.set()
        await never.wait()
        return [0] * len(items)

    waiting = [asyncio.create_task(database.together(stuck, f"{number}")) for number in range(3)]
    await begun.wait()
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    closing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await closing
    results = await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(result) for result in results] == [DatabaseClosed] * 3
    again = await Database.open(url)
    assert await count(again) == 0
    await again.close()


async def test_more_than_can_wait_is_refused_and_not_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "MOST_WAITING", 20)
    results = await asyncio.gather(
        *[database.together(add_all, f"{number}") for number in range(25)], return_exceptions=True
    )

    assert [type(result) for result in results[20:]] == [DatabaseSwamped] * 5
    assert await count(database) == 20
