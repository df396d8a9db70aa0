"""Members speak, press and answer; the bot answers, posts and tells."""

import sqlite3
from datetime import date, time
from pathlib import Path

import pytest
from small_clock import START, SmallClock
from small_posts import POST, plain
from small_study import SmallStudy

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import Platform, RoomGone, Unclear
from bot.interface.reply import Notice, Plain, Reply
from bot.interface.request import Attachment, Pressed, Said
from bot.platforms.playground import world
from bot.platforms.playground.form import Upload
from bot.platforms.playground.history import FILE_NAME
from bot.platforms.playground.platform import Playground

HALL = world.room("study-hall").address


def test_it_is_a_platform(playground: Playground) -> None:
    platform: Platform = playground
    assert platform.name == "playground"


def asked(playground: Playground, member: str) -> dict[str, str]:
    """The fields of the form that is open to a member, with what they start from."""
    questions = playground.asked(member)
    assert questions is not None
    return {field.name: field.start for field in questions.fields}


async def test_a_line_becomes_a_request_of_its_member_in_its_room(
    playground: Playground, study: SmallStudy
) -> None:
    await playground.say("Zoë", "/checkin read a lot minutes:30", room="night-owls")
    [request] = study.requests
    assert request.intent == Said("checkin", {"note": "read a lot", "minutes": "30"})
    assert (request.speaker.external_id, request.speaker.name, request.at) == ("zoe", "Zoë", START)
    assert request.place == RoomAddress("playground", "playground", "night-owls", name="night-owls")
    assert request.space_name == "Playground"


async def test_a_private_chat_has_no_space(playground: Playground, study: SmallStudy) -> None:
    await playground.say("Ada", "/undo", room="@ada")
    assert (study.requests[0].place.space, study.requests[0].space_name) == ("", "")


async def test_only_admin_administers(playground: Playground, study: SmallStudy) -> None:
    for member in world.MEMBERS:
        await playground.say(member.name, "/undo")
    assert [each.speaker.administers for each in study.requests] == [
        True,
        *[False] * (len(world.MEMBERS) - 1),
    ]


async def test_every_request_has_an_id_of_its_own(playground: Playground, study: SmallStudy) -> None:
    for _ in range(20):
        await playground.say("Ada", "/undo")
    assert len({request.event_id for request in study.requests}) == 20


async def test_an_answer_is_kept_with_what_it_answers(playground: Playground) -> None:
    reply = await playground.say("Ada", "/checkin read")
    [message] = await playground.messages("study-hall")
    assert message.blocks == reply.blocks
    assert (message.asker, message.prompt, message.only_for) == ("ada", "/checkin read", "ada")
    assert [button.label for button in message.buttons] == ["Add a note", "Undo"]


async def test_plain_text_is_for_the_people_in_the_room(playground: Playground, study: SmallStudy) -> None:
    assert await playground.say("Bruno", "Morning!") == Reply()
    [message] = await playground.messages("study-hall")
    assert (message.author, message.blocks, study.requests) == ("bruno", (Notice((Plain("Morning!"),)),), [])


async def test_an_unknown_command_is_answered_by_the_dispatcher(playground: Playground) -> None:
    reply = await playground.say("Ada", "/dance")
    assert reply.blocks == (Notice(plain("There is no /dance.")),)


async def test_a_post_has_buttons_that_everybody_can_press(playground: Playground, study: SmallStudy) -> None:
    await playground.post(HALL, POST, "day-1")
    for name in ("Ada", "Bruno"):
        reply = await playground.press(name, "Done")
        assert "Day 1 counted." in str(reply.blocks)
    assert [request.speaker.name for request in study.requests] == ["Ada", "Bruno"]


async def test_the_same_post_twice_is_one_message(playground: Playground) -> None:
    first = await playground.post(HALL, POST, "day-1")
    assert await playground.post(HALL, POST, "day-1") == first
    assert await playground.find(HALL, "day-1") == first
    assert await playground.find(HALL, "day-2") is None
    assert len(await playground.messages("study-hall")) == 1


async def test_a_post_is_found_after_a_restart(study: SmallStudy, clock: SmallClock, tmp_path: Path) -> None:
    before = Playground(study, study.buttons, clock, tmp_path)
    await before.start()
    receipt = await before.post(HALL, POST, "day-1")
    await before.stop()
    after = Playground(study, study.buttons, clock, tmp_path)
    await after.start()
    assert await after.find(HALL, "day-1") == receipt
    await after.press("Ada", "Done")
    await after.stop()
    assert isinstance(study.requests[0].intent, Pressed)


async def test_somebody_is_told_in_the_private_chat(playground: Playground) -> None:
    await playground.tell(PersonRef("ada", "Ada"), POST, "nudge-1")
    await playground.tell(PersonRef("bruno", "Bruno"), POST, "nudge-1")
    assert len(await playground.messages("@ada")) == len(await playground.messages("@bruno")) == 1
    assert await playground.messages("study-hall") == []


async def test_nobody_sees_the_buttons_of_anothers_whisper(playground: Playground) -> None:
    await playground.say("Ada", "/checkin read")
    with pytest.raises(LookupError, match="Bruno sees no button 'Undo'"):
        await playground.press("Bruno", "Undo")
    assert (await playground.press("Ada", "Undo")).blocks == (Notice(plain("Taken back.")),)


async def test_a_room_or_person_that_is_not_here_is_gone(playground: Playground) -> None:
    nowhere = RoomAddress("playground", "playground", "nowhere")
    with pytest.raises(RoomGone):
        await playground.post(nowhere, POST, "k")
    with pytest.raises(RoomGone):
        await playground.lacking(nowhere)
    with pytest.raises(RoomGone):
        await playground.tell(PersonRef("mallory", "Mallory"), POST, "k")
    assert await playground.lacking(HALL) == ()


