"""What `/cohort check` says: of each room, whether all is well there, or what to change."""

from bot.interface.reply import Card, Notice, Reply, Section, Strong, Text
from bot.messages.voice import Voice
from bot.services.cohort_check import CheckedRoom, CohortChecked


def checked(say: Voice, fact: CohortChecked) -> Reply:
    """A line for each room, for admins' eyes only."""
    if not fact.rooms:
        text = say("{cohort} has no room to speak in. /cohort edit gives it one.", cohort=Strong(fact.cohort))
        return Reply(blocks=(Notice(text),))
    lines = tuple(_line(say, room) for room in fact.rooms)
    title = say.plain("{cohort}: its rooms", cohort=fact.cohort)
    return Reply(blocks=(Card(title=title, sections=(Section(say.plain("Rights"), lines),)),))


def _line(say: Voice, room: CheckedRoom) -> Text:
    name = Strong(room.name)
    if room.lacking:
        rights = ", ".join(room.lacking)
        return say("{room}: give me these rights there: {rights}.", room=name, rights=rights)
    match room.trouble:
        case "room_gone":
            return say(
                "{room}: it is gone, or I was removed from it. Let me in again, or "
                "pick another with /cohort edit.",
                room=name,
            )
        case "not_allowed":
            return say("{room}: I may not even look into it. Give me the right to see it.", room=name)
        case "unreachable":
            return say(
                "{room}: {platform} does not answer now. Ask again in a minute.",
                room=name,
                platform=room.platform.capitalize(),
            )
    if room.is_closed:
        return say(
            "{room}: I have every right I need, and say nothing there: /cohort resume opens it.", room=name
        )
    return say("{room}: I have every right I need.", room=name)
