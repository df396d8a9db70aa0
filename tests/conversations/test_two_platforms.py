"""One person on two platforms: two accounts linked and parted, said through the real dispatcher."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from front_door import ADA, ADMIN, BRUNO, HALL, FrontDoor, private, words
from two_platforms import (
    ADA_THERE,
    CHIARA,
    MAYOR,
    SQUARE,
    NamedPlatform,
    attach,
    button,
    code_in,
    link,
    pressed,
    two_platforms,
)

from bot.interface.reply import Sheet


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Ada and Bruno are in Winter, which speaks in the hall."""
    async with two_platforms(tmp_path) as opened:
        yield opened


async def test_two_accounts_are_one_person_from_the_yes_on_and_not_before(door: FrontDoor) -> None:
    await attach(door)
    assert "Day 1 counted" in words(await door.say(ADA, "checkin", HALL))
    code = code_in(await door.say(ADA, "link", HALL))
    offered = words(await door.say(ADA_THERE, "link", SQUARE, code=code.lower()))
    assert "Say /link on demo as Ada" in offered
    assert "not in Winter yet" in words(await door.say(ADA_THERE, "streak", SQUARE))
    question = await door.say(ADA, "link", HALL)
    assert "Ada L. (Telegram)" in words(question)
    assert "one person now" in words(await pressed(door, ADA, question, "Yes, that is me"))
    assert "Streak: 1 day" in words(await door.say(ADA_THERE, "streak", SQUARE))
    assert "Already counted" in words(await door.say(ADA_THERE, "checkin", SQUARE))
    assert "Members: 2" in words(await door.say(ADMIN, "cohort status", HALL, cohort="Winter"))
    settings = words(await door.say(ADA_THERE, "settings", SQUARE))
    assert "Ada (demo), Ada L. (Telegram)" in settings


async def test_the_question_comes_to_the_first_side_by_itself(door: FrontDoor) -> None:
    demo = NamedPlatform("demo")
    door.core.announcer([demo])
    code = code_in(await door.say(ADA, "link", HALL))
    offered = words(await door.say(ADA_THERE, "link", SQUARE, code=code))
    assert "On demo, Ada now has a question" in offered
    [(person, question)] = demo.told
    assert person == "ada"
    assert "one person now" in words(await pressed(door, ADA, question, "Yes, that is me", private(ADA)))


async def test_where_the_first_side_cannot_be_told_it_is_said_how_to_go_on(door: FrontDoor) -> None:
    demo = NamedPlatform("demo")
    demo.private_is_closed = True
    door.core.announcer([demo])
    code = code_in(await door.say(ADA, "link", HALL))
    assert "Say /link on demo as Ada" in words(await door.say(ADA_THERE, "link", SQUARE, code=code))


async def test_unlinking_gives_each_account_its_own_history_back(door: FrontDoor) -> None:
    await attach(door)
    await door.say(ADA, "checkin", HALL)
    await link(door)
    door.clock.at += timedelta(days=1)
    assert "Streak 2" in words(await door.say(ADA_THERE, "checkin", SQUARE))
    shown = await door.say(ADA_THERE, "unlink", SQUARE)
    assert "Nothing is lost" in words(shown)
    assert "two again" in words(await pressed(door, ADA_THERE, shown, "Part them", SQUARE))
    assert "Streak: 1 day" in words(await door.say(ADA, "streak", HALL))
    assert "Streak: 1 day" in words(await door.say(ADA_THERE, "streak", SQUARE))
    assert "Members: 3" in words(await door.say(ADMIN, "cohort status", HALL, cohort="Winter"))
    assert "stands by itself" in words(await door.say(ADA, "unlink", HALL))


async def test_saying_no_voids_the_code(door: FrontDoor) -> None:
    code = code_in(await door.say(ADA, "link", HALL))
    await door.say(ADA_THERE, "link", SQUARE, code=code)
    question = await door.say(ADA, "link", HALL)
    assert "stays somebody else" in words(await pressed(door, ADA, question, "No, not me"))
    assert "nothing to say yes to" in words(await pressed(door, ADA, question, "Yes, that is me"))
    assert "no such code" in words(await door.say(ADA_THERE, "link", SQUARE, code=code))


async def test_each_code_that_cannot_be_used_is_refused_in_plain_words(door: FrontDoor) -> None:
    code = code_in(await door.say(ADA, "link", HALL))
    assert "your own code" in words(await door.say(ADA, "link", HALL, code=code))
    assert "on two platforms" in words(await door.say(BRUNO, "link", HALL, code=code))
    assert "no such code" in words(await door.say(CHIARA, "link", SQUARE, code="ABCDEFGH"))
    assert "no such code" in words(await door.say(MAYOR, "cohort attach", SQUARE, code=code))
    bot = replace(CHIARA, is_bot=True)
    assert "only answer people" in words(await door.say(bot, "link", SQUARE, code=code))
    door.clock.at += timedelta(minutes=10)
    assert "run out" in words(await door.say(CHIARA, "link", SQUARE, code=code))
    code = code_in(await door.say(ADA, "link", HALL))
    await door.say(ADA_THERE, "link", SQUARE, code=code)
    assert "used already" in words(await door.say(CHIARA, "link", SQUARE, code=code))


