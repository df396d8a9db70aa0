"""The announcer stopped at every point of claim, post, settle and reconcile, and started again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from study_world import GENERAL, MONDAY, MemoryPlatform, World, at, study_world

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import DeliveryFailure, Receipt, RoomGone, SlowDown, Unclear
from bot.interface.reply import Reply
from bot.services.cohort_settings import Wishes
from storage.tables.ledger import ledger
from tests.crash_points import Camera, Photograph, directories, watched
from tests.hand_clock import HandClock

pytestmark = pytest.mark.databases("sqlite")  # whose files are copied

TUESDAY = MONDAY + timedelta(days=1)
OTHER = RoomAddress("demo", "club", "other", name="other")
Rooms = tuple[tuple[str, tuple[tuple[str, Reply], ...]], ...]


class WatchedPlatform(MemoryPlatform):
    """Rooms in memory, with a point before and after each call."""

    camera: Camera[Rooms]

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        return await self.camera.around("post", lambda: super(WatchedPlatform, self).post(room, message, key))

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        return await self.camera.around("find", lambda: super(WatchedPlatform, self).find(room, key, since))

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        return await self.camera.around(
            "tell", lambda: super(WatchedPlatform, self).tell(person, message, key)
        )

    def seen(self) -> Rooms:
        """All rooms, as a value."""
        return tuple((room, tuple(messages)) for room, messages in self.rooms.items() if messages)


def _goes_well(platform: MemoryPlatform) -> None:
    """Nothing stands in its way."""


def _is_slowed_down(platform: MemoryPlatform) -> None:
    platform.before = _fails(SlowDown(timedelta(minutes=2)))


def _is_lost_on_its_way(platform: MemoryPlatform) -> None:
    platform.before = _fails(Unclear())


def _is_not_confirmed(platform: MemoryPlatform) -> None:
    platform.after = _fails(Unclear())


def _fails(failure: DeliveryFailure) -> Callable[[RoomAddress], None]:
    def fail(_room: RoomAddress) -> None:
        raise failure

    return fail


HAPPENINGS = (_goes_well, _is_slowed_down, _is_lost_on_its_way, _is_not_confirmed)


async def _photographed(world: World, happens: Callable[[MemoryPlatform], None]) -> Camera[Rooms]:
    """One round of an announcer in which this happens to each message, photographed at every point."""
    platform = WatchedPlatform()
    platform.rooms.update({room: list(messages) for room, messages in world.platform.rooms.items()})
    happens(platform)
    camera = Camera(world.directory, platform.seen)
    platform.camera = camera
    with watched(camera):
        await world.announcer(platform).run_once()
    return camera


def _survivor(photograph: Photograph[Rooms]) -> MemoryPlatform:
    platform = MemoryPlatform()
    platform.rooms.update({room: list(messages) for room, messages in photograph.outside})
    return platform


async def _goes_on(photograph: Photograph[Rooms], directory: Path, now: HandClock) -> World:
    """What the world has come to by Tuesday noon, when it is started again from a photograph."""
    async with study_world(photograph.restored(directory), HandClock(now.at)) as world:
        world.platform = _survivor(photograph)
        await world.posted_until(TUESDAY)
        await _is_complete(world, photograph.points)
    return world


async def _is_complete(world: World, points: list[str]) -> None:
    """Each study date until Tuesday is posted once in both rooms, and the ledger knows of each."""
    async with world.database.read() as connection:
        rows = (await connection.execute(select(ledger.c.occurrence, ledger.c.state))).all()
    open_rows = [row for row in rows if row.state != "sent"]
    assert open_rows == [], points
    assert len(rows) == len({row.occurrence for row in rows}) == 4
    for room in (GENERAL, OTHER):
        titles = [title.split(" of ")[0] for title in world.platform.titles(room)]
        assert titles == ["Day 1", "Day 2"], points


async def _two_cohorts(world: World) -> None:
    for name, room in (("Winter", GENERAL), ("Spring", OTHER)):
        await world.cohort(name, room=room, wishes=Wishes(start=MONDAY, zone="Europe/Berlin"))
    world.clock.at = at(MONDAY)


@pytest.mark.parametrize("happens", HAPPENINGS)
async def test_stopped_at_any_point_of_claim_post_and_settle_each_post_is_there_once(
    world: World, tmp_path: Path, happens: Callable[[MemoryPlatform], None]
) -> None:
    await _two_cohorts(world)
    camera = await _photographed(world, happens)
    assert {"before post", "after post", "before commit", "after commit"} <= set(camera.points)
    for photograph, directory in zip(camera.album, directories(tmp_path / "again"), strict=False):
        await _goes_on(photograph, directory, world.clock)


@pytest.mark.parametrize("happens", [_goes_well, _is_not_confirmed])
async def test_stopped_again_at_any_point_of_making_sure_each_post_is_there_once(
    world: World, tmp_path: Path, happens: Callable[[MemoryPlatform], None]
) -> None:
    await _two_cohorts(world)
    first = await _photographed(world, _is_not_confirmed)
    numbered = directories(tmp_path / "again")
    for photograph in (first.album[-1], next(each for each in first.album if "after post" in each.points)):
        clock = HandClock(world.clock.at + timedelta(seconds=10))
        async with study_world(photograph.restored(next(numbered)), clock) as again:
            again.platform = _survivor(photograph)
            second = await _photographed(again, happens)
        assert {"before find", "after find"} <= set(second.points)
        for later in second.album:
            await _goes_on(later, next(numbered), clock)


async def test_stopped_at_any_point_of_closing_a_room_its_admin_hears_of_it_at_most_once(
    world: World, tmp_path: Path
) -> None:
    await world.cohort(wishes=Wishes(start=MONDAY, zone="Europe/Berlin"))
    world.clock.at = at(MONDAY)
    platform = WatchedPlatform()
    platform.before = _fails(RoomGone())
    camera = platform.camera = Camera(world.directory, lambda: _told(platform))
    with watched(camera):
        await world.announcer(platform).run_once()
    assert {"before tell", "after tell"} <= set(camera.points)
    for photograph, directory in zip(camera.album, directories(tmp_path / "again"), strict=False):
        async with study_world(photograph.restored(directory), HandClock(world.clock.at)) as again:
            again.platform.before = _fails(RoomGone())
            await again.posted_until(TUESDAY)
            told = [who for who, _ in again.platform.told] + list(photograph.outside)
            assert len(told) <= 1, photograph.points
            asked = [call for call, _ in again.platform.asked if call == "post"]
            assert len(asked) <= 1, photograph.points


def _told(platform: MemoryPlatform) -> tuple[str, ...]:
    return tuple(person for person, _ in platform.told)
