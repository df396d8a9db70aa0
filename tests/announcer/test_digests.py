"""The weekly digest: once a week in every room, in kind words, naming only those who want to be named."""

from datetime import timedelta

from study_world import BERLIN, GENERAL, MONDAY, World, at, day, words

from bot.interface.address import RoomAddress
from bot.services.cohort_settings import Wishes
from bot.services.people import Wishes as OwnWishes

WITH_DIGEST = Wishes(start=MONDAY, zone=BERLIN, summary=False)
WITH_SUMMARY = Wishes(start=MONDAY, zone=BERLIN, digest=False)
SUNDAY = day(6)


async def winter(
    world: World, *listed: str, unlisted: tuple[str, ...] = (), wishes: Wishes = WITH_DIGEST
) -> int:
    """A cohort with a digest."""
    cohort_id = await world.cohort(wishes=wishes)
    for name in (*listed, *unlisted):
        await world.member(cohort_id, name)
        await world.wishes(name, OwnWishes(listed=name in listed))
    return cohort_id


async def studies(world: World, cohort_id: int, days: dict[str, tuple[int, ...]]) -> None:
    """Each of them checks in on these days at noon, while time goes by."""
    for passed in sorted({each for theirs in days.values() for each in theirs}):
        await world.goes_by(at(day(passed), "12:00"))
        for name, theirs in days.items():
            if passed in theirs:
                await world.checks_in(name, cohort_id, at(day(passed), "12:00"))


def digests(world: World, room: RoomAddress = GENERAL) -> list[str]:
    return [
        words(message) for _, message in world.platform.rooms[room.key] if "the week of" in words(message)
    ]


async def test_a_week_is_looked_back_on_once_on_sunday_evening(world: World) -> None:
    cohort_id = await winter(world, "Ann", "Bob", unlisted=("Zoe",))
    week = tuple(range(5))
    await studies(world, cohort_id, {"Ann": week, "Bob": (0, 2), "Zoe": week})
    await world.goes_by(at(SUNDAY, "17:59"))
    assert digests(world) == []
    await world.goes_by(at(SUNDAY, "23:00"))
    [said] = digests(world)
    assert "12 of 15 check-ins this week." in said
    assert "Every day this week: Ann" in said
    assert "5 study days done: Ann" in said
    assert "Next week" in said
    assert "Bob" not in said
    assert "Zoe" not in said


async def test_nobody_is_named_for_what_they_missed_and_who_comes_back_is_welcome(world: World) -> None:
    cohort_id = await winter(world, "Ann", "Bob")
    await studies(world, cohort_id, {"Ann": (0, 1, 14), "Bob": (0, 1, 2, 3, 4)})
    await world.goes_by(at(day(20), "23:00"))
    first, second, third = digests(world)
    assert "Ann" not in first
    assert ("Ann" not in second, "Bob" not in second) == (True, True)
    assert "Welcome back: Ann" in third


async def test_a_late_digest_comes_within_48_hours_and_not_after(world: World) -> None:
    await winter(world, "Ann")
    await world.goes_by(at(day(5), "12:00"))
    world.clock.at = at(SUNDAY, "18:00") + timedelta(hours=47)
    await world.announcer().run_once()
    assert len(digests(world)) == 1
    await world.goes_by(at(day(12), "12:00"))
    world.clock.at = at(day(13), "18:00") + timedelta(hours=48)
    await world.announcer().run_once()
    assert len(digests(world)) == 1


async def test_no_digest_where_it_is_off_or_nothing_was_posted(world: World) -> None:
    await world.cohort("Off")
    cohort_id = await winter(world, "Ann")
    await world.goes_by(at(day(2), "12:00"))
    await world.states.pause(await world.somebody(), str(cohort_id))
    await world.goes_by(at(day(30), "12:00"))
    assert len(digests(world)) == 1  # that of the first week, of which two days were posted


async def test_after_the_roadmap_there_are_no_more_digests(world: World) -> None:
    await winter(world, "Ann")
    await world.goes_by(at(day(60), "12:00"))
    assert len(digests(world)) == 4
    assert await world.announcer().next_due_at() is None


async def test_the_teams_streak_counts_days_that_enough_of_the_active_did(world: World) -> None:
    cohort_id = await winter(world, "Ann", "Bob", "Zoe", "Gone")
    await studies(
        world,
        cohort_id,
        {
            "Ann": (0, 1, 2, 3, 4, 7, 8, 9, 10),
            "Bob": (0, 1, 2, 3, 4, 7, 8, 9),
            "Zoe": (0, 1, 4, 7, 8, 9),
            "Gone": (0,),
        },
    )
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert status.team == 4  # from Friday, three of four, to Wednesday; today is still open
    await world.goes_by(at(day(11), "12:00"))
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert status.team == 0  # on Thursday it was one of three


async def test_the_admin_hears_in_private_who_may_need_a_kind_word(world: World) -> None:
    cohort_id = await winter(world, "Ann", unlisted=("Zoe",), wishes=WITH_SUMMARY)
    await studies(world, cohort_id, {"Ann": (0, 1, 2, 3, 4)})
    await world.goes_by(at(SUNDAY, "23:00"))
    [(admin, message)] = world.platform.told
    said = words(message)
    assert admin == "ada"
    assert "Zoe: quiet for 4 study days" in said
    assert "Hi Zoe, how is it going with Winter?" in said
    assert "Ann" not in said
    await world.goes_by(at(day(13), "17:00"))
    assert len(world.platform.told) == 1


async def test_no_summary_where_everybody_is_fine(world: World) -> None:
    cohort_id = await winter(world, "Ann", wishes=WITH_SUMMARY)
    await studies(world, cohort_id, {"Ann": (0, 1, 2, 3, 4)})
    await world.goes_by(at(SUNDAY, "23:00"))
    assert world.platform.told == []
