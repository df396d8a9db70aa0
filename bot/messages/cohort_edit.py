"""An edit of a cohort: what would move, and what was saved; days off among it."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.interface.reply import Card, Emphasis, Fact, Notice, Plain, Reply, Says, Section, Strong, Text, When
from bot.messages.cohort_preview import warning_lines
from bot.messages.cohort_words import SETTINGS, days_off_text, setting_value
from bot.messages.voice import Voice
from bot.services.cohort_edits import EditSaved, EditShown, Move
from bot.services.cohort_holidays import DaysOffAdded

_SHOWN_MOVES = 7
_SHOWN_DAYS = 15


def edit_shown(say: Voice, fact: EditShown) -> Reply:
    """What would change and move, with the button that saves it."""
    card = Card(
        title=say.plain("{cohort}: what would change", cohort=fact.name),
        lead=say("Nothing is saved yet."),
        facts=tuple(_facts(say, fact)),
        sections=tuple(_sections(say, fact)),
        closing=_posted(say, fact),
    )
    save = Says(
        say.plain("Save"),
        "cohort edit",
        {"cohort": fact.cohort_id, "save": fact.nonce},
        emphasis=Emphasis.PRIMARY,
        single_use=True,
    )
    return Reply(blocks=(card,), buttons=(save,))


def edit_saved(say: Voice, fact: EditSaved) -> Reply:
    """It is saved; what comes next."""
    text = say("Saved. {next}", next=_ahead(say, fact.next_post_at, fact.zone))
    preview = Says(say.plain("Preview"), "cohort preview", {"cohort": fact.cohort_id})
    return Reply(blocks=(Notice(text),), buttons=(preview,))


def days_off_added(say: Voice, fact: DaysOffAdded) -> Reply:
    """Which days are off now, and what that does."""
    lines: list[Text] = [(Plain(days_off_text(say, day)),) for day in fact.added[:_SHOWN_DAYS]]
    if len(fact.added) > _SHOWN_DAYS:
        left = len(fact.added) - _SHOWN_DAYS
        lines.append(say.many("and {count} more", "and {count} more", left))
    card = Card(
        title=say.plain("{cohort}: days off", cohort=fact.name),
        lead=say.many("{count} day is off now.", "{count} days are off now.", len(fact.added)),
        facts=tuple(_end(say, fact.last_before, fact.last_after)),
        sections=(Section("", tuple(lines)),),
        closing=_consequence(say, fact),
    )
    return Reply(blocks=(card,))


def _facts(say: Voice, fact: EditShown) -> Iterator[Fact]:
    for change in fact.changed:
        before = setting_value(say, change.setting, change.before)
        after = setting_value(say, change.setting, change.after)
        if change.setting == "time":  # the cohort's clock; what moves is told on the reader's own
            after = say.plain("{time} in {zone}", time=after, zone=fact.zone)
        yield Fact(
            say.plain(SETTINGS[change.setting]), say("{before} > {after}", before=before, after=Strong(after))
        )
    if fact.room:
        yield Fact(say.plain("Room"), (Strong(fact.room),))
    yield from _end(say, fact.last_before, fact.last_after)


def _end(say: Voice, before: date | None, after: date | None) -> Iterator[Fact]:
    if before is not None and after is not None:
        same = before == after
        text = (
            say("{day}, as before", day=say.long_day(after))
            if same
            else say("{before} > {after}", before=say.long_day(before), after=Strong(say.long_day(after)))
        )
        yield Fact(say.plain("Last day"), text)


def _sections(say: Voice, fact: EditShown) -> Iterator[Section]:
    if fact.moves:
        lines = [_move(say, move, fact.zone) for move in fact.moves[:_SHOWN_MOVES]]
        if len(fact.moves) > _SHOWN_MOVES:
            left = len(fact.moves) - _SHOWN_MOVES
            lines.append(say.many("and {count} more", "and {count} more", left))
        yield Section(say.plain("What would move"), tuple(lines))
    warnings = tuple(warning_lines(say, fact.warnings))
    if warnings:
        yield Section(say.plain("Worth knowing"), warnings)


def _move(say: Voice, move: Move, zone: str) -> Text:
    return say(
        "{day}: {before} > {after}",
        day=Strong(say.plain("Day {number}", number=move.number)),
        before=_instant(say, move.before, zone),
        after=_instant(say, move.after, zone),
    )


def _instant(say: Voice, instant: datetime | None, zone: str) -> Text:
    return say("none") if instant is None else (When(instant, fallback_zone=zone),)


def _posted(say: Voice, fact: EditShown) -> Text:
    if not fact.posted:
        return ()
    return say.many(
        "{count} day was posted already and stays as it is.",
        "{count} days were posted already and stay as they are.",
        fact.posted,
    )


def _ahead(say: Voice, next_post_at: datetime | None, zone: str) -> Text:
    if next_post_at is None:
        return say("Nothing more is planned.")
    return say("The next post comes {when}.", when=When(next_post_at, fallback_zone=zone))


def _consequence(say: Voice, fact: DaysOffAdded) -> Text:
    ahead = _ahead(say, fact.next_post_at, fact.zone)
    if not fact.past:
        return ahead
    excused = say.many(
        "{count} of them was posted already; it is excused for everybody, and streaks follow.",
        "{count} of them were posted already; they are excused for everybody, and streaks follow.",
        fact.past,
    )
    return (*excused, Plain(" "), *ahead)
