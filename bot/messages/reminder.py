"""What people are reminded of in private: what is open, until when, and the smallest next step. No blame."""

from collections.abc import Iterator

from bot.interface.reply import Notice, Plain, Reply, Says, Strong, Text
from bot.messages.lesson_text import spans_of
from bot.messages.study import check_in_button, moment, sentences
from bot.messages.voice import Voice
from bot.services.reminders import Reminder

NOT_TODAY = "not_today"
FEWER = "fewer"


def reminder(say: Voice, fact: Reminder) -> Reply:
    """A study day that waits, with a way to count it, to let it be, and to hear less."""
    text = sentences(*_sentences(say, fact))
    return Reply(blocks=(Notice(text),), buttons=tuple(_buttons(say, fact)))


def not_today(say: Voice) -> Reply:
    """That it is fine, and that nothing is lost by it."""
    text = say("Fine, not today. I will not ask again today; if you change your mind, the day stays open.")
    return Reply(blocks=(Notice(text),))


def fewer(say: Voice, a_week: int) -> Reply:
    """How often there will be a reminder from now on, and the way back."""
    if a_week:
        text = say.many(
            "From now on I write to you at most {count} time in seven days.",
            "From now on I write to you at most {count} times in seven days.",
            a_week,
        )
    else:
        text = say("I will not write to you on my own any more. Your days and your streak stay as they are.")
    back = Says(say.plain("As before"), "settings", {"nudges": 3})
    return Reply(blocks=(Notice(text),), buttons=(back,))


def private_chat_closed(say: Voice) -> Notice:
    """Tells somebody who cannot be written to that reminders are off, and how they come back."""
    return Notice(
        say(
            "I could not write to you in private, so I have stopped trying. Open your private messages to me "
            "and set {command} again if you want to hear from me.",
            command=Strong("/settings nudges"),
        )
    )


def _sentences(say: Voice, fact: Reminder) -> Iterator[Text]:
    if fact.plan:
        yield say("Your plan: after {plan} I open the topic.", plan=Strong(fact.plan))
    if fact.comeback:
        yield say("A fresh start is one step away.")
    yield say(
        "Day {number} of {cohort} is open until {when}.",
        number=Strong(str(fact.study_day.number)),
        cohort=Strong(fact.where.cohort),
        when=moment(fact.closes, fact.where),
    )
    if fact.earlier is not None:
        yield say(
            "{day} can still be counted too, within its grace until {when}.",
            day=Strong(say.day(fact.earlier.day)),
            when=moment(fact.earlier.closes, fact.where),
        )
    if fact.step:
        yield say("The smallest next step: {step}", step=(*spans_of(fact.step), Plain(".")))
    if fact.last:
        yield say("This was my last reminder for now: they come back by themselves when you do.")


def _buttons(say: Voice, fact: Reminder) -> Iterator[Says]:
    yield check_in_button(say.plain("Done"), fact.where, fact.study_day.day)
    yield Says(say.plain("Not today"), "settings", {"answer": NOT_TODAY})
    yield Says(say.plain("Fewer reminders"), "settings", {"answer": FEWER})
