"""A room hears thirty messages an hour at most; the rest follows, and an admin is told once."""

from datetime import timedelta

from study_world import GENERAL, MONDAY, World, at, words

from bot.breaker import MOST
from bot.interface.address import RoomAddress

OTHER = RoomAddress("demo", "club", "other", name="other")


async def test_what_is_too_much_for_a_room_waits_an_hour_and_its_admin_hears_of_it_once(world: World) -> None:
    names = ("Winter", "Summer", "Autumn", "Later")  # each may say ten things an hour
    for name in names:
        await world.cohort(name)
    await world.cohort("Spring", room=OTHER)
    world.clock.at = at(MONDAY, "08:00")
    announcer = world.announcer()
    for number in range(MOST + 5):
        name = names[number // 9]
        await world.announcements.announce(await world.somebody(), name, f"Number {number}")
    await world.announcements.announce(await world.somebody(room=OTHER), "Spring", "Hello")
    await announcer.run_once()
    assert len(world.platform.rooms[GENERAL.key]) == MOST
    assert len(world.platform.rooms[OTHER.key]) == 1
    world.clock.sleep(minutes=30)
    await announcer.run_once()
    assert len(world.platform.rooms[GENERAL.key]) == MOST
    ((who, told),) = world.platform.told
    assert who == "ada"
    assert "thirty messages" in words(told)
    assert await announcer.next_due_at() == at(MONDAY)
    world.clock.at = at(MONDAY, "08:00") + timedelta(hours=1)
    await announcer.run_once()
    said = [words(message) for _, message in world.platform.rooms[GENERAL.key]]
    assert said[MOST : MOST + 5] == [f"Number {number}" for number in range(MOST, MOST + 5)]
