"""`cohort check` asks each room's platform, and says in a sentence what to change."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from study_world import GENERAL, MemoryPlatform, World, study_world, words

from bot.interface.address import RoomAddress
from bot.interface.platform import DeliveryFailure, NotAllowed, RoomGone, Unclear
from bot.messages.cohort_check import checked
from bot.messages.voice import voice_of
from bot.services.cohort_check import CohortChecks
from storage.repositories.cohorts_writing import pause_room, rooms_of_cohort


class Strict(MemoryPlatform):
    """A platform that grants what it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: Sequence[str] | DeliveryFailure = ()

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        assert room == GENERAL
        if isinstance(self.answer, DeliveryFailure):
            raise self.answer
        return self.answer


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((), "general: I have every right I need."),
        (
            ("Send Messages", "Attach Files"),
            "general: give me these rights there: Send Messages, Attach Files.",
        ),
        (RoomGone(), "general: it is gone, or I was removed from it."),
        (NotAllowed(), "general: I may not even look into it."),
        (Unclear(), "general: Demo does not answer now."),
    ],
)
async def test_each_room_is_told_with_what_to_change(
    world: World, answer: Sequence[str] | DeliveryFailure, said: str
) -> None:
    await world.cohort()
    strict = Strict()
    strict.answer = answer
    fact = await CohortChecks(world.database, {"demo": strict}).check(await world.somebody(), "Winter")
    assert said in words(checked(voice_of("en"), fact))


async def test_a_platform_that_is_not_there_is_no_answer(world: World) -> None:
    await world.cohort()
    fact = await CohortChecks(world.database, {}).check(await world.somebody(), "Winter")
    assert "does not answer now" in words(checked(voice_of("en"), fact))


async def test_a_closed_room_in_which_all_is_well_again_says_how_it_is_opened(world: World) -> None:
    cohort_id = await world.cohort()
    async with world.database.write() as connection:
        (room,) = await rooms_of_cohort(connection, cohort_id)
        await pause_room(connection, room.id, "not_allowed")
    fact = await CohortChecks(world.database, {"demo": Strict()}).check(await world.somebody(), "Winter")
    assert "/cohort resume" in words(checked(voice_of("en"), fact))
