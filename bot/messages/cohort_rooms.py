"""What admins are told about the rooms of a cohort."""

from collections.abc import Sequence

from bot.interface.reply import (
    Card,
    Code,
    Emphasis,
    Fact,
    Notice,
    Plain,
    Reply,
    Says,
    Section,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.joining import join_button
from bot.messages.platforms import platform_name
from bot.messages.voice import Voice
from bot.services.cohort_rooms import AttachCode, RoomsChanged, RoomsShown
from storage.repositories.cohorts_writing import CohortRoomRow

_LONGEST_NAME = 40


def code(say: Voice, fact: AttachCode) -> Reply:
    """A code for an admin of the other room."""
    card = Card(
        title=say.plain("One more room for {cohort}", cohort=fact.cohort),
        lead=say("An admin of the other room says this there, on whichever platform it is:"),
        sections=(Section("", ((Code(f"/cohort attach {fact.code.word}"),),), bulleted=False),),
        facts=(Fact(say.plain("Good until"), (When(fact.code.until, WhenStyle.TIME),)),),
        closing=say("It works once. The posts appear in both rooms, and everything else stays one."),
    )
    return Reply(blocks=(card,))


def attached(say: Voice, fact: RoomsChanged) -> Reply:
    """The cohort speaks here too."""
    card = Card(
        title=say.plain("{cohort} speaks here too", cohort=fact.cohort),
        lead=say("From its next post on. Roster, streaks and board are one, wherever people check in."),
        sections=(rooms(say, fact.rooms),),
        closing=say(
            "It is run by the admins of its home; {command} takes this room out again.",
            command=Strong("/cohort detach"),
        ),
    )
    return Reply(blocks=(card,), buttons=(join_button(say, fact.cohort_id),))


def detachable(say: Voice, fact: RoomsShown) -> Reply:
    """The rooms that can be taken out, each with its button."""
    card = Card(
        title=say.plain("Which room shall {cohort} leave?", cohort=fact.cohort),
        lead=say("Nothing is posted there any more. Members and their streaks stay as they are."),
        sections=(rooms(say, fact.rooms),),
    )
    buttons = tuple(
        Says(
            say.plain("Leave {room}", room=_name(room)[:_LONGEST_NAME]),
            "cohort detach",
            {"cohort": fact.cohort_id, "room": room.id},
            emphasis=Emphasis.DANGER,
            single_use=True,
        )
        for room in fact.rooms
    )
    return Reply(blocks=(card,), buttons=buttons)


def detached(say: Voice, fact: RoomsChanged) -> Reply:
    """The cohort speaks in one room less."""
    text = say(
        "{cohort} speaks in {room} no more. {command} shows the rooms that are left.",
        cohort=Strong(fact.cohort),
        room=Strong(_name(fact.room)),
        command=Strong("/cohort status"),
    )
    return Reply(blocks=(Notice(text),))


def rooms(say: Voice, found: Sequence[CohortRoomRow]) -> Section:
    """The rooms of a cohort, one a line."""
    return Section(say.plain("Rooms"), tuple(room_line(say, room) for room in found))


def room_line(say: Voice, room: CohortRoomRow) -> Text:
    """A room with its platform; the home room is called so."""
    where = Plain(f" ({platform_name(room.platform)})")
    home: Text = () if room.attached_at else (Plain(", "), *say("its home"))
    return (Strong(_name(room)), where, *home)


def _name(room: CohortRoomRow) -> str:
    return room.name or room.channel
