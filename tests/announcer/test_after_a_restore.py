"""The restore drill: a copy is brought back, and nothing is said before it is known what had been said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from study_world import GENERAL, MONDAY, MemoryPlatform, World, at, day, study_world

from bot.interface.address import RoomAddress
from bot.interface.platform import Receipt, Unclear
from bot.services.cohort_settings import Wishes
from storage import backups
from storage.tables.ledger import ledger
from tests.hand_clock import HandClock

pytestmark = pytest.mark.databases("sqlite")  # whose files are copied

OTHER = RoomAddress("demo", "club", "other", name="other")


class Forgetful(MemoryPlatform):
    """A platform that cannot read back, as Telegram without the file in which the bot keeps what it sent."""

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        del since
        raise Unclear(await super().find(room, key))


async def _cohort(world: World, name: str, room: RoomAddress, late: str = "skip") -> None:
    await world.cohort(name, room=room, wishes=Wishes(start=MONDAY, zone="Europe/Berlin", late=late))


@asynccontextmanager
async def _restored(
    old: World, copy: Path, when: datetime, platform: MemoryPlatform | None = None
) -> AsyncIterator[World]:
    """The world as it is started again after a copy was brought back at that time."""
    await old.database.close()
    backups.restore(old.directory / "roadmate.db", copy, when)
    async with study_world(old.directory, HandClock(when)) as world:
        world.platform = platform or old.platform
        await world.ledger().doubt_what_was_restored()
        yield world


async def _copied_on_monday(world: World, *, late: str = "skip") -> Path:
    """A copy from Monday noon, of a world in which it is then still Monday noon."""
    await _cohort(world, "Winter", GENERAL, late)
    await world.posted_until(MONDAY)
    copy = world.directory / "copy.db"
    await world.database.backup(copy)
    await _cohort(world, "Lost", OTHER)  # takes the numbers that posts after the copy would have got
    return copy


async def _states(world: World) -> dict[str, str]:
    async with world.database.read() as connection:
        rows = await connection.execute(select(ledger.c.occurrence, ledger.c.state))
        return {occurrence.split(":")[2]: state for occurrence, state in rows}


def _days(platform: MemoryPlatform) -> list[int]:
    return [int(title.split()[1]) for title in platform.titles()]


@pytest.mark.parametrize("late", ["skip", "shift"])
async def test_what_was_posted_after_the_copy_is_found_and_not_posted_again(world: World, late: str) -> None:
    copy = await _copied_on_monday(world, late=late)
    await world.posted_until(day(2))
    async with _restored(world, copy, at(day(2), "12:00")) as again:
        await again.announcer().run_once()
        assert _days(again.platform) == [1, 2, 3]
        assert await _states(again) == {f"{day(passed)}": "sent" for passed in range(3)}
        await again.posted_until(day(3))
        assert _days(again.platform) == [1, 2, 3, 4]


async def test_what_fell_due_while_nobody_was_there_to_post_it_is_posted_after_the_look(world: World) -> None:
    copy = await _copied_on_monday(world)
    await world.posted_until(day(1))
    async with _restored(world, copy, at(day(2), "10:00")) as again:
        await again.announcer().run_once()
        assert _days(again.platform) == [1, 2, 3]
        assert [call for call, room in again.platform.asked[-3:] if room == GENERAL.key] == [
            "find",
            "find",
            "post",
        ]


async def test_where_nobody_can_know_nothing_is_repeated_and_the_next_post_comes(world: World) -> None:
    copy = await _copied_on_monday(world)
    await world.posted_until(day(2))
    async with _restored(world, copy, at(day(2), "12:00"), Forgetful()) as again:
        announcer = again.announcer()
        while (due := await announcer.next_due_at()) is not None and due <= at(day(3)):
            again.clock.at = max(due, again.clock.at + timedelta(seconds=1))
            await announcer.run_once()
        assert _days(again.platform) == [4]
        states = await _states(again)
        assert states[f"{day(1)}"] == "failed"
        assert states[f"{day(2)}"] == "failed"


async def test_an_announcement_that_waited_in_the_copy_is_looked_for_too(world: World) -> None:
    await _cohort(world, "Winter", GENERAL)
    await world.announcements.announce(await world.somebody(), "Winter", "No lesson on Friday")
    copy = world.directory / "copy.db"
    await world.database.backup(copy)
    await world.announcer().run_once()
    async with _restored(world, copy, world.clock.at + timedelta(hours=1)) as again:
        await again.announcer().run_once()
        assert len(again.platform.rooms[GENERAL.key]) == 1


async def test_it_is_looked_for_once_and_a_usual_start_doubts_nothing(world: World) -> None:
    copy = await _copied_on_monday(world)
    async with _restored(world, copy, at(MONDAY, "13:00")) as again:
        again.clock.at = at(day(1))
        assert await again.ledger().doubt_what_was_restored() == 0
        await again.announcer().run_once()
        assert _days(again.platform) == [1, 2]
        assert again.platform.asked[-1][0] == "post"
