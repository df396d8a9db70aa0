"""Every command said by everybody: admins, members, former members, strangers, other spaces, and bots."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from front_door import ABROAD, ADA, ADMIN, BRUNO, HALL, FrontDoor, front_door, private, words

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.reply import Says
from bot.interface.request import Raw, Speaker

FORMER = Speaker("former", "Former")
STRANGER = Speaker("stranger", "Stranger")
MAYOR = Speaker("mayor", "Mayor", administers=True)

FOR_ANYBODY = ("help", "privacy", "settings", "link", "unlink", "export", "forgetme", "review")
FOR_WHO_CAN_SEE_IT = ("today", "plan", "leaderboard", "join")
FOR_MEMBERS = (
    *("checkin", "undo", "streak", "why", "progress", "pause", "resume"),
    *("submit", "verify", "buddy", "leave"),
)
FOR_ADMINS = (
    "curriculum list",
    "curriculum show",
    "cohort create",
    "cohort attach",
    "cohort detach",
    "cohort preview",
    "cohort edit",
    "cohort status",
    "cohort check",
    "cohort skip",
    "cohort announce",
    "cohort excuse",
    "cohort export",
    "cohort pause",
    "cohort resume",
    "cohort end",
    "cohort delete",
    "cohort start",
)
MORE: dict[str, dict[str, Raw]] = {
    "cohort create": {"curriculum": "py-backend-20d", "name": "Another"},
    "cohort edit": {"time": "10:00"},
    "cohort skip": {"day": "2027-01-20"},
    "cohort announce": {"text": "Hello"},
    "cohort excuse": {"member": PersonRef("ada", "Ada"), "from": "2027-01-05"},
    "curriculum show": {"curriculum": "py-backend-20d"},
    "join": {"listed": "yes"},
    "submit": {"project": "1", "link": "https://example.org"},
}
REFUSALS = (
    "for the admins",
    "not in Winter yet",
    "no cohort here",
    "is not on the list",
    "only answer people",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody somewhere, and what they may say about Winter."""

    speaker: Speaker
    place: RoomAddress
    may_say: tuple[str, ...]
    otherwise: str


