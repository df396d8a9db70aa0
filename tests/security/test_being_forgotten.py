"""Who was forgotten stays forgotten, also when a copy of before is brought back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from front_door import ADA, BRUNO, HALL, SECRET, FrontDoor, front_door, words

from bot.core import Core
from bot.interface.address import RoomAddress
from bot.interface.reply import Says
from bot.interface.request import Speaker
from storage import backups
from storage.database import Database

SQUARE = RoomAddress("telegram", "-100", "-100", name="square")
ADA_THERE = Speaker("7001", "Ada L.")


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """Ada and Bruno are in Winter, and have checked in on Monday."""
    async with front_door(tmp_path) as opened:
        await opened.cohort("Winter", ADA, BRUNO)
        opened.clock.at += timedelta(days=1, hours=7)
        for member in (ADA, BRUNO):
            await opened.say(member, "checkin", HALL, note=f"read by {member.name}")
        yield opened


async def forget(door: FrontDoor, who: Speaker, place: RoomAddress = HALL) -> None:
    shown = await door.say(who, "forgetme", place)
    button = next(each for each in shown.buttons if isinstance(each, Says))
    assert "no longer know you" in words(await door.press(who, door.token(button, who, place), place))
    door.clock.at += timedelta(minutes=1)


async def link(door: FrontDoor) -> None:
    code = words(await door.say(ADA, "link", HALL)).split(" here ")[0]
    code = next(word for word in code.replace("\n", " ").split() if len(word) == 8 and word.isupper())
    await door.say(ADA_THERE, "link", SQUARE, code=code)
    asked = await door.say(ADA, "link", HALL)
    yes = next(each for each in asked.buttons if isinstance(each, Says) and each.label.startswith("Yes"))
    assert "one person now" in words(await door.press(ADA, door.token(yes, ADA)))


async def copied(door: FrontDoor) -> Path:
    copy = door.path.with_name("copy.db")
    await door.database.backup(copy)
    door.clock.at += timedelta(minutes=1)
    return copy


@asynccontextmanager
async def restored(door: FrontDoor, copy: Path) -> AsyncIterator[FrontDoor]:
    """The program as it is started again after the copy was brought back."""
    await door.database.close()
    backups.restore(door.path, copy, door.clock.now())
    database = await Database.open(f"sqlite+aiosqlite:///{door.path}")
    try:
        again = FrontDoor(door.path, Core(database, door.clock, SECRET), database, door.clock, door.events)
        await again.core.wake()
        yield again
    finally:
        await database.close()


async def test_a_copy_of_before_gives_nobody_back(door: FrontDoor) -> None:
    copy = await copied(door)
    await forget(door, ADA)
    async with restored(door, copy) as again:
        kept = str(again.remembered())
        assert "read by Ada" not in kept
        assert "read by Bruno" in kept
        assert "not in Winter yet" in words(await again.say(ADA, "streak"))
        assert "Streak: 1 day" in words(await again.say(BRUNO, "streak"))


async def test_a_copy_of_the_copy_gives_nobody_back_either(door: FrontDoor) -> None:
    copy = await copied(door)
    await forget(door, ADA)
    async with restored(door, copy):
        pass
    async with restored(door, copy) as again:
        assert "read by Ada" not in str(again.remembered())


async def test_who_has_come_back_since_stays(door: FrontDoor) -> None:
    await forget(door, ADA)
    await door.say(ADA, "join", HALL, zone="Europe/Berlin", listed="yes")
    await door.say(ADA, "checkin", HALL, note="read again")
    copy = await copied(door)
    async with restored(door, copy) as again:
        assert "read again" in str(again.remembered())


async def test_of_linked_accounts_both_are_forgotten_also_if_they_were_linked_after_the_copy(
    door: FrontDoor,
) -> None:
    await door.say(ADA_THERE, "settings", SQUARE, zone="Asia/Tokyo")
    copy = await copied(door)
    await link(door)
    await forget(door, ADA)
    async with restored(door, copy) as again:
        kept = str(again.remembered())
        assert "read by Ada" not in kept
        assert "Asia/Tokyo" not in kept


async def test_an_account_that_was_parted_before_its_other_was_forgotten_is_parted_again_and_stays(
    door: FrontDoor,
) -> None:
    await link(door)
    door.clock.at += timedelta(minutes=1)
    await door.say(ADA_THERE, "settings", SQUARE, zone="Asia/Tokyo")
    copy = await copied(door)
    shown = await door.say(ADA, "unlink", HALL)
    button = next(each for each in shown.buttons if isinstance(each, Says))
    assert "two again" in words(await door.press(ADA, door.token(button, ADA)))
    await forget(door, ADA)
    async with restored(door, copy) as again:
        kept = str(again.remembered())
        assert "read by Ada" not in kept
        assert "Asia/Tokyo" in kept
        assert "Asia/Tokyo" in words(await again.say(ADA_THERE, "settings", SQUARE))


async def test_nothing_in_the_database_says_who_was_forgotten(door: FrontDoor) -> None:
    await forget(door, ADA)
    (row,) = door.remembered()["forgotten"]
    assert "ada" not in str(row).casefold()


async def test_a_usual_start_forgets_nobody(door: FrontDoor) -> None:
    await forget(door, ADA)
    before = door.remembered()
    await Core(door.database, door.clock, SECRET).wake()
    after = door.remembered()
    assert after["memberships"] == before["memberships"]
    assert after["check_ins"] == before["check_ins"]
