"""The first start and the story, played with the whole program."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hand_clock import HandClock

from bot.interface.reply import Card, Reply
from bot.platforms.playground import columns, opening, text
from bot.platforms.playground.history import Message
from bot.platforms.playground.opening import furnish
from bot.platforms.playground.story import tell
from bot.playhouse import Playhouse, playhouse

SATURDAY = datetime(2027, 1, 9, 10, 23, 40, tzinfo=UTC)


def opened(directory: Path) -> AbstractAsyncContextManager[Playhouse]:
    url = f"sqlite+aiosqlite:///{directory}/roadmate.db"
    return playhouse(directory, url, "secret", HandClock(SATURDAY))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Playhouse]:
    async with opened(tmp_path) as opened_house:
        yield opened_house


async def posts(house: Playhouse) -> list[Message]:
    found = await house.playground.messages(opening.ROOM)
    return [message for message in found if not message.asker and not message.author]


async def test_a_newcomer_finds_the_first_day_and_can_press_done(house: Playhouse) -> None:
    await furnish(house.playground, house.timepiece)
    [post] = await posts(house)
    [card] = post.blocks
    assert isinstance(card, Card)
    assert card.title.startswith("Day 1 of 20")
    assert (await house.playground.messages(opening.ROOM))[-1] == post
    assert "Day 1 counted." in text.of_reply(await house.playground.press("Ada", "Done"), "UTC")


async def test_the_clock_is_not_moved_by_more_than_two_minutes(house: Playhouse) -> None:
    before = house.timepiece.now()
    await furnish(house.playground, house.timepiece)
    assert (house.timepiece.now() - before).total_seconds() < 120


async def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        await furnish(house.playground, house.timepiece)
        messages, now = await house.playground.messages(opening.ROOM), house.timepiece.now()
    async with opened(tmp_path) as house:
        await furnish(house.playground, house.timepiece)
        assert await house.playground.messages(opening.ROOM) == messages
        assert house.timepiece.now() == now


@pytest.mark.parametrize("said_before", [0, 1, 2, 4, 7])
async def test_an_interrupted_start_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said_before: int
) -> None:
    async with opened(tmp_path) as house:
        with monkeypatch.context() as patched:
            say, said = house.playground.say, list[str]()

            async def falls_silent(member: str, line: str, /, room: str = "") -> Reply:
                if len(said) == said_before:
                    raise KeyboardInterrupt
                said.append(line)
                return await say(member, line, room=room)

            patched.setattr(house.playground, "say", falls_silent)
            with pytest.raises(KeyboardInterrupt):
                await furnish(house.playground, house.timepiece)
        await furnish(house.playground, house.timepiece)
        messages = await house.playground.messages()
        said_once = [(message.author, message.asker, message.prompt) for message in messages]
        assert len(said_once) == len(set(said_once)) == 9
        assert len(await posts(house)) == 1


@asynccontextmanager
async def story(directory: Path) -> AsyncIterator[list[str]]:
    told: list[str] = []
    async with opened(directory) as house:
        await tell(house.playground, house.timepiece, told.append)
        yield told


async def test_a_week_is_told_from_the_first_post_to_the_receipt(tmp_path: Path) -> None:
    async with story(tmp_path) as told:
        whole = "\n".join(told)
    assert [f"Day {number} of 20" in whole for number in range(1, 8)] == [True] * 7
    for part in (
        "Your note is saved.",
        "within its grace",
        "no longer counted",
        "frozen",
        "Streak 6, 1 freeze left.",
    ):
        assert part in whole
    for trouble in ("Something went wrong", "no button", "Traceback"):
        assert trouble not in whole
    assert all(columns.width_of(line) <= text.WIDTH for line in told)
    assert len(told) < 160
