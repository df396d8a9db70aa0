"""Two members find each other, both say yes, and either may stop; what became of the other is told kindly."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import Conflict
from bot.services.buddy_facts import Stage
from bot.services.own_data import OwnDataDesk
from bot.services.people import Wishes
from storage.repositories.cohorts_writing import change_cohort
from tests.services.buddy_circle import BuddyCircle, buddy_circle


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[BuddyCircle]:
    """Ada, Bruno and Chiara in Berlin."""
    async with buddy_circle(tmp_path, "Ada", "Bruno", "Chiara") as opened:
        yield opened


async def test_two_who_look_are_asked_and_are_buddies_once_both_say_yes(circle: BuddyCircle) -> None:
    assert await circle.stands("Ada") == (Stage.NONE, "")
    assert (await circle.find("Ada")).stage is Stage.LOOKING
    offered = await circle.find("Bruno")
    assert (offered.stage, offered.name, offered.hours) == (Stage.ASKED, "Ada", 14)
    assert await circle.stands("Ada") == (Stage.ASKED, "Bruno")
    assert (await circle.agree("Bruno")).stage is Stage.AGREED
    assert (await circle.agree("Ada")).stage is Stage.PAIRED
    assert await circle.stands("Bruno") == (Stage.PAIRED, "Ada")


async def test_who_says_yes_or_looks_twice_has_done_so_once(circle: BuddyCircle) -> None:
    await circle.find("Ada")
    await circle.find("Bruno")
    assert (await circle.agree("Bruno")).stage is Stage.AGREED
    assert (await circle.agree("Bruno")).stage is Stage.AGREED
    assert (await circle.find("Bruno")).stage is Stage.AGREED
    await circle.agree("Ada")
    assert (await circle.find("Ada")).stage is Stage.PAIRED
    assert (await circle.agree("Ada")).stage is Stage.PAIRED


async def test_the_odd_one_waits_and_gets_whoever_comes_next(circle: BuddyCircle) -> None:
    await circle.pair("Ada", "Bruno")
    assert (await circle.find("Chiara")).stage is Stage.LOOKING
    await circle.joins("Devika", "Asia/Kolkata")
    offered = await circle.find("Devika")
    assert (offered.name, offered.hours) == ("Chiara", 9)
    assert await circle.stands("Ada") == (Stage.PAIRED, "Bruno")


async def test_those_who_did_not_want_each_other_are_not_offered_to_each_other_again(
    circle: BuddyCircle,
) -> None:
    await circle.find("Ada")
    await circle.find("Bruno")
    await circle.agree("Bruno")
    assert (await circle.decline("Ada")).stage is Stage.LOOKING
    assert await circle.stands("Bruno") == (Stage.LOOKING, "")
    assert (await circle.find("Chiara")).name == "Ada"
    assert (await circle.decline("Chiara")).name == "Bruno"
    await circle.buddies.stop(circle.says("Bruno"), "")
    assert (await circle.find("Bruno")).stage is Stage.LOOKING


async def test_either_may_stop_and_the_other_looks_on(circle: BuddyCircle) -> None:
    await circle.pair("Ada", "Bruno")
    assert (await circle.buddies.stop(circle.says("Ada"), "")).had_one
    assert await circle.stands("Ada") == (Stage.NONE, "")
    assert await circle.stands("Bruno") == (Stage.LOOKING, "")
    assert not (await circle.buddies.stop(circle.says("Ada"), "")).had_one
    assert (await circle.find("Chiara")).name == "Bruno"


async def test_who_leaves_sets_the_other_free_and_begins_anew_when_they_come_back(
    circle: BuddyCircle,
) -> None:
    await circle.pair("Ada", "Bruno")
    await circle.joining.leave(circle.says("Ada"), "")
    assert await circle.stands("Bruno") == (Stage.LOOKING, "")
    await circle.joining.join(circle.says("Ada"), str(circle.club.cohort_id), Wishes())
    assert await circle.stands("Ada") == (Stage.NONE, "")
    assert (await circle.find("Ada")).name == "Bruno"


async def test_who_is_forgotten_leaves_nothing_behind_and_sets_the_other_free(circle: BuddyCircle) -> None:
    await circle.pair("Ada", "Bruno")
    desk = OwnDataDesk(circle.club.database, b"secret")
    assert (await desk.kept(circle.says("Ada"))).buddies == 1
    await desk.forget(circle.says("Ada"))
    assert await circle.stands("Bruno") == (Stage.LOOKING, "")


async def test_an_export_has_it_without_the_others_name(circle: BuddyCircle) -> None:
    await circle.find("Ada")
    await circle.find("Bruno")
    await circle.decline("Bruno")
    desk = OwnDataDesk(circle.club.database, b"secret")
    for name in ("Ada", "Bruno"):
        kept = json.loads(await desk.export(circle.says(name)))
        assert [(row["cohort"], row["state"]) for row in kept["buddies"]] == [("Winter", "looking")]
        assert len(kept["buddy_partings"]) == 1
        assert ("Bruno" in str(kept), "Ada" in str(kept)) == (name == "Bruno", name == "Ada")


async def test_who_rests_is_not_offered_to_anybody_meanwhile(circle: BuddyCircle) -> None:
    await circle.find("Ada")
    await circle.club.pauses.pause(circle.says("Ada"), None, None, "")
    assert (await circle.find("Bruno")).stage is Stage.LOOKING
    assert (await circle.find("Chiara")).name == "Bruno"


@pytest.mark.parametrize("change", [{"features": {"buddies": False}}, {"state": "ended"}])
async def test_where_they_are_off_or_all_is_over_nobody_looks_and_stopping_still_works(
    circle: BuddyCircle, change: dict[str, object]
) -> None:
    await circle.pair("Ada", "Bruno")
    async with circle.club.database.write() as connection:
        await change_cohort(connection, circle.club.cohort_id, **change)
    for ask in (circle.find, circle.shown):
        with pytest.raises(Conflict, match="no_buddies"):
            await ask("Chiara")
    assert (await circle.buddies.stop(circle.says("Ada"), "")).had_one


async def test_a_button_of_an_offer_that_is_over_says_so(circle: BuddyCircle) -> None:
    await circle.find("Ada")
    bruno = (await circle.find("Bruno")).whom, (await circle.shown("Ada")).whom
    await circle.decline("Ada")
    for whom in bruno:
        for say in (circle.buddies.agree, circle.buddies.decline, circle.buddies.greet):
            with pytest.raises(Conflict, match="offer_over"):
                await say(circle.says("Bruno"), "", whom)
