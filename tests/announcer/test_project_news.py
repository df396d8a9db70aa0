"""News about projects, as time goes by: within the one budget, before what can wait, and off where it is."""

from datetime import time

from study_world import BERLIN, MONDAY, World, at, day, words

from bot.services.cohort_edits import EditShown
from bot.services.cohort_settings import Wishes as CohortWishes
from bot.services.learners import Learners
from bot.services.people import Wishes
from bot.services.projects import Projects


async def two(world: World, wish: Wishes) -> int:
    """Ann, who hands projects in, and Bob with a wish, who is asked to review them."""
    cohort_id = await world.cohort()
    for name in ("Ann", "Bob"):
        await world.member(cohort_id, name)
    await world.wishes("Bob", wish)
    return cohort_id


async def ann_hands_in(world: World, project: str = "1") -> None:
    projects = Projects(world.database, world.curricula, Learners(), world.clock)
    link = "https://example.org/ann"
    await projects.submit(await world.somebody("Ann", administers=False), "", project, link, "")


async def projects_are(world: World, cohort_id: int, *, on: bool) -> None:
    shown = await world.edits.show(await world.somebody(), str(cohort_id), CohortWishes(projects=on))
    assert isinstance(shown, EditShown)
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)


def told(world: World) -> list[str]:
    """How each begins that Bob was told."""
    return [words(message).split("\n")[0] for who, message in world.platform.told if who == "bob"]


async def test_who_is_told_of_a_project_hears_of_no_day_that_waits_and_the_other_way_round(
    world: World,
) -> None:
    await two(world, Wishes(zone=BERLIN, reminder=time(20)))
    await world.goes_by(at(MONDAY, "12:00"))
    await ann_hands_in(world)
    await world.goes_by(at(day(1), "21:00"))
    project, reminder = told(world)
    assert project == "About projects"
    assert "is open until" in reminder
    await ann_hands_in(world, "2")
    await world.goes_by(at(day(2), "07:59"))
    assert len(told(world)) == 2
    await world.goes_by(at(day(2), "23:00"))
    assert told(world)[2:] == ["About projects"]


async def test_in_a_full_week_it_waits_and_takes_the_first_room_that_there_is(world: World) -> None:
    await two(world, Wishes(zone=BERLIN, reminder=time(20)))
    await world.goes_by(at(day(2), "20:30"))
    assert len(told(world)) == 3
    for number in "123":
        await ann_hands_in(world, number)
    await world.wishes("Bob", Wishes(nudges=3))  # he is back, and heard of again
    await world.goes_by(at(day(7), "19:59"))
    assert len(told(world)) == 3
    await world.goes_by(at(day(7), "20:00"))
    *_, (who, message) = world.platform.told
    assert who == "bob"
    said = words(message)
    assert said.startswith("About projects")
    assert said.count(", Ann") == 3


async def test_an_admin_can_turn_them_off_and_nothing_is_lost_by_it(world: World) -> None:
    cohort_id = await two(world, Wishes(zone=BERLIN))
    await world.goes_by(at(MONDAY, "23:00"))
    await ann_hands_in(world)
    await projects_are(world, cohort_id, on=False)
    await world.goes_by(at(day(2), "12:00"))
    assert told(world) == []
    await projects_are(world, cohort_id, on=True)
    await world.goes_by(at(day(3), "12:00"))
    assert told(world) == ["About projects"]


async def test_a_member_who_wants_no_messages_has_none_of_these_either(world: World) -> None:
    await two(world, Wishes(zone=BERLIN, nudges=0))
    await world.goes_by(at(MONDAY, "12:00"))
    await ann_hands_in(world)
    await world.goes_by(at(day(2), "12:00"))
    assert told(world) == []
