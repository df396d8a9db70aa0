"""Posts come once, at their time, in order, and what goes wrong in one room holds up no other."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from study_world import GENERAL, MONDAY, MemoryPlatform, World, at, words

from bot.announcer import Announcer
from bot.interface.address import RoomAddress
from bot.interface.platform import NotAllowed, Receipt, RoomGone, SlowDown, Unclear
from bot.interface.reply import Reply
from storage.tables.ledger import ledger

pytestmark = pytest.mark.databases("sqlite", "postgresql")

TUESDAY = date(2027, 1, 5)
RANDOM = RoomAddress("demo", "club", "random", name="random")


class Stumble:
    """Raises at the first messages to one room, and lets all others through."""

    def __init__(self, room: RoomAddress, *failures: Exception) -> None:
        self.room = room
        self.failures = list(failures)

    def __call__(self, room: RoomAddress) -> None:
        if room.key == self.room.key and self.failures:
            raise self.failures.pop(0)


class SlowGeneral(MemoryPlatform):
    """Keeps messages to one room waiting until it is told to let them go."""

    def __init__(self, released: asyncio.Event) -> None:
        super().__init__()
        self.released = released

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        if room.key == GENERAL.key:
            await self.released.wait()
        return await super().post(room, message, key)


async def test_the_first_post_comes_at_its_time_and_not_before(world: World) -> None:
    await world.cohort()
    announcer = world.announcer()
    assert await announcer.next_post_at() == at(MONDAY)
    world.clock.at = at(MONDAY) - timedelta(seconds=1)
    assert await announcer.run_once() == 0
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 1
    assert await announcer.run_once() == 0
    assert await announcer.next_post_at() == at(TUESDAY)
    ((_, post),) = world.platform.rooms[GENERAL.key]
    assert words(post).startswith("Day 1 of 20 - Week 1 - Python Core Concepts\nWelcome to Winter!")
    assert not post.whisper


async def test_a_post_carries_its_ledger_row_on_its_button_and_no_name_of_a_person(world: World) -> None:
    cohort_id = await world.cohort()
    world.clock.at = at(MONDAY)
    await world.announcer().run_once()
    ((_, post),) = world.platform.rooms[GENERAL.key]
    done = post.buttons[0]
    assert getattr(done, "bound", None) == {"cohort": cohort_id, "day": MONDAY, "row": 1}
    assert getattr(done, "personal", None) is False


async def test_the_whole_roadmap_is_posted_once_day_by_day(world: World) -> None:
    await world.cohort()
    announcer = world.announcer()
    while (due := await announcer.next_due_at()) is not None:
        world.clock.at = due
        await announcer.run_once()
    numbers = [title.split(" - ")[0] for title in world.platform.titles()]
    assert numbers == [f"Day {number} of 20" for number in range(1, 21)]
    assert "This is the last day" in words(world.platform.rooms[GENERAL.key][-1][1])


async def test_two_cohorts_in_one_room_each_get_their_post(world: World) -> None:
    await world.cohort("Winter")
    await world.cohort("Spring", curriculum="py-backend-12w")
    world.clock.at = at(MONDAY)
    assert await world.announcer().run_once() == 2
    assert [title.split(" - ")[0] for title in world.platform.titles()] == ["Day 1 of 20", "Day 1 of 63"]


async def test_the_turnout_of_the_day_before_stands_on_the_post(world: World) -> None:
    cohort_id = await world.cohort()
    for name in ("Bob", "Eve", "Kim"):
        await world.member(cohort_id, name)
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    await announcer.run_once()
    await world.member(cohort_id, "Late", joined=at(MONDAY, "12:00"))
    for name in ("Bob", "Eve"):
        await world.checks_in(name, cohort_id, at(MONDAY, "20:00"))
    world.clock.at = at(TUESDAY)
    await announcer.run_once()
    assert "yesterday 2 of 3" in words(world.platform.rooms[GENERAL.key][-1][1])


async def test_a_room_that_is_gone_is_left_alone_after_one_try_and_others_go_on(world: World) -> None:
    await world.cohort("Winter")
    await world.cohort("Spring", room=RANDOM)
    world.platform.before = Stumble(GENERAL, RoomGone(), RoomGone(), RoomGone())
    announcer = world.announcer()
    for day in (MONDAY, TUESDAY):
        world.clock.at = at(day)
        assert await announcer.run_once() == 1
    assert world.platform.asked.count(("post", GENERAL.key)) == 1
    assert len(world.platform.titles(RANDOM)) == 2


async def test_the_admin_is_told_once_in_private_that_a_room_is_lost(world: World) -> None:
    await world.cohort("Winter")
    world.platform.before = Stumble(GENERAL, RoomGone(), RoomGone())
    announcer = world.announcer()
    for day in (MONDAY, TUESDAY):
        world.clock.at = at(day)
        await announcer.run_once()
    [(admin, message)] = world.platform.told
    assert admin == (await world.somebody()).external_id
    assert "Winter hears nothing from me in general for now" in words(message)


async def test_an_admin_whose_private_chat_is_closed_stops_nothing(world: World) -> None:
    await world.cohort("Winter")
    await world.cohort("Spring", room=RANDOM)
    world.platform.before = Stumble(GENERAL, RoomGone())
    world.platform.private_is_closed = True
    world.clock.at = at(MONDAY)
    assert await world.announcer().run_once() == 1


async def resumed(world: World, when: datetime) -> Announcer:
    """Monday's post finds its room shut, and an admin resumes the cohort at that instant."""
    cohort_id = await world.cohort()
    world.platform.before = Stumble(GENERAL, NotAllowed())
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    await announcer.run_once()
    world.clock.at = when
    await world.states.resume(await world.somebody(), str(cohort_id))
    return announcer


