"""Two accounts as one person, and two again: who is their buddy, and who was not to be."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.buddy_facts import Stage
from tests.services.buddy_circle import BuddyCircle, buddy_circle
from tests.services.linked_pair import HERE, THERE, Pair, pair_in


class Ada:
    """Ada on two platforms, among others who look for buddies."""

    def __init__(self, circle: BuddyCircle, pair: Pair) -> None:
        self.circle = circle
        self._pair = pair
        self._met()

    async def link(self, moment: str) -> None:
        await self._pair.link(moment)
        self._met()

    async def unlink(self, moment: str) -> None:
        await self._pair.unlink(moment)
        self._met()

    def _met(self) -> None:
        self.circle.people |= {HERE: self._pair.here, THERE: self._pair.there}


@pytest.fixture
async def ada(tmp_path: Path) -> AsyncIterator[Ada]:
    """It is Monday noon; Bruno and Chiara are in the cohort too."""
    async with buddy_circle(tmp_path, "Bruno", "Chiara") as circle:
        yield Ada(circle, await pair_in(circle.club))


async def test_a_buddy_goes_along_and_comes_back_to_where_they_were_wished_for(ada: Ada) -> None:
    circle = ada.circle
    await circle.pair(THERE, "Bruno")
    await ada.link("Mon1 13:00")
    assert await circle.stands(HERE) == await circle.stands(THERE) == (Stage.PAIRED, "Bruno")
    assert await circle.stands("Bruno") == (Stage.PAIRED, "Ada")
    await ada.unlink("Mon1 14:00")
    assert await circle.stands(THERE) == (Stage.PAIRED, "Bruno")
    assert await circle.stands(HERE) == (Stage.NONE, "")
    assert await circle.stands("Bruno") == (Stage.PAIRED, "Ada L.")


async def test_of_two_the_one_that_came_further_stays_and_the_other_is_free(ada: Ada) -> None:
    circle = ada.circle
    await circle.pair(THERE, "Bruno")
    await circle.find(HERE)
    await circle.find("Chiara")
    assert (await circle.agree(HERE)).stage is Stage.AGREED
    await ada.link("Mon1 13:00")
    assert await circle.stands(HERE) == (Stage.PAIRED, "Bruno")
    assert await circle.stands("Chiara") == (Stage.LOOKING, "")


async def test_who_parted_from_one_account_is_not_offered_to_both_nor_to_either_afterwards(ada: Ada) -> None:
    circle = ada.circle
    await circle.find(THERE)
    await circle.find("Bruno")
    await circle.decline("Bruno")
    await ada.link("Mon1 13:00")
    assert await circle.stands(HERE) == (Stage.LOOKING, "")
    await ada.unlink("Mon1 14:00")
    assert (await circle.find(HERE)).name == "Ada L."  # nobody can know that they are one any more
    await circle.decline(HERE)
    assert (await circle.find("Bruno")).stage is Stage.LOOKING


async def test_nobody_is_their_own_buddy(ada: Ada) -> None:
    circle = ada.circle
    await circle.find(HERE)
    assert (await circle.find(THERE)).name == "Ada"
    await ada.link("Mon1 13:00")
    assert await circle.stands(HERE) == (Stage.LOOKING, "")
    assert (await circle.find("Bruno")).name == "Ada"


async def test_what_began_while_linked_goes_to_the_account_it_was_said_on(ada: Ada) -> None:
    circle = ada.circle
    await ada.link("Mon1 13:00")
    await circle.pair(THERE, "Bruno")
    await ada.unlink("Mon1 14:00")
    assert await circle.stands(THERE) == (Stage.PAIRED, "Bruno")
    assert await circle.stands(HERE) == (Stage.NONE, "")