async def test_a_disk_that_fails_leaves_the_delivery_unclear(playground: Playground, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("DROP TABLE files")
        other.execute("DROP TABLE messages")
    other.close()
    with pytest.raises(Unclear):
        await playground.post(HALL, POST, "day-1")
    with pytest.raises(Unclear):
        await playground.find(HALL, "day-1")


async def test_a_missing_argument_opens_a_form_for_all_of_them(
    playground: Playground, study: SmallStudy
) -> None:
    reply = await playground.say("Admin", "/cohort create name:Winter", room="night-owls")
    assert reply == Reply()
    fields = asked(playground, "Admin")
    assert {name: start for name, start in fields.items() if start} == {
        "channel": "night-owls",
        "name": "Winter",
    }
    assert set(fields) == {parameter.name for parameter in study.catalogue()[-1].parameters}
    assert study.requests == []
    assert await playground.messages("night-owls") == []


async def test_nobody_is_asked_about_a_command_that_is_not_theirs(
    playground: Playground, study: SmallStudy
) -> None:
    for member, room in (("Ada", "study-hall"), ("Admin", "@admin")):
        await playground.say(member, "/cohort create", room=room)
        assert playground.asked(member) is None
    assert [request.intent for request in study.requests] == [Said("cohort create", {})] * 2


async def test_every_kind_of_field_is_read_as_what_it_is(playground: Playground, study: SmallStudy) -> None:
    await playground.say("Admin", "/cohort create")
    await playground.submit(
        "Admin",
        {
            "curriculum": "py-backend-20d",
            "name": "Winter 27",
            "start": "2027-01-04",
            "time": "09:30",
            "zone": "Europe/Berlin",
            "channel": "night-owls",
            "mentor": "zoe",
            "listed": "yes",
            "file": Upload("own.yaml", "text/yaml", b"title: x"),
        },
    )
    intent = study.requests[0].intent
    assert isinstance(intent, Said)
    given = dict(intent.arguments)
    file = given.pop("file")
    assert isinstance(file, Attachment)
    assert (file.name, file.size, file.media_type, await file.read()) == (
        "own.yaml",
        8,
        "text/yaml",
        b"title: x",
    )
    assert given == {
        "curriculum": "py-backend-20d",
        "name": "Winter 27",
        "start": date(2027, 1, 4),
        "time": time(9, 30),
        "zone": "Europe/Berlin",
        "channel": world.room("night-owls").address,
        "mentor": PersonRef("zoe", "Zoë"),
        "listed": "yes",
    }


async def test_what_cannot_be_read_goes_to_the_dispatcher_as_it_was_typed(
    playground: Playground, study: SmallStudy
) -> None:
    await playground.say("Admin", "/cohort create")
    wrong = {
        "curriculum": "x",
        "name": "y",
        "start": "soon",
        "time": "9",
        "mentor": "Mallory",
        "zone": "",
        "z": "?",
    }
    await playground.submit("Admin", wrong)
    intent = study.requests[0].intent
    assert isinstance(intent, Said)
    assert intent.arguments == {
        "curriculum": "x",
        "name": "y",
        "start": "soon",
        "time": "9",
        "mentor": "Mallory",
    }


async def test_a_command_may_ask_and_what_was_typed_before_stays(
    playground: Playground, study: SmallStudy
) -> None:
    await playground.say("Ada", '/join cohort:"Winter 27"')
    assert list(asked(playground, "Ada")) == ["zone", "listed"]
    await playground.submit("Ada", {"zone": "Etc/GMT+1"})
    intent = study.requests[0].intent
    assert isinstance(intent, Said)
    assert intent.arguments == {"cohort": "Winter 27", "zone": "Etc/GMT+1"}


async def test_a_form_that_only_asks_for_extras_may_be_sent_empty(
    playground: Playground, study: SmallStudy
) -> None:
    await playground.say("Ada", "/join")
    await playground.submit("Ada", {})
    assert study.requests[0].intent == Said("join", {})


async def test_a_button_that_asks_opens_its_form_first(playground: Playground, study: SmallStudy) -> None:
    await playground.post(HALL, POST, "day-1")
    await playground.press("Ada", "Note / proof")
    assert list(asked(playground, "Ada")) == ["note", "minutes"]
    assert study.requests == []
    await playground.submit("Ada", {"note": "read", "minutes": "30"})
    intent = study.requests[0].intent
    assert isinstance(intent, Pressed)
    assert intent.answers == {"note": "read", "minutes": 30}
    assert (await playground.messages())[-1].prompt == "Note / proof"


async def test_the_hidden_part_of_a_form_cannot_be_forged(playground: Playground, study: SmallStudy) -> None:
    await playground.say("Ada", "/checkin")
    await playground.press("Ada", "Add a note")
    await playground.submit("Ada", {"note": "Great", "serial": "8"})
    intent = study.requests[-1].intent
    assert isinstance(intent, Pressed)
    press = study.buttons.read(intent.token, HALL, "ada")
    assert (press.bound, intent.answers) == ({"serial": "1"}, {"note": "Great"})


async def test_a_form_is_answered_once(playground: Playground) -> None:
    await playground.say("Ada", "/join")
    await playground.submit("Ada", {"listed": "yes"})
    with pytest.raises(LookupError):
        await playground.submit("Ada", {"listed": "no"})


async def test_who_says_something_else_has_left_the_form(playground: Playground) -> None:
    await playground.say("Ada", "/join")
    await playground.say("Ada", "Hello!")
    assert playground.asked("Ada") is None
