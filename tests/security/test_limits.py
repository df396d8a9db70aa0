"""Nobody keeps the bot from the others: commands a minute, exports an hour, uploads and notes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from front_door import ADA, ADMIN, BRUNO, HALL, SECRET, FrontDoor, front_door, private, words
from hypothesis import given
from hypothesis import strategies as st

from bot.core import Core
from bot.interface.kinds import File, Prose
from bot.interface.reply import Says, Sheet
from bot.services.allowance import Allowance
from bot.settings import Settings

MINUTE = timedelta(minutes=1)
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
LONGEST_NOTE = 500
LARGEST_FILE = 8 * 1024 * 1024


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """Ada and Bruno are in Winter; each account may say ten commands a minute."""
    async with front_door(tmp_path) as opened:
        await opened.cohort("Winter", ADA, BRUNO)
        opened.clock.at += timedelta(days=1, hours=7)
        opened.core = Core(
            opened.database, opened.clock, SECRET, commands_a_minute=Settings().roadmate_commands_a_minute
        )
        yield opened


async def test_the_eleventh_command_in_a_minute_does_nothing_and_says_when_to_go_on(door: FrontDoor) -> None:
    for _ in range(10):
        assert "Streak" in words(await door.say(ADA, "streak"))
    before = door.remembered()
    refused = await door.say(ADA, "checkin", HALL, note="too fast")
    assert refused.whisper
    assert words(refused).startswith("10 commands a minute")
    assert "2027-01-04 19:01" in words(refused)
    assert door.remembered() == before
    door.clock.at += MINUTE
    assert "Day 1 counted" in words(await door.say(ADA, "checkin"))


async def test_buttons_forged_ones_and_unknown_commands_count_too_in_every_room(door: FrontDoor) -> None:
    done = Says("Done", "checkin", {}, personal=False)
    for number in range(5):
        await door.press(ADA, door.token(done, ADA))
        await door.press(ADA, f"1ci0|{number}|AAAAAAAAAAA")
    for refused in (await door.say(ADA, "nonsense"), await door.say(ADA, "streak", private(ADA))):
        assert words(refused).startswith("10 commands a minute")


async def test_a_flood_of_one_is_felt_by_nobody_else(door: FrontDoor) -> None:
    for _ in range(30):
        await door.say(ADA, "today")
    assert "Day 1 counted" in words(await door.say(BRUNO, "checkin"))


async def test_what_waited_while_the_bot_was_away_is_no_flood(door: FrontDoor) -> None:
    for _ in range(30):
        door.clock.at += timedelta(seconds=20)
        assert "Streak" in words(await door.say(ADA, "streak"))


async def test_everything_about_oneself_is_to_be_had_once_an_hour(door: FrontDoor) -> None:
    assert isinstance((await door.say(ADA, "export")).blocks[0], Sheet)
    assert "once an hour" in words(await door.say(ADA, "export", private(ADA)))
    assert isinstance((await door.say(BRUNO, "export")).blocks[0], Sheet)
    door.clock.at += timedelta(hours=1)
    assert isinstance((await door.say(ADA, "export")).blocks[0], Sheet)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 90)), max_size=80), st.integers(1, 4))
def test_no_stretch_of_time_holds_more_than_is_allowed(asked: list[tuple[int, int]], most: int) -> None:
    allowance, at, given_out = Allowance(most, MINUTE), NOON, [[], [], [], []]  # type: ignore[var-annotated]
    for who, seconds in asked:
        at += timedelta(seconds=seconds)
        recent = [each for each in given_out[who] if each > at - MINUTE]
        again_at = allowance.again_at(who, at)
        assert (again_at is None) == (len(recent) < most)
        if again_at is None:
            given_out[who].append(at)
        else:
            assert at < again_at <= at + MINUTE


def test_it_remembers_nobody_for_longer_than_it_needs_to() -> None:
    allowance = Allowance(10, MINUTE)
    for number in range(1_000):
        allowance.again_at(number, NOON + timedelta(seconds=number))
    assert len(allowance._taken) <= 60  # noqa: SLF001 - what it costs is the point


async def test_no_argument_takes_more_than_it_can_need(door: FrontDoor) -> None:
    for command in door.core.catalogue:
        for each in command.parameters:
            match each.kind:
                case Prose(most=most):
                    assert most <= (LONGEST_NOTE if each.name == "note" else 2_000), (command.name, each.name)
                case File(most=most):
                    assert most <= LARGEST_FILE, (command.name, each.name)
                case _:
                    pass


async def test_a_note_that_is_too_long_is_refused_with_its_length(door: FrontDoor) -> None:
    before = door.remembered()
    refused = words(await door.say(ADA, "checkin", HALL, note="x" * (LONGEST_NOTE + 1)))
    assert f"that is {LONGEST_NOTE + 1}" in refused
    assert door.remembered() == before


async def test_admins_are_no_exception(door: FrontDoor) -> None:
    for _ in range(10):
        await door.say(ADMIN, "cohort status")
    assert words(await door.say(ADMIN, "cohort status")).startswith("10 commands a minute")
