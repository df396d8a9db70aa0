"""Three of the ten tests that the field fails, those about posts (numbered as in the list of ten)."""

from collections.abc import AsyncIterator, Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from study_world import BERLIN, GENERAL, MONDAY, MemoryPlatform, World, at, study_world, words

from bot.interface.address import RoomAddress
from bot.interface.platform import NotAllowed
from bot.services import ledger
from bot.services.cohort_settings import Wishes
from bot.services.outages import Outages

TUESDAY = MONDAY + timedelta(days=1)


class Killed(BaseException):
    """The process is no more."""


def _dies(room: RoomAddress) -> None:
    raise Killed(room.key)


def _before_sending(world: World) -> None:
    world.platform.before = _dies


def _after_sending(world: World) -> None:
    world.platform.after = _dies


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


@pytest.mark.parametrize("kill", [_before_sending, _after_sending])
async def test_5_killed_before_or_after_sending_there_is_one_post(
    world: World, kill: Callable[[World], None]
) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    kill(world)
    with pytest.raises(BaseExceptionGroup):
        await world.announcer().run_once()
    await _only_one_post_after_a_restart(world)


async def test_5_killed_before_the_claim_is_committed_there_is_one_post(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    real = ledger.claim_due

    async def killed_behind(*args: Any) -> int:  # noqa: ANN401 - whatever the real one takes
        await real(*args)
        raise Killed

    monkeypatch.setattr(ledger, "claim_due", killed_behind)
    with pytest.raises(BaseExceptionGroup):
        await world.announcer().run_once()
    monkeypatch.undo()
    await _only_one_post_after_a_restart(world)


async def test_5_killed_after_the_claim_is_committed_there_is_one_post(world: World) -> None:
    await world.cohort()
    world.clock.at = at(MONDAY)
    claiming = world.ledger()
    assert len(await claiming.claim_due("demo", 10)) == 1
    await _only_one_post_after_a_restart(world)


async def test_6_down_from_nine_to_eleven_with_a_post_at_ten_the_policy_applies_and_no_streak_suffers(
    world: World,
) -> None:
    cohort_id = await world.cohort(wishes=Wishes(start=MONDAY, zone=BERLIN, at=time(10)))
    await world.member(cohort_id, "Bob")
    outages, announcer = Outages(world.database, world.clock), world.announcer()
    world.clock.at = at(MONDAY, "10:00")
    await outages.beat()
    await announcer.run_once()
    await world.checks_in("Bob", cohort_id, at(MONDAY, "12:00"))
    world.clock.at = at(TUESDAY, "09:00")
    await outages.moved()
    world.clock.at = at(TUESDAY, "11:00")
    await Outages(world.database, world.clock).beat()
    await world.announcer().run_once()
    late = words(world.platform.rooms[GENERAL.key][-1][1])
    assert late.startswith("Day 2 of 20")
    assert "comes late" in late
    await world.checks_in("Bob", cohort_id, at(TUESDAY, "12:00"))
    standing = await world.streak("Bob", cohort_id)
    assert (standing.current, standing.freezes) == (2, 2)


async def test_9_one_room_that_forbids_it_stops_no_other_and_the_loop_lives_on(world: World) -> None:
    forbidden = RoomAddress("demo", "club", "locked", name="locked")
    await world.cohort("Locked", room=forbidden)
    await world.cohort("Winter")

    def refuse(room: RoomAddress) -> None:
        if room.key == forbidden.key:
            raise NotAllowed

    world.platform.before = refuse
    announcer = world.announcer()
    for passed in range(3):
        world.clock.at = at(MONDAY + timedelta(days=passed))
        assert await announcer.run_once() == 1
    assert len(world.platform.titles()) == 3
    assert world.platform.asked.count(("post", forbidden.key)) == 1


async def _only_one_post_after_a_restart(world: World) -> None:
    survivor = MemoryPlatform()
    survivor.rooms = world.platform.rooms
    world.clock.at += timedelta(seconds=10)
    restarted = world.announcer(survivor)
    await restarted.run_once()
    await restarted.run_once()
    assert [title.split(" of ")[0] for title in survivor.titles()] == ["Day 1"]
    assert await restarted.next_due_at() == at(TUESDAY)
