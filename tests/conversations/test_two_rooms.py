"""One cohort in rooms of two platforms: attached and detached, said through the real dispatcher."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from front_door import ADA, ADMIN, ATTIC, HALL, FrontDoor, private, words
from two_platforms import (
    ADA_THERE,
    AFAR,
    CHIARA,
    MAYOR,
    SQUARE,
    NamedPlatform,
    attach,
    button,
    code_in,
    pressed,
    two_platforms,
)

from bot.interface.address import RoomAddress
from bot.interface.platform import RoomGone
from bot.interface.request import Speaker


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Ada and Bruno are in Winter, which speaks in the hall."""
    async with two_platforms(tmp_path) as opened:
        yield opened


async def test_a_cohort_in_two_rooms_is_one_and_posts_in_both(door: FrontDoor) -> None:
    await attach(door)
    demo, telegram = NamedPlatform("demo"), NamedPlatform("telegram")
    await door.core.announcer([demo, telegram]).run_once()
    assert demo.titles(HALL)[0].startswith("Day 1 of")
    assert telegram.titles(SQUARE) == demo.titles(HALL)
    assert "You are in" in words(await door.say(CHIARA, "join", SQUARE, listed="yes"))
    assert "Day 1 counted" in words(await door.say(CHIARA, "checkin", SQUARE))
    board = words(await door.say(ADA, "leaderboard", HALL))
    assert "Chiara" in board
    status = words(await door.say(ADMIN, "cohort status", HALL, cohort="Winter"))
    assert "Members: 3" in status
    assert "hall (demo), its home" in status
    assert "square (Telegram)" in status
    said = words(await door.say(ADMIN, "cohort announce", HALL, cohort="Winter", text="Hello"))
    assert "On its way to 2 rooms" in said


async def test_another_channel_of_the_same_server_can_be_attached(door: FrontDoor) -> None:
    await attach(door, ATTIC, ADMIN)
    assert "Day 1 counted" in words(await door.say(ADA, "checkin", ATTIC))
    code = code_in(await door.say(ADMIN, "cohort attach", HALL, cohort="Winter"))
    assert "this room already" in words(await door.say(ADMIN, "cohort attach", ATTIC, code=code))


async def test_moving_the_home_room_leaves_attached_rooms_alone(door: FrontDoor) -> None:
    await attach(door)
    await attach(door, ATTIC, ADMIN)
    loft = replace(ATTIC, channel="loft", name="loft")
    shown = await door.say(ADMIN, "cohort edit", HALL, cohort="Winter", channel=loft)
    await pressed(door, ADMIN, shown, button(shown, shown.buttons[0].label).label)
    status = words(await door.say(ADMIN, "cohort status", HALL, cohort="Winter"))
    assert "loft (demo), its home" in status
    assert "attic (demo)" in status
    assert "square (Telegram)" in status
    assert "hall" not in status


async def test_only_admins_attach_and_a_code_works_once(door: FrontDoor) -> None:
    assert "for the admins" in words(await door.say(ADA, "cohort attach", HALL))
    code = code_in(await door.say(ADMIN, "cohort attach", HALL))
    assert "for the admins" in words(await door.say(CHIARA, "cohort attach", SQUARE, code=code))
    assert "for the admins" in words(await door.say(MAYOR, "cohort attach", private(MAYOR), code=code))
    assert "speaks here too" in words(await door.say(MAYOR, "cohort attach", SQUARE, code=code))
    assert "used already" in words(await door.say(MAYOR, "cohort attach", AFAR, code=code))
    assert "no such code" in words(await door.say(ADA_THERE, "link", SQUARE, code=code))


async def test_an_admin_of_an_attached_room_detaches_it_and_administers_nothing_else(
    door: FrontDoor,
) -> None:
    await attach(door)
    await attach(door, AFAR, replace(MAYOR, external_id="7009"))
    for command in ("cohort status", "cohort end", "cohort preview", "cohort export"):
        assert "no cohort here" in words(await door.say(MAYOR, command, SQUARE, cohort="Winter"))
    assert "no cohort here" in words(await door.say(MAYOR, "cohort attach", SQUARE))
    shown = await door.say(MAYOR, "cohort detach", SQUARE)
    assert [each.label for each in shown.buttons] == ["Leave square"]
    everywhere = await door.say(ADMIN, "cohort detach", HALL)
    assert [each.label for each in everywhere.buttons] == ["Leave square", "Leave afar"]
    foreign = door.token(button(everywhere, "Leave afar"), MAYOR, SQUARE)
    assert "does not speak in that room" in words(await door.press(MAYOR, foreign, SQUARE))
    assert "for the admins" in words(
        await door.press(CHIARA, door.token(button(shown, "Leave square"), CHIARA, SQUARE), SQUARE)
    )
    assert "speaks in square no more" in words(await pressed(door, MAYOR, shown, "Leave square", SQUARE))
    assert "done its work" not in words(await door.say(MAYOR, "cohort detach", SQUARE))
    assert "no cohort here" in words(await door.say(CHIARA, "join", SQUARE))


async def test_the_home_room_stays(door: FrontDoor) -> None:
    assert "its home room" in words(await door.say(ADMIN, "cohort detach", HALL))


async def test_a_linked_admin_is_told_of_a_lost_room_where_they_did_something_for_it(door: FrontDoor) -> None:
    await attach(door)
    code = code_in(await door.say(MAYOR, "link", SQUARE))
    mayor_here = Speaker("mayor", "Mayor")
    await door.say(mayor_here, "link", HALL, code=code)
    await pressed(door, MAYOR, await door.say(MAYOR, "link", SQUARE), "Yes, that is me", SQUARE)
    demo, telegram = NamedPlatform("demo"), NamedPlatform("telegram")
    telegram.before = _gone
    await door.core.announcer([demo, telegram]).run_once()
    assert demo.titles(HALL)[0].startswith("Day 1 of")
    assert [person for person, _ in telegram.told] == ["7002"]
    status = words(await door.say(ADMIN, "cohort status", HALL, cohort="Winter"))
    assert "square: the room is gone" in status
    code = code_in(await door.say(ADMIN, "cohort attach", HALL))
    assert "speaks here too" in words(await door.say(MAYOR, "cohort attach", SQUARE, code=code))


def _gone(room: RoomAddress) -> None:
    raise RoomGone(room)
