"""What admins read about a cohort: its figures, its announcements on their way, its check-ins as a file."""

from collections.abc import Iterator, Mapping

from bot.interface.reply import (
    Card,
    Fact,
    Notice,
    Picture,
    Plain,
    Reply,
    Says,
    Section,
    Sheet,
    Strong,
    Text,
    When,
)
from bot.messages.cohort_rooms import rooms
from bot.messages.cohort_words import state_word
from bot.messages.voice import Voice, mark
from bot.services.at_risk import AtRisk
from bot.services.cohort_announcements import Announced
from bot.services.cohort_export import CohortExport
from bot.services.cohort_status import CohortStatus
from bot.services.ledger import ClosedRoom
from storage.repositories.cohorts_status import FailureRow

_SHOWN = 10

_FAILURES: Mapping[str, str] = {
    "room_gone": mark("the room is gone, or I was removed from it; /cohort edit takes another one"),
    "not_allowed": mark("I may not speak there; give me the rights I need, then say /cohort resume"),
    "too_much": mark("thirty messages went there within an hour; the rest follows when it is quiet again"),
    "unclear": mark("nobody knows whether it arrived"),
    "fault": mark("a fault of mine; the log has it"),
    "moved": mark("I was away; the roadmap has waited"),
    "": mark("I was away, and it was too late"),
}


def status(say: Voice, fact: CohortStatus, picture: Picture | None = None) -> Reply:
    """A cohort's figures, for admins' eyes only."""
    card = Card(
        title=say.plain("{cohort}: {state}", cohort=fact.name, state=state_word(say, fact.state)),
        facts=tuple(_facts(say, fact)),
        sections=tuple(_sections(say, fact)),
        picture=picture,
    )
    preview = Says(say.plain("Preview"), "cohort preview", {"cohort": fact.cohort_id})
    topics = Says(say.plain("Topic by topic"), "cohort status", {"cohort": fact.cohort_id, "topics": True})
    log = Says(say.plain("What was done"), "cohort status", {"cohort": fact.cohort_id, "log": 1})
    return Reply(blocks=(card,), buttons=(preview, topics, log))


def risk_line(say: Voice, fact: AtRisk) -> Text:
    """A member with the reasons why a kind word may help."""
    reasons: list[Text] = []
    if fact.quiet_for:
        reasons.append(
            say.many("quiet for {count} study day", "quiet for {count} study days", fact.quiet_for)
        )
    if fact.recent is not None:
        reasons.append(
            say(
                "{recent} of the last {span} study days, {before} of those before",
                recent=fact.recent,
                span=fact.span,
                before=fact.before,
            )
        )
    if fact.momentum is not None:
        reasons.append(say("momentum {share}", share=say.percent(fact.momentum)))
    why: Text = ()
    for reason in reasons:
        why = (*why, Plain("; "), *reason) if why else reason
    return say("{name}: {why}", name=Strong(fact.name), why=why)


def announced(say: Voice, fact: Announced) -> Reply:
    """The words are on their way."""
    blocks: list[Notice] = []
    if fact.rooms:
        names = ", ".join(fact.rooms)
        text = say.many(
            "On its way to {rooms}.", "On its way to {count} rooms: {rooms}.", len(fact.rooms), rooms=names
        )
        blocks.append(Notice(text))
    if fact.closed:
        closed = say(
            "I cannot speak in {rooms} now; {status} says why.",
            rooms=", ".join(fact.closed),
            status=Strong("/cohort status"),
        )
        blocks.append(Notice(closed))
    return Reply(blocks=tuple(blocks))


def exported(say: Voice, fact: CohortExport) -> Reply:
    """The check-ins as a file, and the projects where there are some."""
    caption = say.many(
        "{count} check-in of {cohort}.",
        "{count} check-ins of {cohort}.",
        fact.rows,
        cohort=Strong(fact.name),
    )
    check_ins = Sheet("check-ins.csv", "text/csv", fact.content, caption)
    if not fact.submissions:
        return Reply(blocks=(check_ins,))
    projects = say.many("{count} project handed in.", "{count} projects handed in.", fact.submissions)
    return Reply(blocks=(check_ins, Sheet("projects.csv", "text/csv", fact.projects, projects)))


def room_closed(say: Voice, fact: ClosedRoom) -> Reply:
    """Tells an admin in private that a room has been lost, and what brings it back."""
    text = say(
        "{cohort} hears nothing from me in {room} for now: {why}. Its timetable and all streaks are safe.",
        cohort=Strong(fact.cohort),
        room=Strong(fact.room),
        why=_why(say, fact.because),
    )
    return Reply(blocks=(Notice(text),))


def _facts(say: Voice, fact: CohortStatus) -> Iterator[Fact]:
    upcoming = say("none")
    if fact.next_post_at is not None:
        upcoming = (When(fact.next_post_at, fallback_zone=fact.zone),)
    yield Fact(say.plain("Next post"), upcoming)
    yield Fact(say.plain("Members"), (Plain(str(fact.members)),))
    if fact.today is not None:
        figures = say(
            "day {number} of {total}: {done} of {possible} done",
            number=len(fact.turnout),
            total=fact.study_days,
            done=fact.today.done,
            possible=fact.today.possible,
        )
        yield Fact(say.plain("Today"), figures)
    if fact.team is not None:
        run = say.many("{count} day in a row", "{count} days in a row", fact.team)
        yield Fact(say.plain("The team's streak"), run)
    if fact.attendance is not None:
        yield Fact(say.plain("Attendance"), (Plain(say.percent(fact.attendance)),))
    yield Fact(say.plain("Momentum"), (Plain(say.percent(fact.momentum)),))
    noise = say.many("{count} message in 7 days", "{count} messages in 7 days", fact.messages_in_a_week)
    yield Fact(say.plain("Noise"), noise)


def _sections(say: Voice, fact: CohortStatus) -> Iterator[Section]:
    yield rooms(say, fact.rooms)
    closed = [room for room in fact.rooms if room.paused_because]
    if closed:
        lines = tuple(
            say("{room}: {why}", room=Strong(room.name or room.channel), why=_why(say, room.paused_because))
            for room in closed
        )
        yield Section(say.plain("Rooms I cannot speak in"), lines)
    if fact.failures:
        shown = [_failure(say, row) for row in fact.failures[:_SHOWN]]
        if len(fact.failures) > _SHOWN:
            left = len(fact.failures) - _SHOWN
            shown.append(say.many("and {count} more", "and {count} more", left))
        yield Section(say.plain("Not sent, in 7 days"), tuple(shown))
    if fact.at_risk:
        yield Section(say.plain("May need a kind word"), tuple(risk_line(say, each) for each in fact.at_risk))


def _failure(say: Voice, row: FailureRow) -> Text:
    day = "" if row.day is None else say.day(row.day)
    if not row.room:
        return say("{day}: {why}", day=day, why=_why(say, row.failure))
    return say("{day}, {room}: {why}", day=day, room=row.room, why=_why(say, row.failure))


def _why(say: Voice, failure: str) -> str:
    return say.plain(_FAILURES.get(failure, _FAILURES["fault"]))