async def test_a_room_is_heard_again_when_an_admin_resumes_the_cohort(world: World) -> None:
    announcer = await resumed(world, at(MONDAY))
    world.clock.at = at(TUESDAY)
    assert await announcer.run_once() == 1


async def test_what_a_shut_room_missed_comes_when_the_cohort_is_resumed_in_time(world: World) -> None:
    announcer = await resumed(world, at(MONDAY, "11:00"))
    assert [await announcer.run_once() for _ in range(2)] == [1, 0]
    assert len(world.platform.titles()) == 1


async def test_a_platform_that_wants_a_pause_gets_it_and_nothing_is_overtaken(world: World) -> None:
    await world.cohort("Winter")
    await world.cohort("Spring", curriculum="py-backend-12w")
    world.platform.before = Stumble(GENERAL, SlowDown(timedelta(seconds=90)))
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 0
    assert await announcer.next_post_at() == at(MONDAY) + timedelta(seconds=90)
    world.clock.at += timedelta(seconds=89)
    assert await announcer.run_once() == 0
    world.clock.at += timedelta(seconds=1)
    assert await announcer.run_once() == 2
    assert [title.split(" - ")[0] for title in world.platform.titles()] == ["Day 1 of 20", "Day 1 of 63"]


async def test_who_is_asked_to_wait_after_tries_of_a_library_looks_before_it_sends_again(
    world: World,
) -> None:
    await world.cohort()
    wait = SlowDown(timedelta(seconds=90), may_have_arrived=True)
    world.platform.after = Stumble(GENERAL, wait)
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 0
    assert await announcer.next_post_at() == at(MONDAY) + timedelta(seconds=90)
    world.clock.at += timedelta(seconds=90)
    assert await announcer.run_once() == 1
    assert len(world.platform.titles()) == 1


async def test_what_may_be_there_is_looked_for_also_when_it_had_to_wait_behind_another(world: World) -> None:
    await world.cohort("Winter")
    await world.cohort("Spring", curriculum="py-backend-12w")
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 2
    async with world.database.write() as connection:  # as after a restore: nobody knows of either
        await connection.execute(update(ledger).values(state="uncertain", settled_at=None))
    world.platform.looking = Stumble(GENERAL, SlowDown(timedelta(seconds=90)))
    for _ in range(4):
        await announcer.run_once()
        world.clock.at += timedelta(seconds=100)
    assert [title.split(" - ")[0] for title in world.platform.titles()] == ["Day 1 of 20", "Day 1 of 63"]


