"""What people are told when they check in, take it back, rest and come back."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import assert_never

from bot.domain.milestones import MILESTONES
from bot.domain.standing import Standing, Unit
from bot.interface.reply import (
    Bound,
    Button,
    Emphasis,
    Notice,
    Plain,
    Reply,
    Says,
    Span,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.voice import Voice
from bot.services.study_facts import CheckedIn, Outcome, Rested, Resumed, Undone, Whereabouts, Window


def checked_in(say: Voice, fact: CheckedIn) -> Reply:
    """That it counted, where that leaves the streak, and what comes next."""
    text = sentences(_counted(say, fact), *_extras(say, fact), _what_is_next(say, fact))
    return Reply(blocks=(Notice(text),), buttons=tuple(_buttons(say, fact)), shares=("proof",))


def undone(say: Voice, fact: Undone) -> Reply:
    """That the day is no longer counted, and how long it can be counted again."""
    day = fact.study_day
    taken_back = (
        say("Day {number} is no longer counted.", number=Strong(str(day.number)))
        if day.number
        else say("The check-in of {day} is taken back.", day=say.day(day.day))
    )
    texts = [taken_back, streak_sentence(say, fact.standing)]
    if fact.open_now is None:
        return Reply(blocks=(Notice(sentences(*texts)),))
    texts.append(say("It can be counted again until {when}.", when=moment(fact.open_now.closes, fact.where)))
    again = check_in_button(say.plain("Check in again"), fact.where, day.day)
    return Reply(blocks=(Notice(sentences(*texts)),), buttons=(again,))


def rested(say: Voice, fact: Rested) -> Reply:
    """What the pause covers, and when it ends."""
    texts = [
        say.many(
            "You rest from {first} to {last}: {count} study day that costs you nothing.",
            "You rest from {first} to {last}: {count} study days that cost you nothing.",
            fact.days,
            first=say.day(fact.first),
            last=say.day(fact.last),
        ),
        say("Checking in ends it early."),
    ]
    if fact.back_on is not None:
        texts.append(say("Your next day after it is {day}.", day=Strong(say.day(fact.back_on))))
    button = Says(say.plain("End the pause"), "resume", {"cohort": fact.where.cohort_id})
    return Reply(blocks=(Notice(sentences(*texts)),), buttons=(button,))


def resumed(say: Voice, fact: Resumed) -> Reply:
    """Welcomes somebody back."""
    texts = [say("Welcome back. Your pause is over, and it cost you nothing.")]
    if fact.coming is not None:
        texts.append(_coming(say, fact.coming, fact.where))
    button = Says(say.plain("Today's topic"), "today", {"cohort": fact.where.cohort_id})
    return Reply(blocks=(Notice(sentences(*texts)),), buttons=(button,))


def streak_sentence(say: Voice, standing: Standing) -> Text:
    """The streak in a sentence: `Streak 12, 2 freezes left.`"""
    if standing.unit is Unit.WEEKS:
        return say.many("Streak {count} week.", "Streak {count} weeks.", standing.current)
    return say.many(
        "Streak {streak}, {count} freeze left.",
        "Streak {streak}, {count} freezes left.",
        standing.freezes,
        streak=Strong(str(standing.current)),
    )


def sentences(*texts: Text) -> Text:
    """Sentences one after the other."""
    return tuple(_spaced(text for text in texts if text))


def moment(instant: datetime, where: Whereabouts) -> When:
    """An instant with its date, on the reader's own clock."""
    return When(instant, WhenStyle.MOMENT, where.zone)


NOTE_ASKS = ("note", "minutes", "felt", "proof")
"""What is asked of somebody who has something to say to their check-in."""


def check_in_button(label: str, where: Whereabouts, day: date) -> Says:
    """Checks in for a day."""
    return Says(label, "checkin", {"cohort": where.cohort_id, "day": day}, emphasis=Emphasis.PRIMARY)


def _spaced(texts: Iterable[Text]) -> Iterator[Span]:
    for place, text in enumerate(texts):
        if place:
            yield Plain(" ")
        yield from text


def _counted(say: Voice, fact: CheckedIn) -> Text:
    day, number = say.day(fact.study_day.day), Strong(str(fact.study_day.number))
    match fact.outcome:
        case Outcome.COUNTED:
            counted = say("Day {number} counted.", number=number)
        case Outcome.LATE:
            counted = say("Day {number}, {day}, counted within its grace.", number=number, day=day)
        case Outcome.OFF_DAY:
            return say("Noted for {day}: no study day here, so your streak stays as it is.", day=day)
        case Outcome.CAUGHT_UP:
            return say(
                "Day {number}, {day}, is caught up: its topic counts as done. Your streak stays as it is.",
                number=number,
                day=day,
            )
        case Outcome.ALREADY:
            return say("Already counted at {time}.", time=When(fact.at, WhenStyle.TIME, fact.where.zone))
        case _:
            assert_never(fact.outcome)
    return sentences(counted, streak_sentence(say, fact.standing))


def _extras(say: Voice, fact: CheckedIn) -> Iterator[Text]:
    if fact.spent:
        yield say.many(
            "{count} freeze covered the day you missed.",
            "{count} freezes covered the days you missed.",
            fact.spent,
        )
    if fact.earned:
        yield say("You have earned a freeze.")
    if fact.noted:
        yield say("Your note is saved.")
    if fact.outcome in {Outcome.COUNTED, Outcome.LATE}:
        yield from _praise(say, fact.standing)


def _praise(say: Voice, standing: Standing) -> Iterator[Text]:
    """A word about coming back, and one about all milestones that this day has reached, if any."""
    if standing.current == 1 and standing.broke_on is not None and standing.unit is Unit.DAYS:
        yield say("Welcome back: beginning again is the step that matters most.")
    in_all, in_a_row = standing.counted in MILESTONES, standing.current in MILESTONES
    if in_all and in_a_row and standing.unit is Unit.DAYS:
        yield say(
            "Two milestones at once: {days} study days in all, and {run} in a row.",
            days=Strong(str(standing.counted)),
            run=Strong(str(standing.current)),
        )
    elif in_all:
        yield say("A milestone: {days} study days in all.", days=Strong(str(standing.counted)))
    elif in_a_row and standing.unit is Unit.DAYS:
        yield say("A milestone: {run} study days in a row.", run=Strong(str(standing.current)))


def _what_is_next(say: Voice, fact: CheckedIn) -> Text:
    if fact.open_now is not None:
        day = Strong(say.day(fact.open_now.day))
        return say("{day} is open until {when}.", day=day, when=moment(fact.open_now.closes, fact.where))
    if fact.coming is not None:
        return _coming(say, fact.coming, fact.where)
    return say("Nothing more is planned in {cohort}.", cohort=Strong(fact.where.cohort))


def _coming(say: Voice, window: Window, where: Whereabouts) -> Text:
    return say(
        "Next: {day}, open from {opens} until {closes}.",
        day=Strong(say.day(window.day)),
        opens=moment(window.opens, where),
        closes=moment(window.closes, where),
    )


def _buttons(say: Voice, fact: CheckedIn) -> Iterator[Button]:
    bound: dict[str, Bound] = {"cohort": fact.where.cohort_id, "day": fact.study_day.day}
    if fact.open_now is not None:
        label = say.plain("Count {day} too", day=say.day(fact.open_now.day))
        yield check_in_button(label, fact.where, fact.open_now.day)
    yield Says(say.plain("Add a note"), "checkin", bound, ask=NOTE_ASKS)
    yield Says(say.plain("Undo"), "undo", bound)
