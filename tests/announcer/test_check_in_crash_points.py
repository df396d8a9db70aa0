"""A fold of check-ins stopped at every point: what was acknowledged stands, and said again it counts once."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from study_world import MONDAY, World, at, study_world

from bot.services.asker import Asker
from bot.services.check_in_fold import Details
from bot.services.check_ins import CheckIns
from bot.services.learners import Learners
from bot.services.study_facts import Outcome
from storage.tables.study import check_ins
from tests.crash_points import Camera, directories, watched

pytestmark = pytest.mark.databases("sqlite")  # whose files are copied

NAMES = ("Ana", "Ben", "Cem")


async def _press(world: World, presses: list[Asker], cohort_id: int, heard: set[str]) -> None:
    """Everybody at once, each with a note; who was answered is `heard`."""
    service = CheckIns(world.database, world.clock, Learners())

    async def press(asker: Asker) -> None:
        fact = await service.check_in(asker, str(cohort_id), MONDAY, Details(note=asker.name))
        assert fact.outcome is Outcome.COUNTED
        heard.add(asker.name)

    await asyncio.gather(*(press(asker) for asker in presses))


async def _notes(world: World) -> list[str]:
    async with world.database.read() as connection:
        return sorted((await connection.execute(select(check_ins.c.note))).scalars())


async def test_stopped_at_any_point_of_a_fold_each_check_in_counts_once(world: World, tmp_path: Path) -> None:
    cohort_id = await world.cohort()
    members = [await world.member(cohort_id, name) for name in NAMES]
    world.clock.at = at(MONDAY)
    await world.announcer().run_once()
    presses = [replace(member, at=at(MONDAY, "12:00")) for member in members]
    world.clock.at = at(MONDAY, "12:00")
    heard: set[str] = set()
    with watched(Camera(world.directory, lambda: frozenset(heard))) as camera:
        await _press(world, presses, cohort_id, heard)
        camera.take("answered")
    assert heard == set(NAMES)
    assert len(camera.album) > 2
    for photograph, directory in zip(camera.album, directories(tmp_path / "again"), strict=False):
        async with study_world(photograph.restored(directory), world.clock) as again:
            assert photograph.outside <= set(await _notes(again)), photograph.points
            await _press(again, presses, cohort_id, set())
            assert await _notes(again) == list(NAMES), photograph.points