@pytest.mark.parametrize("fault", [Unclear(), ValueError("a bug of the adapter")])
async def test_what_arrived_although_the_answer_was_lost_is_found_and_not_sent_again(
    world: World, fault: Exception
) -> None:
    await world.cohort()
    world.platform.after = Stumble(GENERAL, fault)
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 0
    world.clock.at += timedelta(seconds=10)
    assert await announcer.run_once() == 1
    assert len(world.platform.titles()) == 1


async def test_what_surely_did_not_arrive_is_sent_again_under_the_same_key(world: World) -> None:
    await world.cohort()
    world.platform.before = Stumble(GENERAL, Unclear())
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    await announcer.run_once()
    world.clock.at += timedelta(seconds=10)
    assert await announcer.run_once() == 1
    assert [asked for asked, _ in world.platform.asked] == ["post", "find", "post"]


async def test_a_look_that_fails_is_no_answer_and_is_repeated_ever_less_often(world: World) -> None:
    await world.cohort()
    world.platform.after = Stumble(GENERAL, Unclear())
    world.platform.looking = Stumble(GENERAL, *(Unclear() for _ in range(4)))
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    await announcer.run_once()
    waits: list[timedelta] = []
    while world.platform.asked.count(("find", GENERAL.key)) < 5:
        due = await announcer.next_due_at()
        assert due is not None
        waits.append(due - world.clock.at)
        world.clock.at = due
        await announcer.run_once()
    assert waits == sorted(waits)
    assert len(world.platform.titles()) == 1
    assert world.platform.asked.count(("post", GENERAL.key)) == 1


async def test_a_doubtful_post_is_not_sent_again_when_the_next_one_is_due(world: World) -> None:
    await world.cohort()
    world.platform.before = Stumble(GENERAL, Unclear())
    announcer = world.announcer()
    world.clock.at = at(MONDAY)
    await announcer.run_once()
    world.clock.at = at(TUESDAY)
    await announcer.run_once()
    assert [title.split(" - ")[0] for title in world.platform.titles()] == ["Day 2 of 20"]


async def test_a_send_that_takes_too_long_goes_on_by_itself_and_is_never_cancelled(world: World) -> None:
    await world.cohort("Winter")
    await world.cohort("Spring", room=RANDOM)
    released = asyncio.Event()
    slow = SlowGeneral(released)
    announcer = world.announcer(slow, bound=timedelta(seconds=1))
    world.clock.at = at(MONDAY)
    assert await announcer.run_once() == 1
    world.clock.at += timedelta(minutes=1)
    assert await announcer.run_once() == 0  # it is still under way: not looked for, not sent again
    released.set()
    await announcer.stop()
    assert slow.asked.count(("post", GENERAL.key)) == 1
    assert await announcer.next_post_at() == at(TUESDAY)
    world.clock.at = at(TUESDAY)
    assert await announcer.run_once() == 2


async def test_a_message_that_cannot_be_made_stops_no_other(world: World) -> None:
    broken = await world.cohort("Winter")
    await world.cohort("Spring", room=RANDOM)
    await world.breaks_planned_day(broken, MONDAY)
    world.clock.at = at(MONDAY)
    assert await world.announcer().run_once() == 1
    assert len(world.platform.titles(RANDOM)) == 1


async def test_an_announcement_reaches_every_room_once_and_may_not_be_repeated_by_the_same_event(
    world: World,
) -> None:
    cohort_id = await world.cohort()
    admin = await world.somebody()
    announced = await world.announcements.announce(admin, str(cohort_id), "See you at six <b>@everyone</b>")
    assert announced.rooms == ("general",)
    announcer = world.announcer()
    assert await announcer.run_once() == 1
    assert await announcer.run_once() == 0
    assert world.platform.titles() == ["See you at six <b>@everyone</b>"]
