"""Every command of the real catalogue, said on Telegram by everybody: who is answered, and who is refused."""

from typing import Any

import pytest
from study_on_telegram import BOSS, EVA, Study
from telegram_stage import ADA, BRUNO, CHANNEL, GROUP, ZOE, key

from bot.interface.command import Audience, Command
from bot.platforms.telegram.line import typed_name

MORE = {
    "cohort create": "curriculum=py-backend-20d name=Another",
    "cohort edit": "time=10:00",
    "cohort skip": "day=2027-01-20",
    "cohort announce": "text=Hello",
    "curriculum show": "curriculum=py-backend-20d",
    "join": "listed=yes",
}
NOT_FOR_ALL = "for the admins"
NOBODY = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP}
A_CHANNEL = {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL}
MARKUP = "<b>@all</b> <a href='http://e.vil'>x</a> & </i> @everyone <@1> /start"
MALLORY = {"id": 98, "is_bot": False, "first_name": MARKUP, "last_name": "\n\u202e_*[", "language_code": "en"}
MACHINE = {"id": 99, "is_bot": True, "first_name": "Machine", "username": "machine_bot"}


def line_of(command: Command) -> str:
    names = {parameter.name for parameter in command.parameters}
    cohort = 'cohort="Winter 27"' if "cohort" in names else ""
    return " ".join(filter(None, [f"/{typed_name(command)}", cohort, MORE.get(command.name, "")]))


async def answer(winter: Study, line: str, user: dict[str, Any], chat: dict[str, Any] | None = GROUP) -> str:
    """Everything that is shown for a line, wherever it stands."""
    before = len(winter.stage.telegram.calls)
    await winter.say(line, user, chat)
    made = winter.stage.telegram.calls[before:]
    return "\n".join(call.text for call in made if call.text)


@pytest.mark.parametrize("who", ["creator", "admin", "member", "stranger"])
async def test_everybody_is_answered_every_command_that_is_theirs_and_refused_all_others(
    winter: Study, who: str
) -> None:
    user = {"creator": BOSS, "admin": ZOE, "member": ADA, "stranger": EVA}[who]
    for command in winter.core.dispatcher.catalogue():
        if command.name in ("cohort end", "cohort delete", "leave", "forgetme", "cohort start"):
            continue  # each has its own place below: it changes what all others speak of
        told = await answer(winter, line_of(command), user)
        is_refused = NOT_FOR_ALL in told
        is_theirs = command.audience is Audience.EVERYBODY or who in ("creator", "admin")
        assert told, command.name
        assert is_refused is not is_theirs, (command.name, told)
        assert "reference" not in told, (command.name, told)


@pytest.mark.parametrize("name", ["cohort end", "cohort delete", "cohort start"])
async def test_what_ends_a_cohort_is_for_admins_too(winter: Study, name: str) -> None:
    line = line_of(next(each for each in winter.core.dispatcher.catalogue() if each.name == name))
    for user in (ADA, EVA):
        assert NOT_FOR_ALL in await answer(winter, line, user)
    told = await answer(winter, line, BOSS)
    assert told
    assert NOT_FOR_ALL not in told


async def test_nobody_administers_anything_from_a_private_chat_or_another_group(winter: Study) -> None:
    elsewhere = {"id": -777, "type": "supergroup", "title": "Elsewhere"}
    for command in winter.core.dispatcher.catalogue():
        if command.audience is Audience.ADMINS:
            assert NOT_FOR_ALL in await answer(winter, line_of(command), ZOE, None), command.name
    winter.stage.telegram.admins = [BRUNO]
    assert NOT_FOR_ALL in await answer(
        winter, "/cohort_create name=X curriculum=py-backend-20d", ZOE, elsewhere
    )
    told = await answer(winter, '/cohort_pause cohort="Winter 27"', BRUNO, elsewhere)
    assert "paused" not in told, "an admin there is none here"


@pytest.mark.parametrize("hidden", [NOBODY, A_CHANNEL], ids=["anonymous admin", "channel"])
async def test_who_hides_says_nothing_before_somebody_presses(winter: Study, hidden: dict[str, Any]) -> None:
    stage = winter.stage
    for command in winter.core.dispatcher.catalogue():
        before = len(stage.said())
        await winter.say(line_of(command), None, GROUP, **hidden)
        [asked] = stage.said()[before:]
        assert asked.labels == ["Yes, it is me"], command.name
    await winter.say('/cohort_pause cohort="Winter 27"', None, GROUP, **hidden)
    confirm = stage.last.keys[0]
    assert NOT_FOR_ALL in (await stage.press(confirm, ADA, GROUP)).text
    assert "is paused" in (await stage.press(confirm, ZOE, GROUP)).text + stage.last.text


async def test_other_bots_are_not_heard_whatever_they_say(winter: Study) -> None:
    for command in winter.core.dispatcher.catalogue():
        assert await answer(winter, line_of(command), MACHINE) == "", command.name


async def test_every_key_under_a_post_asks_again_who_presses(winter: Study) -> None:
    post = await winter.posted()
    for label in ("Done", "Open"):
        told = (await winter.stage.press(key(post, label), EVA, GROUP)).text + winter.stage.last.text
        assert "not in Winter 27 yet" in told or "Day 1" in told, label
    assert "Day 1 counted" in (await winter.stage.press(key(post, "Done"), ADA, GROUP)).text
    assert "Already counted" in (await winter.stage.press(key(post, "Done"), ADA, GROUP)).text


async def test_a_key_of_another_chat_or_person_does_nothing(winter: Study) -> None:
    await winter.posted()
    await winter.say("/checkin read", ADA)
    undo = next(call for call in reversed(winter.stage.said()) if "Undo" in call.labels)
    elsewhere = {"id": -777, "type": "supergroup", "title": "Elsewhere"}
    for user, chat in ((BRUNO, None), (ADA, elsewhere)):
        answer = await winter.stage.press(key(undo, "Undo"), user, chat)
        assert "no longer counted" not in answer.text + winter.stage.last.text


async def test_a_link_says_what_stands_in_it(winter: Study) -> None:
    assert "Your clock" in await answer(winter, "/start settings", ADA, None)
    assert "Day" in await answer(winter, "/start today", ADA, None)


async def test_a_name_made_of_markup_stays_a_name(winter: Study) -> None:
    """What is sent is looked at when the stage closes."""
    await winter.say("/start", MALLORY, None)
    for command in winter.core.dispatcher.catalogue():
        assert await answer(winter, line_of(command), MALLORY), command.name
    assert "&lt;b&gt;" in "".join(call.text for call in winter.stage.said())
