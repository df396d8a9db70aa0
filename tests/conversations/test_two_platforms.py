"""One person on two platforms, and one cohort in rooms of both: said through the real dispatcher."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from front_door import ADA, ADMIN, ATTIC, BRUNO, HALL, FrontDoor, front_door, private, words
from study_world import MemoryPlatform

from bot.interface.address import RoomAddress
from bot.interface.platform import RoomGone
from bot.interface.reply import Reply, Says, Sheet
from bot.interface.request import Speaker

SQUARE = RoomAddress("telegram", "-100", "-100", name="square")
AFAR = RoomAddress("telegram", "-200", "-200", name="afar")
ADA_THERE = Speaker("7001", "Ada L.")
MAYOR = Speaker("7002", "Mayor", administers=True)
CHIARA = Speaker("7003", "Chiara")
CODE = re.compile(r"\b[A-Z2-7]{8}\b")


class NamedPlatform(MemoryPlatform):
    """A platform in memory under a name of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Ada and Bruno are in Winter, which speaks in the hall."""
    async with front_door(tmp_path) as opened:
        await opened.cohort("Winter", ADA, BRUNO)
        opened.clock.at += timedelta(days=1, hours=7)
        yield opened


def code_in(reply: Reply) -> str:
    found = CODE.search(words(reply))
    assert found is not None, words(reply)
    return found[0]


def button(reply: Reply, label: str) -> Says:
    return next(each for each in reply.buttons if isinstance(each, Says) and each.label == label)


async def pressed(
    door: FrontDoor, who: Speaker, reply: Reply, label: str, place: RoomAddress = HALL
) -> Reply:
    return await door.press(who, door.token(button(reply, label), who, place), place)


async def attach(door: FrontDoor, room: RoomAddress = SQUARE, mayor: Speaker = MAYOR) -> str:
    code = code_in(await door.say(ADMIN, "cohort attach", HALL))
    said = words(await door.say(mayor, "cohort attach", room, code=code))
    assert "speaks here too" in said, said
    return code


async def link(door: FrontDoor) -> Reply:
    """Ada, known in the hall, links her account on the square, and says yes in the hall."""
    code = code_in(await door.say(ADA, "link", HALL))
    assert "Almost done" in words(await door.say(ADA_THERE, "link", SQUARE, code=code))
    return await pressed(door, ADA, await door.say(ADA, "link", HALL), "Yes, that is me")


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