async def test_who_is_linked_is_not_linked_again(door: FrontDoor) -> None:
    await link(door)
    for who, place in ((ADA, HALL), (ADA_THERE, SQUARE)):
        assert "linked already" in words(await door.say(who, "link", place))
    code = code_in(await door.say(BRUNO, "link", HALL))
    assert "linked already" in words(await door.say(ADA_THERE, "link", SQUARE, code=code))


async def test_a_yes_counts_once_in_time_and_from_the_first_side_only(door: FrontDoor) -> None:
    code = code_in(await door.say(ADA, "link", HALL))
    await door.say(ADA_THERE, "link", SQUARE, code=code)
    question = await door.say(ADA, "link", HALL)
    token = door.token(button(question, "Yes, that is me"), ADA)
    assert "not made for you" in words(await door.press(BRUNO, token))
    stranger = door.token(button(question, "Yes, that is me"), CHIARA, SQUARE)
    assert "nothing to say yes to" in words(await door.press(CHIARA, stranger, SQUARE))
    assert "one person now" in words(await door.press(ADA, token))
    assert "done its work" in words(await door.press(ADA, token))


async def test_a_late_yes_joins_nobody(door: FrontDoor) -> None:
    code = code_in(await door.say(ADA, "link", HALL))
    await door.say(ADA_THERE, "link", SQUARE, code=code)
    question = await door.say(ADA, "link", HALL)
    door.clock.at += timedelta(minutes=10)
    assert "nothing to say yes to" in words(await pressed(door, ADA, question, "Yes, that is me"))


async def test_guessing_ends_after_five_tries_an_hour_and_being_forgotten_gives_no_more(
    door: FrontDoor,
) -> None:
    code = code_in(await door.say(ADA, "link", HALL))
    for number in range(5):
        assert "no such code" in words(await door.say(CHIARA, "link", SQUARE, code=f"AAAAAAA{number + 2}"))
    assert "5 codes an hour" in words(await door.say(CHIARA, "link", SQUARE, code=code))
    await pressed(door, CHIARA, await door.say(CHIARA, "forgetme", SQUARE), "Delete it all", SQUARE)
    assert "5 codes an hour" in words(await door.say(CHIARA, "link", SQUARE, code=code))
    door.clock.at += timedelta(hours=1)
    assert "run out" in words(await door.say(CHIARA, "link", SQUARE, code=code))


async def test_codes_and_who_tried_them_are_not_to_be_read_in_the_database(door: FrontDoor) -> None:
    code = code_in(await door.say(ADA, "link", HALL))
    await door.say(CHIARA, "link", SQUARE, code="ABCDEFGH")
    kept = str(door.remembered())
    assert code not in kept
    assert "7003" not in kept
    assert "ABCDEFGH" not in kept


async def test_export_and_forgetting_cover_both_accounts(door: FrontDoor) -> None:
    await attach(door)
    await door.say(ADA_THERE, "join", SQUARE, cohort="Winter")
    await door.say(ADA, "checkin", HALL, note="from the hall")
    await door.say(ADA_THERE, "checkin", SQUARE, note="from the square")
    await link(door)
    (sheet,) = (await door.say(ADA_THERE, "export", SQUARE)).blocks
    assert isinstance(sheet, Sheet)
    data = json.loads(sheet.content)
    assert {each["platform"] for each in data["identities"]} == {"demo", "telegram"}
    assert {each["note"] for each in data["check_ins"]} == {"from the hall", "from the square"}
    shown = await door.say(ADA_THERE, "forgetme", SQUARE)
    assert "2 accounts" in words(shown)
    assert "2 check-ins" in words(shown)
    await pressed(door, ADA_THERE, shown, "Delete it all", SQUARE)
    kept = str(door.remembered())
    assert "from the" not in kept
    assert "not in Winter yet" in words(await door.say(ADA, "streak", HALL))


@pytest.mark.databases("sqlite")  # it looks into the file
async def test_topics_recalled_on_two_accounts_are_one_memory_and_each_gets_its_own_back(
    door: FrontDoor,
) -> None:
    await attach(door)
    await door.say(ADA_THERE, "join", SQUARE, zone="Europe/Berlin", listed="yes")
    await door.say(ADA, "settings", HALL, recall="on")
    accounts = ((ADA, HALL, "Well"), (ADA_THERE, SQUARE, "Not yet"))
    for who, place, _ in accounts:
        await door.say(who, "checkin", place)
    door.clock.at += timedelta(days=1)
    prompts = [await door.say(who, "today", place, recall="yes") for who, place, _ in accounts]
    for prompt, (who, place, label) in zip(prompts, accounts, strict=True):
        assert "comes back on" in words(await pressed(door, who, prompt, label, place))
    own = door.remembered()
    await link(door)
    [(*_, turns)] = door.remembered()["recall_cards"]
    assert turns == 2
    assert "Recall: a topic now and then" in words(await door.say(ADA_THERE, "settings", SQUARE))
    for prompt, (who, place, _) in zip(prompts, accounts, strict=True):
        assert "noted already" in words(await pressed(door, who, prompt, "Easily", place))
    shown = await door.say(ADA_THERE, "unlink", SQUARE)
    await pressed(door, ADA_THERE, shown, "Part them", SQUARE)
    for table in ("recalls", "recall_cards"):
        assert sorted(door.remembered()[table]) == sorted(own[table])
    assert "Recall: off" in words(await door.say(ADA_THERE, "settings", SQUARE))
