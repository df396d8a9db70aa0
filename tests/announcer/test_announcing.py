from datetime import date, timedelta

from study_world import GENERAL, MONDAY, World, at, words


async def test_the_first_post_comes_at_its_time_and_not_before(world: World) -> None:
    await world.cohort()
    announcer = world.announcer()
    assert await announcer.next_due_at() == at(MONDAY)
    world.clock.at = at(MONDAY) - timedelta(seconds=1)
    assert await announcer.run_once() == 0
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 1
    assert await announcer.run_once() == 0
    assert await announcer.next_due_at() == at(date(2027, 1, 5))
    ((_, post),) = world.platform.rooms[GENERAL.key]
    assert words(post).startswith("Day 1 of 20 - Week 1 - Python Core Concepts\nWelcome to Winter!")
