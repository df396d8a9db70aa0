"""Pace in words: ahead, on track or behind, when somebody finishes, and what makes up for arrears."""

from collections.abc import Iterator

from bot.domain.catching_up import Way
from bot.domain.pace import Pace
from bot.interface.reply import Fact, Text
from bot.messages.catching_up import plan_words
from bot.messages.voice import Voice
from bot.services.study_facts import Progress

_MOST_DAYS = 6


def pace_facts(say: Voice, fact: Progress) -> Iterator[Fact]:
    """The facts about pace, as far as there is anything to say."""
    if fact.lines:
        pace = say(
            "day {number} of {of}, {lead}", number=len(fact.lines), of=fact.of, lead=lead(say, fact.pace)
        )
        yield Fact(say.plain("Pace"), pace)
    if fact.last_day is not None:
        yield Fact(say.plain("Last day"), say("{day}", day=say.long_day(fact.last_day)))
    if (finish := finish_later(say, fact)) is not None:
        yield Fact(say.plain("At this pace"), finish)
    if fact.keeping_up.way is not Way.GROUP:
        yield Fact(say.plain("To catch up"), plan_words(say, fact.keeping_up))
    elif fact.keeping_up.rests:
        yield Fact(say.plain("To catch up"), say("your own plan rests, and is kept: all go with the group"))
    elif fact.pace.makes_up:
        yield Fact(say.plain("To catch up"), _made_up(say, fact.pace))
    if caught_up := sum(line.caught_up for line in fact.lines):
        yield Fact(say.plain("Caught up"), say.many("{count} topic", "{count} topics", caught_up))


def lead(say: Voice, pace: Pace) -> Text:
    """`2 days ahead`, `on track` or `3 days behind`."""
    if pace.lead > 0:
        return say.many("{count} day ahead", "{count} days ahead", pace.lead)
    if pace.lead < 0:
        return say.many("{count} day behind", "{count} days behind", -pace.lead)
    return say("on track")


def finish_later(say: Voice, fact: Progress) -> Text | None:
    """When somebody finishes, where that is after the last day of the timetable."""
    finishes, last = fact.pace.finishes_on, fact.last_day
    if finishes is None or last is None or finishes <= last:
        return None
    return say("you finish about {day}", day=say.long_day(finishes))


def _made_up(say: Voice, pace: Pace) -> Text:
    days = pace.makes_up
    shown = ", ".join(say.day(day) for day in days[:_MOST_DAYS])
    if len(days) > _MOST_DAYS:
        level = say.long_day(days[-1])
        return say(
            "one check-in on each day off: {days} and so on; level by {level}", days=shown, level=level
        )
    return say("one check-in on each of these days off: {days}", days=shown)
