"""What admins see and do while a cohort runs: figures, announcements, the check-ins as a file."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_world import GENERAL, MONDAY, World, at, study_world

from bot.domain.errors import Conflict, StudyError, TooMany
from bot.interface.address import RoomAddress
from bot.interface.platform import NotAllowed
from bot.services.cohort_announcements import MOST_AN_HOUR
from bot.services.cohort_export import CohortExports, safe_cell
from bot.services.cohort_settings import Wishes
from bot.services.cohort_topics import CohortTopics
from bot.services.learners import Learners
from bot.services.pauses import Pauses

DAYS = [MONDAY + timedelta(days=passed) for passed in (0, 1, 2, 3, 4, 7, 8)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


async def posted(world: World, days: int) -> None:
    announcer = world.announcer()
    for day in DAYS[:days]:
        world.clock.at = at(day)
        await announcer.run_once()


async def test_the_status_tells_what_comes_and_who_took_part(world: World) -> None:
    cohort_id = await world.cohort()
    for name in ("Bob", "Eve", "Kim"):
        await world.member(cohort_id, name)
    await posted(world, 2)
    await world.member(cohort_id, "Late", joined=at(DAYS[1], "09:30"))
    await world.checks_in("Bob", cohort_id, at(DAYS[1], "10:00"))
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert status.today is not None
    assert (len(status.turnout), status.today.done, status.today.possible) == (2, 1, 3)
    assert (status.members, status.study_days, status.messages_in_a_week) == (4, 20, 2)
    assert status.next_post_at == at(DAYS[2])
    assert [room.paused_because for room in status.rooms] == [""]
    assert status.failures == ()


async def test_who_went_quiet_is_named_to_admins_and_who_has_just_joined_is_not(world: World) -> None:
    cohort_id = await world.cohort()
    for name in ("Bob", "Eve"):
        await world.member(cohort_id, name)
    await posted(world, 5)
    await world.member(cohort_id, "Late", joined=at(DAYS[4], "08:00"))
    for day in DAYS[:4]:
        await world.checks_in("Bob", cohort_id, at(day, "20:00"))
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert [(each.name, each.quiet_for) for each in status.at_risk] == [("Eve", 4)]


async def test_who_has_done_every_day_needs_no_kind_word_however_short_that_is(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "Bob")
    await posted(world, 7)
    for day in DAYS[:7]:
        await world.checks_in("Bob", cohort_id, at(day, "20:00"))
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert status.at_risk == ()


async def test_rooms_that_are_closed_and_posts_that_failed_are_shown(world: World) -> None:
    cohort_id = await world.cohort()

    def refuse(room: RoomAddress) -> None:
        raise NotAllowed(room.key)

    world.platform.before = refuse
    await posted(world, 1)
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert [(row.day, row.state, row.failure, row.room) for row in status.failures] == [
        (MONDAY, "failed", "not_allowed", "general")
    ]
    assert [room.paused_because for room in status.rooms] == ["not_allowed"]


async def test_announcements_are_limited_and_need_a_cohort_under_way(world: World) -> None:
    cohort_id = await world.cohort()
    for _ in range(MOST_AN_HOUR):
        await world.announcements.announce(await world.somebody(), str(cohort_id), "Hello")
    with pytest.raises(TooMany):
        await world.announcements.announce(await world.somebody(), str(cohort_id), "Hello")
    world.clock.at += timedelta(hours=1)
    await world.announcements.announce(await world.somebody(), str(cohort_id), "Hello")
    draft = await world.cohorts.create(await world.somebody(), "py-backend-20d", Wishes(name="Draft"))
    with pytest.raises(Conflict, match="cannot_announce"):
        await world.announcements.announce(await world.somebody(), str(draft.cohort_id), "Hello")


async def test_an_announcement_waits_for_nobody_but_its_room(world: World) -> None:
    cohort_id = await world.cohort()
    announced = await world.announcements.announce(await world.somebody(), str(cohort_id), "Hello")
    assert (announced.rooms, announced.closed) == (("general",), ())
    assert await world.announcer().next_due_at() == world.clock.at
    await world.announcer().run_once()
    assert world.platform.titles(GENERAL) == ["Hello"]


async def test_the_export_holds_every_check_in_on_the_cohorts_clock_once_an_hour(world: World) -> None:
    cohort_id = await world.cohort()
    await world.member(cohort_id, "=HYPERLINK(1)")
    await posted(world, 2)
    await world.checks_in("=HYPERLINK(1)", cohort_id, at(MONDAY, "20:00"))
    exports = CohortExports(world.database, world.clock)
    export = await exports.export(await world.somebody(), str(cohort_id))
    (row,) = csv.DictReader(io.StringIO(export.content.decode("utf-8-sig")))
    assert (row["study_date"], row["study_day"], row["member"]) == ("2027-01-04", "1", "'=HYPERLINK(1)")
    assert row["checked_in_at"] == "2027-01-04T20:00:00+01:00"
    with pytest.raises(TooMany) as caught:
        await exports.export(await world.somebody(), str(cohort_id))
    assert caught.value.data["again_at"] == world.clock.at + timedelta(hours=1)


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.endswith(text)


async def test_asking_changes_nothing_and_is_for_admins_of_the_space(world: World) -> None:
    cohort_id = await world.cohort()
    bob = await world.member(cohort_id, "Bob")
    before = await world.stored(cohort_id)
    await world.reports.status(await world.somebody(), str(cohort_id))
    elsewhere = RoomAddress("demo", "other club", "general")
    for stranger in (replace(bob, event_id="1"), await world.somebody("Mallory", room=elsewhere)):
        with pytest.raises(StudyError):
            await world.reports.status(stranger, str(cohort_id))
        with pytest.raises(StudyError):
            await world.announcements.announce(stranger, str(cohort_id), "Hello")
        with pytest.raises(StudyError):
            await CohortExports(world.database, world.clock).export(stranger, str(cohort_id))
    assert await world.stored(cohort_id) == before


async def test_topics_show_how_many_did_their_days_and_hide_small_groups(world: World) -> None:
    cohort_id = await world.cohort()
    names = [f"Member{number}" for number in range(6)]
    for name in names[:4]:
        await world.member(cohort_id, name)
    await posted(world, 4)
    topics = CohortTopics(world.database, world.curricula, world.clock)
    asked = await topics.topics(await world.somebody(), str(cohort_id))
    assert [topic.done for topic in asked.topics] == [None, None, None]
    for name in names[4:]:
        await world.member(cohort_id, name, joined=at(DAYS[0], "08:00"))
    await world.checks_in("Member4", cohort_id, at(DAYS[3], "10:00"))
    await posted(world, 5)
    asked = await topics.topics(await world.somebody(), str(cohort_id))
    assert [(topic.done, topic.possible) for topic in asked.topics] == [(0, 6), (0, 6), (0, 6), (1, 6)]


async def test_falling_behind_is_a_reason_and_a_pause_is_none(world: World) -> None:
    cohort_id = await world.cohort()
    for name in ("Bob", "Eve"):
        await world.member(cohort_id, name)
    await world.goes_by(at(DAYS[0], "12:00"))
    for passed in range(14):
        day = MONDAY + timedelta(days=passed)
        await world.goes_by(at(day, "20:00"))
        if passed % 7 < 5 and passed < 8:
            await world.checks_in("Bob", cohort_id, at(day, "20:00"))
    await world.goes_by(at(MONDAY + timedelta(days=14), "12:00"))
    found = {
        each.name: each for each in (await world.reports.status(await world.somebody(), "Winter")).at_risk
    }
    assert (found["Bob"].recent, found["Bob"].before, found["Bob"].quiet_for) == (1, 5, 4)
    assert found["Eve"].quiet_for == 10
    pauses = Pauses(world.database, world.clock, Learners())
    await pauses.pause(await world.somebody("Eve", administers=False), None, None, str(cohort_id))
    status = await world.reports.status(await world.somebody(), "Winter")
    assert [each.name for each in status.at_risk] == ["Bob"]


async def test_a_day_that_asked_nothing_of_somebody_makes_nobody_quiet(world: World) -> None:
    cohort_id, pauses = await world.cohort(), Pauses(world.database, world.clock, Learners())
    for name in ("Bob", "Eve"):
        await world.member(cohort_id, name)
    await posted(world, 1)
    await pauses.pause(await world.somebody("Eve", administers=False), None, DAYS[3], str(cohort_id))
    await posted(world, 7)
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert [(each.name, each.quiet_for) for each in status.at_risk] == [("Bob", 6)]
    await world.holidays.skip(await world.somebody(), str(cohort_id), DAYS[2], "")
    status = await world.reports.status(await world.somebody(), str(cohort_id))
    assert [(each.name, each.quiet_for) for each in status.at_risk] == [("Bob", 5)]
