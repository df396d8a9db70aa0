"""How many did a day, of how many: the next post, the digest, the status and the topics say the same."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from study_world import BERLIN, MONDAY, World, at, day, study_world, words

from bot.services.cohort_settings import Wishes
from bot.services.cohort_topics import CohortTopics
from bot.services.learners import Learners
from bot.services.pauses import Pauses
from bot.services.people import Wishes as OwnWishes

on_both = pytest.mark.databases("sqlite", "postgresql")

TUESDAY = day(1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


async def six(world: World) -> int:
    """A cohort with a digest and six members."""
    cohort_id = await world.cohort(wishes=Wishes(start=MONDAY, zone=BERLIN, summary=False))
    for name in ("Ann", "Bob", "Eve", "Kim", "Lee", "Roy"):
        await world.member(cohort_id, name)
    return cohort_id


async def rests(world: World, name: str, cohort_id: int) -> None:
    """Somebody rests from now on until Wednesday."""
    asker = await world.somebody(name, administers=False)
    await Pauses(world.database, world.clock, Learners()).pause(asker, None, day(2), str(cohort_id))


async def told_everywhere(world: World, cohort_id: int) -> dict[str, tuple[int, int]]:
    """What is said about Tuesday on Wednesday, and about the week, in which nobody does more, by its end."""
    await world.goes_by(at(day(2), "12:00"))
    post = re.search(r"yesterday (\d+) of (\d+)", _said(world)[-1])
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    [_, tuesday, _] = status.turnout
    topics = CohortTopics(world.database, world.curricula, world.clock)
    by_topic = (await topics.topics(await world.somebody(), str(cohort_id))).topics
    assert sum(each.possible for each in by_topic) == sum(each.possible for each in status.turnout[:2])
    await world.goes_by(at(day(6), "20:00"))
    digest = re.search(r"(\d+) of (\d+) check-ins this week", _said(world)[-1])
    week = (await world.reports.status(await world.somebody(), str(cohort_id))).turnout
    assert post
    assert digest
    days = (sum(each.done for each in week), sum(each.possible for each in week))
    return {
        "post": (int(post[1]), int(post[2])),
        "status": (tuesday.done, tuesday.possible),
        "digest": (int(digest[1]), int(digest[2])),
        "week": days,
    }


def _said(world: World) -> list[str]:
    return [words(message) for messages in world.platform.rooms.values() for _, message in messages]


@on_both
async def test_who_joined_after_the_post_and_did_it_all_the_same_is_one_more(world: World) -> None:
    cohort_id = await six(world)
    await world.goes_by(at(TUESDAY, "12:00"))
    await world.member(cohort_id, "New")
    for name in ("Ann", "New"):
        await world.checks_in(name, cohort_id, at(TUESDAY, "20:00"))
    told = await told_everywhere(world, cohort_id)
    assert told == {"post": (2, 7), "status": (2, 7), "digest": (2, 6 + 7 * 4), "week": (2, 6 + 7 * 4)}


@on_both
async def test_who_rests_is_not_asked_but_counts_when_they_did_it(world: World) -> None:
    cohort_id = await six(world)
    await world.goes_by(at(MONDAY, "20:00"))
    await world.checks_in("Kim", cohort_id, at(MONDAY, "20:00"))
    for name in ("Ann", "Kim"):
        await rests(world, name, cohort_id)
    await world.goes_by(at(TUESDAY, "12:00"))
    await world.checks_in("Bob", cohort_id, at(TUESDAY, "12:00"))
    told = await told_everywhere(world, cohort_id)
    # Monday asked Ann not, and Kim had done it; Tuesday and Wednesday asked neither.
    assert told == {"post": (1, 4), "status": (1, 4), "digest": (2, 5 + 4 * 2 + 6 * 2), "week": (2, 25)}


async def test_a_day_off_that_comes_late_asks_nobody_and_every_day_means_the_others(world: World) -> None:
    cohort_id = await six(world)
    await world.wishes("Ann", OwnWishes(listed=True))
    await world.goes_by(at(MONDAY, "12:00"))
    await world.checks_in("Ann", cohort_id, at(MONDAY, "12:00"))
    await world.goes_by(at(TUESDAY, "12:00"))
    await world.checks_in("Bob", cohort_id, at(TUESDAY, "12:00"))
    await world.holidays.skip(await world.somebody(), str(cohort_id), TUESDAY, "")
    for passed in (2, 3, 4):
        await world.holidays.skip(await world.somebody(), str(cohort_id), day(passed), "")
    await world.goes_by(at(day(6), "20:00"))
    [digest] = [said for said in _said(world) if "check-ins this week" in said]
    assert "2 of 7 check-ins this week." in digest
    assert "Every day this week: Ann" in digest


async def test_the_status_is_of_this_very_moment(world: World) -> None:
    cohort_id = await six(world)
    await world.goes_by(at(TUESDAY, "12:00"))
    for name in ("Ann", "Bob"):
        await world.checks_in(name, cohort_id, at(TUESDAY, "12:00"))
    before = await world.reports.status(await world.somebody(), str(cohort_id))
    await world.holidays.skip(await world.somebody(), str(cohort_id), day(2), "")
    after = await world.reports.status(await world.somebody(), str(cohort_id))
    assert after.momentum == before.momentum > 0
