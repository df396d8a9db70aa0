"""Scenes are played for real, and told as text."""

from datetime import UTC, datetime

import pytest
from small_clock import SmallClock
from small_posts import POST

from bot.platforms.playground import world
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.stage import WHOLE, Stage
from bot.platforms.playground.text import WIDTH

STORY = """\

A narrow escape.

=== Tuesday, January 5 =============================================================

09:00  Roadmate in #study-hall
       | Day 1 of 20 · Week 1 · Introduction to web development and Python
       | -----------------------------------------------------------------
       | Learn
       |   * Set up a virtual environment and install Flask
       | ...

20:15  Ada: /checkin read (only Ada sees this)
       | Day 1 counted. Streak 1, 2 freezes left. Note: read Next: in 1 day
       | [Add a note] [Undo]

20:15  Bruno [Note / proof] note: all of it
       -> Day 1 counted. Streak 1, 2 freezes left. Note: all of it Next: in 1 day
21:00  Zoë: /undo -> Taken back.

=== Wednesday, January 6 ===========================================================

08:00  Zoë: hello"""


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def stage(playground: Playground, clock: SmallClock, told: list[str]) -> Stage:
    async def posting() -> None:
        await playground.post(world.room("study-hall").address, POST, f"post {clock.present}")

    clock.posting = posting
    return Stage(playground, clock, "Europe/Berlin", told.append)


async def test_a_day_reads_as_a_story(stage: Stage, told: list[str]) -> None:
    stage.narrate("A narrow escape.")
    await stage.post(most=4)
    await stage.at("20:15")
    await stage.say("Ada", "/checkin read", most=WHOLE)
    await stage.press("Bruno", "Note / proof", {"note": "all of it"})
    await stage.at("21:00")
    await stage.say("Zoë", "/undo")
    await stage.at("08:00")
    await stage.say("Zoë", "hello")
    assert "\n".join(told) == STORY
    assert all(len(line) <= WIDTH for line in told)


async def test_what_was_posted_on_the_way_is_told_in_its_place(
    stage: Stage, playground: Playground, told: list[str]
) -> None:
    await playground.say("Ada", "before")
    await playground.post(world.room("study-hall").address, POST, "on the way")
    await stage.at("12:00")
    assert sum("Roadmate: Day 1 of 20" in line for line in told) == 1
    await stage.at("13:00")
    assert sum("Roadmate: Day 1 of 20" in line for line in told) == 1


async def test_the_clock_goes_on_to_a_weekday(stage: Stage, clock: SmallClock) -> None:
    await stage.at("18:00", weekday=6)
    assert clock.present == datetime(2027, 1, 10, 17, tzinfo=UTC)
    await stage.at("18:00", weekday=6)
    assert clock.present == datetime(2027, 1, 10, 17, tzinfo=UTC)
    await stage.at("17:59", weekday=6)
    assert clock.present == datetime(2027, 1, 17, 16, 59, tzinfo=UTC)


async def test_without_a_next_post_nothing_is_told(stage: Stage, clock: SmallClock, told: list[str]) -> None:
    clock.posting = None
    await stage.post()
    assert told == []
