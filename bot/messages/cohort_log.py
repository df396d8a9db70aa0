"""What admins did to a cohort, in words; excuses and their way back among it."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.interface.reply import Board, Button, Notice, Reply, Row, Says, Strong, Text, When
from bot.messages.lesson_text import heading_text
from bot.messages.voice import Voice, mark
from bot.services.cohort_excuses import Excused
from bot.services.cohort_log import CohortLog, Undone
from bot.services.cohort_topics import Topic, Topics
from storage.repositories.audit import AuditRow

_ACTIONS: Mapping[str, str] = {
    "cohort_created": mark("made the cohort"),
    "cohort_edited": mark("changed settings: {settings}"),
    "cohort_start": mark("let it begin"),
    "cohort_pause": mark("paused it"),
    "cohort_resume": mark("let it go on"),
    "cohort_end": mark("ended it"),
    "cohort_delete": mark("deleted it"),
    "cohort_skipped": mark("gave days off: {days}"),
    "cohort_announced": mark("announced: {text}"),
    "cohort_exported": mark("took the check-ins as a file"),
    "cohort_excuse": mark("excused {name} for {days}"),
    "cohort_excuse_undone": mark("took back that {name} is excused for {days}"),
}
_SHOWN_DAYS = 4
_LONGEST_TEXT = 80


def log(say: Voice, fact: CohortLog) -> Reply:
    """A page of the log."""
    board = Board(
        title=say.plain("{cohort}: what was done", cohort=fact.cohort),
        rows=tuple(_row(say, fact, row) for row in fact.rows),
        page=fact.page,
        pages=fact.pages,
    )
    return Reply(blocks=(board,), buttons=tuple(_buttons(say, fact)))


def excused(say: Voice, fact: Excused) -> Reply:
    """Which days are excused now, with the way back."""
    text = say.many(
        "{name} is excused for {days}: {count} study day that costs nothing. The streak follows.",
        "{name} is excused for {days}: {count} study days that cost nothing. The streak follows.",
        len(fact.days),
        name=Strong(fact.member),
        days=_days(say, fact.days),
    )
    return Reply(blocks=(Notice(text),), buttons=(_take_back(say, fact.cohort_id, fact.audit_id),))


def undone(say: Voice, fact: Undone) -> Reply:
    """What was taken back."""
    days = [date.fromisoformat(day) for day in fact.entry.details["days"]]
    text = say(
        "{name} is no longer excused for {days}.",
        name=Strong(fact.name or say.plain("somebody")),
        days=_days(say, days),
    )
    return Reply(blocks=(Notice(text),))


def topics(say: Voice, fact: Topics) -> Reply:
    """How many did the days of each unit."""
    note = say("Where fewer than {least} members could take part, no figures are shown.", least=fact.least)
    board = Board(
        title=say.plain("{cohort}: topic by topic", cohort=fact.cohort),
        rows=tuple(_topic(say, topic) for topic in fact.topics),
        note=note if fact.topics else say("No topic is over yet."),
    )
    return Reply(blocks=(board,))


def _topic(say: Voice, topic: Topic) -> Row:
    name = Strong(heading_text(say, topic.headings))
    share = say.plain("-") if topic.done is None else say.percent(topic.done / topic.possible)
    days = say.many("{count} day", "{count} days", topic.days)
    return Row(share, say("{name}, {days}", name=name, days=days))


def _row(say: Voice, fact: CohortLog, row: AuditRow) -> Row:
    who = Strong(row.who) if row.who else say("somebody")
    when = When(row.at, fallback_zone=fact.zone)
    return Row("", say("{when}: {who} {what}", when=when, who=who, what=_what(say, fact, row)))


def _what(say: Voice, fact: CohortLog, row: AuditRow) -> Text:
    details = row.details
    fields: dict[str, object] = {
        "name": fact.names.get(details.get("person", 0), say.plain("somebody")),
        "text": str(details.get("text", ""))[:_LONGEST_TEXT],
        "settings": ", ".join(details.get("settings", ())) or say.plain("the room"),
        "days": _days(say, [date.fromisoformat(day) for day in details.get("days", ())]),
    }
    known = _ACTIONS.get(row.action)
    return say(known, **fields) if known else say("did {action}", action=row.action)


def _days(say: Voice, days: list[date] | tuple[date, ...]) -> str:
    shown = ", ".join(say.day(day) for day in days[:_SHOWN_DAYS])
    left = len(days) - _SHOWN_DAYS
    return say.plain("{days} and {count} more", days=shown, count=left) if left > 0 else shown


def _buttons(say: Voice, fact: CohortLog) -> Iterator[Button]:
    for page, label in ((fact.page - 1, say.plain("Newer")), (fact.page + 1, say.plain("Older"))):
        if 1 <= page <= fact.pages:
            yield Says(label, "cohort status", {"cohort": fact.cohort_id, "log": page})
    for row in fact.rows:
        if row.id in fact.undoable:
            yield _take_back(say, fact.cohort_id, row.id, fact.names.get(row.details["person"], ""))


def _take_back(say: Voice, cohort_id: int, audit_id: int, name: str = "") -> Says:
    label = say.plain("Take back: {name}", name=name) if name else say.plain("Take it back")
    return Says(label, "cohort status", {"cohort": cohort_id, "undo": audit_id})
