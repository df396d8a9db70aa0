"""Buttons: forged, foreign, spent and old ones are answered kindly, and carry no right by themselves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from front_door import ABROAD, ADA, ADMIN, ATTIC, BRUNO, FrontDoor, is_apology, is_kind, private
from study_world import words

from bot.interface.command import Command
from bot.interface.reply import Reply, Says
from bot.interface.request import Raw

MONDAY = date(2027, 1, 4)


def button(reply: Reply, label: str) -> Says:
    """The button with that label under an answer."""
    return next(each for each in reply.buttons if isinstance(each, Says) and each.label == label)


async def test_a_button_says_its_command_for_whoever_it_was_made_for(door: FrontDoor) -> None:
    cohort = await door.cohort("Winter", ADA, BRUNO)
    door.clock.at += timedelta(days=1)
    done = Says("Done", "checkin", {"cohort": int(cohort), "day": MONDAY, "row": 1}, personal=False)
    for member in (ADA, BRUNO):
        assert "Day 1 counted" in words(await door.press(member, door.token(done, ADMIN)))
    own = door.token(Says("Undo", "undo", {"cohort": int(cohort), "day": MONDAY}), ADA)
    before = door.remembered()
    assert "not made for you" in words(await door.press(BRUNO, own))
    assert door.remembered() == before
    assert "no longer counted" in words(await door.press(ADA, own))


async def test_a_button_works_in_its_own_room_only(door: FrontDoor) -> None:
    cohort = await door.cohort("Winter", ADA)
    door.clock.at += timedelta(days=1)
    token = door.token(Says("Done", "checkin", {"cohort": int(cohort)}, personal=False), ADA)
    for place in (ATTIC, ABROAD, private(ADA)):
        assert "not for this room" in words(await door.press(ADA, token, place))
    assert door.remembered()["check_ins"] == []


async def test_a_forged_button_does_nothing(door: FrontDoor) -> None:
    cohort = await door.cohort("Winter", ADA)
    token = door.token(Says("Delete", "cohort delete", {"cohort": int(cohort), "sure": True}), ADMIN)
    before = door.remembered()
    head, _, signature = token.rpartition("|")
    forgeries = [
        token[:place] + "x" + token[place + 1 :] for place in range(1, len(token)) if token[place] != "x"
    ]
    forgeries += [
        head,
        f"{head}|",
        f"|{signature}",
        f"{head}|1yes|{signature}",
        token * 2,
        token[::-1],
        token[:-1],
    ]
    forgeries += [f"1cd0|0{cohort}|1yes|AAAAAAAAAAA", f"1cd1|0{cohort}|1yes|", "1cd", "1", "|" * 64]
    for forged in forgeries:
        reply = await door.press(ADMIN, forged)
        assert is_kind(reply), (forged, words(reply))
    assert door.remembered() == before


@pytest.mark.parametrize(
    "rubbish", ["", " ", "|", "\0", "\ud800", "ż" * 60, "🎉|🎉", "x" * 100_000, "1" * 64, "<b>1ci</b>"]
)
async def test_rubbish_is_no_button(door: FrontDoor, rubbish: str) -> None:
    reply = await door.press(ADA, rubbish)
    assert is_kind(reply)


async def test_a_button_from_an_older_release_gets_a_friendly_answer(door: FrontDoor) -> None:
    token = door.token(Says("Done", "checkin", {}), ADA)
    assert "from an older time" in words(await door.press(ADA, f"0{token[1:]}"))
    assert "from an older time" in words(await door.press(ADA, "2xx7|whatever|to come"))


async def test_a_single_use_button_works_once(door: FrontDoor) -> None:
    cohort = await door.cohort("Winter", ADA)
    asked = await door.say(ADMIN, "cohort delete", cohort=cohort)
    token = door.token(button(asked, "Delete it"), ADMIN)
    deleted = await door.press(ADMIN, token)
    assert "is deleted" in words(deleted)
    back = await door.press(ADMIN, door.token(button(deleted, "Undo"), ADMIN))
    assert "goes on" in words(back)
    before = door.remembered()
    assert "done its work" in words(await door.press(ADMIN, token))
    assert door.remembered() == before


async def test_a_button_carries_no_right(door: FrontDoor) -> None:
    cohort = await door.cohort("Winter", ADA)
    everybodys = Says("Delete", "cohort delete", {"cohort": int(cohort), "sure": True}, personal=False)
    token = door.token(everybodys, ADMIN)
    before = door.remembered()
    assert "for the admins" in words(await door.press(ADA, token))
    former = replace(ADMIN, administers=False)  # was one when the button was made
    assert "for the admins" in words(await door.press(former, token))
    assert door.remembered() == before


async def test_a_button_of_a_cohort_that_is_gone_is_answered(door: FrontDoor) -> None:
    cohort = await door.cohort("Winter", ADA)
    door.clock.at += timedelta(days=1)
    await door.say(ADMIN, "cohort delete", cohort=cohort)
    sure = Says("Delete it", "cohort delete", {"cohort": int(cohort), "sure": True}, single_use=True)
    await door.press(ADMIN, door.token(sure, ADMIN))
    for command in ("checkin", "today", "why", "undo", "plan", "streak", "leave", "resume", "join"):
        reply = await door.press(ADA, door.token(Says("Old", command, {"cohort": int(cohort)}), ADA))
        assert is_kind(reply), words(reply)
    for number in (0, 999_999_999, int("9" * 18)):
        reply = await door.press(ADA, door.token(Says("Old", "checkin", {"cohort": number}), ADA))
        assert is_kind(reply), words(reply)


async def test_an_answer_to_what_a_button_asks_wins_over_nothing_that_it_binds_in_secret(
    door: FrontDoor,
) -> None:
    cohort = await door.cohort("Winter", ADA)
    door.clock.at += timedelta(days=1)
    token = door.token(Says("Note", "checkin", {"cohort": int(cohort), "row": 5}, ask=("note",)), ADA)
    assert "Day 1 counted" in words(await door.press(ADA, token, note="Read"))
    for hidden in ("row", "sure", "confirmed", "page", "save"):
        reply = await door.press(ADA, token, **{hidden: "yes"})
        assert is_kind(reply), words(reply)
        assert not is_apology(reply)
    said = await door.say(ADA, "forgetme", confirmed="yes")
    assert "nothing that forgetme takes" in words(said)
    assert len(door.remembered()["memberships"]) == 1


async def test_every_button_under_every_answer_leads_somewhere(door: FrontDoor) -> None:
    await door.cohort("Winter", ADA, ADMIN)
    door.clock.at += timedelta(days=4)
    for member in (ADA, ADMIN):
        await door.say(member, "checkin")
    questions = [(ADMIN, await door.say(ADMIN, command.name, **about(command))) for command in asking(door)]
    questions += [
        (ADA, await door.say(ADA, command, cohort="Winter")) for command in ("today", "why", "undo")
    ]
    pressed: set[tuple[str, str]] = set()
    while questions:
        speaker, reply = questions.pop()
        for says in reply.buttons:
            if isinstance(says, Says) and (says.command, says.label) not in pressed:
                pressed.add((says.command, says.label))
                answer = await door.press(speaker, door.token(says, speaker), **answers(says))
                assert not is_apology(answer), says
                assert "not made for you" not in words(answer), says
                questions.append((speaker, answer))
    labels = {label for _, label in pressed}
    assert {"Add a note", "Undo", "Week after", "Preview", "Change", "Save", "Delete it"} <= labels


def asking(door: FrontDoor) -> list[Command]:
    """Every command, those that take things away last."""
    taking = ("cohort delete", "forgetme", "leave", "cohort end", "cohort pause")
    return sorted(door.core.catalogue, key=lambda command: command.name in taking)


def about(command: Command) -> dict[str, Raw]:
    """Arguments that make it answer at length."""
    sound: dict[str, Raw] = {
        "cohort": "Winter",
        "curriculum": "py-backend-20d",
        "name": "Another" if command.name == "cohort create" else "",
        "time": "10:15",
        "text": "Hello",
        "until": "tomorrow",
    }
    return {each.name: sound[each.name] for each in command.parameters if each.name in sound}


def answers(says: Says) -> dict[str, Raw]:
    """What somebody answers to a button that asks first."""
    sound: dict[str, Raw] = {"note": "Read", "name": "Third", "time": "11:00", "zone": "UTC", "listed": "yes"}
    return {name: sound[name] for name in says.ask if name in sound}
