"""Stopped at any point and started again over the same file: each post is there once."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from study_world import BERLIN, GENERAL, MONDAY, MemoryPlatform, World, at

from bot.interface.address import RoomAddress
from bot.services.cohort_settings import Wishes

pytestmark = pytest.mark.databases("sqlite", "postgresql")

TUESDAY = date(2027, 1, 5)


class Killed(BaseException):
    """The process is no more; nothing that comes after runs."""


def _dies(room: RoomAddress) -> None:
    raise Killed(room.key)


def _before(platform: MemoryPlatform) -> None:
    platform.before = _dies


def _after(platform: MemoryPlatform) -> None:
    platform.after = _dies


async def _killed_while_posting(world: World, arrange: Callable[[MemoryPlatform], None]) -> MemoryPlatform:
    """The platform as it is left behind by a process that died at its first post."""
    arrange(world.platform)
    with pytest.raises(BaseExceptionGroup) as caught:
        await world.announcer().run_once()
    assert caught.group_contains(Killed)
    survivor = MemoryPlatform()
    survivor.rooms = world.platform.rooms
    return survivor


@pytest.mark.parametrize("arrange", [_before, _after])
async def test_killed_between_claim_and_settlement_there_is_exactly_one_post(
    world: World, arrange: Callable[[MemoryPlatform], None]
) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    survivor = await _killed_while_posting(world, arrange)
    restarted = world.announcer(survivor)
    world.clock.at += timedelta(seconds=3)
    assert await restarted.run_once() == 0  # a request in flight may still land
    assert survivor.asked == []
    world.clock.at += timedelta(seconds=7)
    assert await restarted.run_once() == 1
    assert survivor.asked[0] == ("find", GENERAL.key)
    assert len(survivor.titles()) == 1
    assert await restarted.next_due_at() == at(TUESDAY)


@pytest.mark.parametrize("arrange", [_before, _after])
async def test_killed_again_while_looking_there_is_still_exactly_one_post(
    world: World, arrange: Callable[[MemoryPlatform], None]
) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    second = await _killed_while_posting(world, arrange)
    world.clock.at += timedelta(seconds=10)
    second.looking = _dies
    with pytest.raises(BaseExceptionGroup):
        await world.announcer(second).run_once()
    third = MemoryPlatform()
    third.rooms = second.rooms
    world.clock.at += timedelta(seconds=10)
    await world.announcer(third).run_once()
    assert len(third.titles()) == 1


async def test_nothing_new_is_said_in_a_room_before_its_doubtful_message_is_settled(world: World) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    survivor = await _killed_while_posting(world, _after)
    await world.cohort("Spring", curriculum="py-backend-12w", wishes=None)
    world.clock.at = at(TUESDAY) - timedelta(hours=1)
    restarted = world.announcer(survivor)
    await restarted.run_once()
    world.clock.at = at(TUESDAY)
    await restarted.run_once()
    assert [title.split(" - ")[0] for title in survivor.titles()] == [
        "Day 1 of 20",
        "Day 2 of 20",
        "Day 1 of 63",
    ]


async def test_what_waits_in_a_room_for_a_doubtful_message_is_not_due_before_that_is_settled(
    world: World,
) -> None:
    await world.cohort()
    minute_later = Wishes(start=MONDAY, zone=BERLIN, at=time(9, 1))
    await world.cohort("Spring", curriculum="py-backend-12w", wishes=minute_later)
    world.clock.at = at(MONDAY) + timedelta(seconds=55)
    survivor = await _killed_while_posting(world, _after)
    restarted = world.announcer(survivor)
    world.clock.at = at(MONDAY, "09:01")
    assert await restarted.run_once() == 0
    assert await restarted.next_due_at() == at(MONDAY) + timedelta(seconds=65)
    world.clock.at = at(MONDAY) + timedelta(seconds=65)
    assert await restarted.run_once() == 2


async def test_restarted_before_anything_was_claimed_the_post_still_comes(world: World) -> None:
    await world.cohort()
    await world.announcer().run_once()
    world.clock.at = at(MONDAY, "10:00")
    assert await world.announcer().run_once() == 1


async def test_who_has_lost_a_claim_changes_nothing_any_more(world: World) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    first, second = world.ledger(), world.ledger()
    (claimed,) = await first.claim_due("demo", 10)
    world.clock.at += timedelta(seconds=10)
    (taken_over,) = await second.claim_due("demo", 10)
    assert taken_over.row.id == claimed.row.id
    assert taken_over.doubtful
    assert not await first.sent(claimed, "m1")
    assert await second.sent(taken_over, "m2")


async def test_two_processes_never_claim_the_same_row(world: World) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    first, second = world.ledger(), world.ledger()
    assert len(await first.claim_due("demo", 10)) == 1
    assert await second.claim_due("demo", 10) == []


async def test_a_claim_from_a_clock_that_was_wrong_holds_its_room_up_no_longer_than_another(
    world: World,
) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY, "12:00")  # it is nine
    survivor = await _killed_while_posting(world, _before)
    world.clock.at = at(MONDAY, "09:01")
    restarted = world.announcer(survivor)
    assert await restarted.run_once() == 0
    assert await restarted.next_due_at() == at(MONDAY, "09:01") + timedelta(seconds=10)
    world.clock.sleep(seconds=10)
    assert await restarted.run_once() == 1
