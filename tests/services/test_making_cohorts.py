"""A cohort is made from few wishes: a draft with sensible defaults and a preview that tells the truth."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from study_world import BERLIN, MONDAY, World, at, study_world

from bot.domain.errors import Conflict, Forbidden, Invalid, StudyError, TooMany, UnknownChoice
from bot.interface.address import RoomAddress
from bot.services.cohort_settings import Wishes
from bot.services.cohorts import MOST_COHORTS


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


async def test_a_name_and_a_roadmap_are_enough(world: World) -> None:
    preview = await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name="Winter"))
    assert (preview.state, preview.zone, preview.zone_guessed) == ("draft", BERLIN, False)
    assert (preview.post_time, preview.weekdays) == (time(9), frozenset(range(5)))
    assert preview.rooms == ("general",)
    assert (preview.study_days, preview.first, preview.last) == (20, MONDAY, date(2027, 1, 29))
    assert len(preview.posts) == 14
    assert preview.posts[0].posts_at == at(MONDAY)


async def test_a_draft_posts_nothing_until_it_is_started(world: World) -> None:
    await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name="Winter", start=MONDAY))
    world.clock.at = at(MONDAY, "12:00")
    assert await world.announcer().run_once() == 0
    assert await world.announcer().next_due_at() is None


async def test_a_draft_started_late_begins_on_the_next_date_that_can_be_kept_with_nothing_lost(
    world: World,
) -> None:
    admin = await world.somebody()
    draft = await world.cohorts.create(admin, "py-backend-12w", Wishes(name="Winter", start=MONDAY))
    world.clock.at = at(MONDAY + timedelta(days=7), "12:00")
    started = await world.states.start(await world.somebody(), str(draft.cohort_id))
    assert started.next_post_at == at(MONDAY + timedelta(days=8))
    preview = await world.cohorts.preview(await world.somebody(), "Winter")
    assert preview.posts[0].number == 1
    assert preview.study_days >= 62  # of 87 calendar days, whatever the weekday of the start


async def test_the_zone_is_the_askers_else_that_of_the_newest_cohort_else_a_guess(world: World) -> None:
    stranger = await world.somebody("Eve", zone="")
    first = await world.cohorts.create(stranger, "py-backend-20d", Wishes(name="One"))
    assert (first.zone, first.zone_guessed) == ("UTC", True)
    second = await world.cohorts.create(
        await world.somebody(), "py-backend-20d", Wishes(name="Two", zone="Asia/Tokyo")
    )
    assert (second.zone, second.zone_guessed) == ("Asia/Tokyo", False)
    third = await world.cohorts.create(
        await world.somebody("Eve", zone=""), "py-backend-20d", Wishes(name="Three")
    )
    assert (third.zone, third.zone_guessed) == ("Asia/Tokyo", False)


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("py-backend-20d", "Python Backend in 20 Days"),
        ("PY-BACKEND-20D", "Python Backend in 20 Days"),
        ("python backend in 20 days", "Python Backend in 20 Days"),
        ("12-week", "12-Week Python Backend Developer Roadmap"),
        ("py-backend-sen", "Roadmap Python Backend: De 0 a Senior/Líder Técnico"),
    ],
)
async def test_a_roadmap_is_found_by_slug_title_or_an_unmistakable_beginning(
    world: World, word: str, slug: str
) -> None:
    preview = await world.cohorts.create(await world.somebody(), word, Wishes(name="Winter"))
    assert preview.curriculum == slug


@pytest.mark.parametrize(
    "word", ["py-backend", "pie-backend-20", "x", "\N{PILE OF POO}", "'; DROP TABLE cohorts"]
)
async def test_an_unclear_roadmap_is_answered_with_the_nearest_ones(world: World, word: str) -> None:
    with pytest.raises(UnknownChoice) as caught:
        await world.cohorts.create(await world.somebody(), word, Wishes(name="Winter"))
    assert len(caught.value.data["nearest"]) == 3  # type: ignore[arg-type]
    assert await world.cohorts.names(await world.somebody()) == {}


async def test_a_bundled_roadmap_is_stored_once_and_pinned(world: World) -> None:
    first = await world.curricula.choose(await world.somebody(), "py-backend-20d")
    second = await world.curricula.choose(await world.somebody(), "py-backend-20d")
    assert first.version_id == second.version_id
    assert first is second


async def test_the_preview_marks_days_off_clock_changes_and_clashes(world: World) -> None:
    world.clock.at = at(date(2027, 3, 20), "12:00")
    monday = date(2027, 3, 22)
    await world.cohort("Other", wishes=Wishes(start=monday, zone=BERLIN))
    cohort_id = await world.cohort("Spring", wishes=Wishes(start=monday, zone=BERLIN))
    await world.holidays.skip(await world.somebody(), str(cohort_id), date(2027, 3, 26), "")
    preview = await world.cohorts.preview(await world.somebody(), "Spring")
    assert [row.day for row in preview.days_off] == [date(2027, 3, 26)]
    assert date(2027, 3, 26) not in [post.day for post in preview.posts]
    assert [post.day for post in preview.posts if post.clock_change] == [date(2027, 3, 29)]
    assert preview.posts[0].clashes == ("Other",)
    assert preview.posts[0].posts_at.hour == 8
    assert preview.posts[4].posts_at.hour == 7


async def test_a_time_that_the_clock_skips_is_marked(world: World) -> None:
    world.clock.at = at(date(2027, 3, 26), "12:00")
    wishes = Wishes(
        name="Night", start=date(2027, 3, 27), at=time(2, 30), zone=BERLIN, weekdays=frozenset(range(7))
    )
    preview = await world.cohorts.create(await world.somebody(), "py-backend-20d", wishes)
    assert [post.day for post in preview.posts if post.moved] == [date(2027, 3, 28)]


async def test_only_admins_make_cohorts_and_not_in_private(world: World) -> None:
    for asker in (
        await world.somebody("Bob", administers=False),
        replace(await world.somebody(), space_id=None, room_id=None),
    ):
        with pytest.raises(Forbidden):
            await world.cohorts.create(asker, "py-backend-20d", Wishes(name="Winter"))


async def test_a_name_is_taken_once_but_free_again_after_deletion(world: World) -> None:
    cohort_id = await world.cohort("Winter")
    with pytest.raises(Conflict, match="name_taken"):
        await world.cohort("WINTER")
    await world.states.delete(await world.somebody(), str(cohort_id))
    assert await world.cohort("Winter") != cohort_id


async def test_a_space_holds_fifty_cohorts(world: World) -> None:
    for number in range(MOST_COHORTS):
        await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name=f"Nr {number}"))
    with pytest.raises(TooMany) as caught:
        await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name="One more"))
    assert caught.value.data["limit"] == MOST_COHORTS


async def test_a_room_of_another_space_is_refused(world: World) -> None:
    elsewhere = RoomAddress("demo", "other club", "general", name="theirs")
    with pytest.raises(Invalid, match="room_elsewhere"):
        await world.cohorts.create(
            await world.somebody(), "py-backend-20d", Wishes(name="Winter", room=elsewhere)
        )


async def test_the_same_event_makes_one_cohort(world: World) -> None:
    admin = await world.somebody()
    await world.cohorts.create(admin, "py-backend-20d", Wishes(name="Winter"))
    with pytest.raises(Conflict):
        await world.cohorts.create(admin, "py-backend-20d", Wishes(name="Spring"))
    assert list((await world.cohorts.names(admin)).values()) == ["Winter"]


async def test_admins_of_another_space_neither_see_nor_name_it(world: World) -> None:
    await world.cohort("Winter")
    other = RoomAddress("demo", "other club", "general", name="general")
    stranger = await world.somebody("Mallory", room=other)
    assert await world.cohorts.names(stranger) == {}
    for wanted in ("Winter", "1"):
        with pytest.raises(StudyError):
            await world.cohorts.preview(stranger, wanted)


async def test_a_start_too_far_away_is_refused(world: World) -> None:
    wishes = Wishes(name="Winter", start=date(9999, 12, 30))
    with pytest.raises(StudyError):
        await world.cohorts.create(await world.somebody(), "py-backend-20d", wishes)
    assert await world.cohorts.names(await world.somebody()) == {}


async def test_asking_for_a_preview_changes_nothing(world: World) -> None:
    cohort_id = await world.cohort()
    before = await world.stored(cohort_id)
    for _ in range(2):
        await world.cohorts.preview(await world.somebody(), str(cohort_id))
    assert await world.stored(cohort_id) == before