IDENTITIES = {
    "a member": Identity(ADA, HALL, FOR_ANYBODY + FOR_WHO_CAN_SEE_IT + FOR_MEMBERS, "for the admins"),
    "a member in private": Identity(
        ADA, private(ADA), FOR_ANYBODY + FOR_WHO_CAN_SEE_IT + FOR_MEMBERS, "for the admins"
    ),
    "a former member": Identity(FORMER, HALL, FOR_ANYBODY + FOR_WHO_CAN_SEE_IT, "not in Winter yet"),
    "a stranger here": Identity(STRANGER, HALL, FOR_ANYBODY + FOR_WHO_CAN_SEE_IT, "not in Winter yet"),
    "a stranger in private": Identity(STRANGER, private(STRANGER), FOR_ANYBODY, "no cohort here"),
    "an admin here who is no member": Identity(
        ADMIN, HALL, FOR_ANYBODY + FOR_WHO_CAN_SEE_IT + FOR_ADMINS, "not in Winter yet"
    ),
    "an admin in private": Identity(ADMIN, private(ADMIN), FOR_ANYBODY, "no cohort here"),
    "an admin of another space": Identity(
        MAYOR, ABROAD, (*FOR_ANYBODY, "cohort create", "curriculum list", "curriculum show"), "no cohort here"
    ),
    "a member of this space, elsewhere": Identity(
        ADA, ABROAD, FOR_ANYBODY + FOR_WHO_CAN_SEE_IT + FOR_MEMBERS, "for the admins"
    ),
    "a bot": Identity(replace(ADA, is_bot=True), HALL, (), "only answer people"),
    "a bot with an admin's rights": Identity(replace(ADMIN, is_bot=True), HALL, (), "only answer people"),
}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Ada and Bruno are in Winter, and Former was."""
    async with front_door(tmp_path) as opened:
        await opened.cohort("Winter", ADA, BRUNO, FORMER)
        await opened.say(FORMER, "leave", HALL, cohort="Winter")
        opened.clock.at += timedelta(days=1)
        yield opened


async def said_by(door: FrontDoor, identity: Identity, command: str) -> str:
    known = next(each for each in door.core.catalogue if each.name == command)
    about = {"cohort": "Winter"} if any(each.name == "cohort" for each in known.parameters) else {}
    reply = await door.say(identity.speaker, command, identity.place, **about, **MORE.get(command, {}))
    assert reply.whisper
    return words(reply)


async def test_every_command_is_tried(door: FrontDoor) -> None:
    everything = {*FOR_ANYBODY, *FOR_WHO_CAN_SEE_IT, *FOR_MEMBERS, *FOR_ADMINS}
    assert {command.name for command in door.core.catalogue} == everything


@pytest.mark.parametrize("who", IDENTITIES)
async def test_nobody_says_what_is_not_theirs_to_say(door: FrontDoor, who: str) -> None:
    identity = IDENTITIES[who]
    before = door.remembered()
    for command in door.core.catalogue:
        if command.name not in identity.may_say:
            said = await said_by(door, identity, command.name)
            expected = "for the admins" if is_refused_as_admin(identity, command.name) else identity.otherwise
            assert expected in said, (command.name, said)
    assert door.remembered() == before


@pytest.mark.parametrize("who", IDENTITIES)
async def test_everybody_may_say_what_is_theirs_to_say(door: FrontDoor, who: str) -> None:
    identity = IDENTITIES[who]
    order = (*FOR_WHO_CAN_SEE_IT, *FOR_MEMBERS, *FOR_ADMINS, *FOR_ANYBODY)
    for command in order:
        if command in identity.may_say:
            said = await said_by(door, identity, command)
            assert not any(refusal in said for refusal in REFUSALS), (command, said)
            assert "Something went wrong" not in said, command
            if command == "join" and identity.speaker in (FORMER, STRANGER, ADMIN):
                await door.say(identity.speaker, "leave", identity.place, cohort="Winter")


def is_refused_as_admin(identity: Identity, command: str) -> bool:
    """Whether it is for admins, and this is nobody who administers the place they are in."""
    administers = identity.speaker.administers and identity.place.space
    return command in FOR_ADMINS and not administers and not identity.speaker.is_bot


async def test_rights_are_those_of_the_moment(door: FrontDoor) -> None:
    former = replace(ADMIN, administers=False)
    before = door.remembered()
    assert "for the admins" in words(await door.say(former, "cohort end", HALL, cohort="Winter"))
    assert door.remembered() == before
    promoted = replace(ADA, administers=True)
    assert "has ended" in words(await door.say(promoted, "cohort end", HALL, cohort="Winter"))


async def test_two_cohorts_of_one_name_in_two_spaces_have_nothing_in_common(door: FrontDoor) -> None:
    await door.say(MAYOR, "cohort create", ABROAD, curriculum="py-backend-20d", name="Winter")
    await door.say(MAYOR, "cohort start", ABROAD, cohort="Winter")
    assert "Members: 0" in words(await door.say(MAYOR, "cohort status", ABROAD, cohort="Winter"))
    assert "has ended" in words(await door.say(MAYOR, "cohort end", ABROAD, cohort="Winter"))
    assert "Winter: running" in words(await door.say(ADMIN, "cohort status", HALL, cohort="Winter"))
    assert "Day 1 counted" in words(await door.say(ADA, "checkin", HALL, cohort="Winter"))


@pytest.mark.parametrize("who", IDENTITIES)
async def test_topics_come_back_to_members_only_and_each_answers_their_own(door: FrontDoor, who: str) -> None:
    await door.say(ADA, "checkin", HALL)
    door.clock.at += timedelta(days=1)
    asked = await door.say(ADA, "today", HALL, recall="yes")
    grade = door.token(next(each for each in asked.buttons if isinstance(each, Says)), ADA, HALL)
    await is_for_members(door, who, "Do you still know it?", "today", recall="yes")
    await is_for_ada(door, who, "comes back on", grade)


@pytest.mark.parametrize("who", IDENTITIES)
async def test_how_to_keep_up_is_for_members_to_choose_and_each_for_themselves(
    door: FrontDoor, who: str
) -> None:
    door.clock.at += timedelta(days=3)
    offered = await door.say(ADA, "plan", HALL, cohort="Winter", keepup="study_days")
    button = next(each for each in offered.buttons if isinstance(each, Says) and each.command == "plan")
    token = door.token(button, ADA, HALL)
    await is_for_members(door, who, "Your own plan", "plan", keepup="every_day")
    await is_for_ada(door, who, "Your own plan", token)


async def is_for_members(door: FrontDoor, who: str, told: str, command: str, **said: Raw) -> None:
    """Whoever is no member is refused what a command tells, and changes nothing by it."""
    identity, before = IDENTITIES[who], door.remembered()
    heard = words(await door.say(identity.speaker, command, identity.place, cohort="Winter", **said))
    is_member = identity.speaker == ADA
    assert (told in heard) is is_member, heard
    assert is_member or any(refusal in heard for refusal in REFUSALS), heard
    assert is_member or door.remembered() == before


async def is_for_ada(door: FrontDoor, who: str, told: str, token: str) -> None:
    """Nobody else, and nowhere else, does anything by a button that was made for her in the hall."""
    identity, before = IDENTITIES[who], door.remembered()
    heard = words(await door.press(identity.speaker, token, identity.place))
    assert (told in heard) is (identity.speaker == ADA and identity.place == HALL), heard
    assert identity.speaker == ADA or door.remembered() == before
