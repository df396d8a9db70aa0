"""Buttons that nobody was given: forged, replayed, or carried into another room; none does anything."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from front_door import ABROAD, ADA, ADMIN, ATTIC, BRUNO, HALL, FrontDoor, front_door, private, words

from bot.interface.reply import Reply, Says
from tests.security.tokens import ROOM, VICTIM, Forgery


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Ada and Bruno are in Winter."""
    async with front_door(tmp_path) as opened:
        await opened.cohort("Winter", ADA, BRUNO)
        opened.clock.at += timedelta(days=1, hours=7)
        yield opened


def button(reply: Reply, label: str) -> Says:
    return next(each for each in reply.buttons if isinstance(each, Says) and each.label == label)


async def test_none_of_many_forged_tokens_is_taken(door: FrontDoor) -> None:
    forgery = Forgery(door.core.catalogue)
    assert forgery.accepted(9_000, seed=len(door.core.catalogue)) == []
    real = forgery.buttons.token(Says("Done", "checkin", {"row": 1}), ROOM, VICTIM)
    assert forgery.is_taken(real)


async def test_a_button_works_in_its_room_and_nowhere_else(door: FrontDoor) -> None:
    token = door.token(Says("Undo", "undo", {}, personal=False), ADA)
    await door.say(ADA, "checkin")
    before = door.remembered()
    for place in (ATTIC, ABROAD, private(ADA)):
        assert "not for this room" in words(await door.press(ADA, token, place))
    assert door.remembered() == before


async def test_a_single_use_button_works_once_however_often_and_by_whomever_it_is_pressed(
    door: FrontDoor,
) -> None:
    parting = button(await door.say(ADA, "forgetme"), "Delete it all")
    token = door.token(parting, ADA)
    assert "no longer know you" in words(await door.press(ADA, token))
    await door.say(ADA, "join", HALL, listed="yes")
    await door.say(ADA, "checkin")
    before = door.remembered()
    for presser in (ADA, ADA, BRUNO, ADMIN):
        said = words(await door.press(presser, token))
        assert "done its work" in said or "not made for you" in said
    assert door.remembered() == before


async def test_what_takes_something_away_for_good_is_behind_a_button_that_works_once(door: FrontDoor) -> None:
    deleting = await door.say(ADMIN, "cohort delete", cohort="Winter")
    assert all(each.single_use and each.personal for each in deleting.buttons if isinstance(each, Says))
    forgetting = await door.say(ADA, "forgetme")
    assert all(each.single_use and each.personal for each in forgetting.buttons if isinstance(each, Says))


async def test_a_button_gives_no_right_that_was_lost_since(door: FrontDoor) -> None:
    deleting = await door.say(ADMIN, "cohort delete", HALL, cohort="Winter")
    token = door.token(next(each for each in deleting.buttons if isinstance(each, Says)), ADMIN)
    before = door.remembered()
    demoted = type(ADMIN)(ADMIN.external_id, ADMIN.name, administers=False)
    assert "for the admins" in words(await door.press(demoted, token))
    assert door.remembered() == before
