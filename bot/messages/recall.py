"""Learnt topics that come back: one at a time, when it does so again, and how much is fresh. No arrears."""

from collections.abc import Iterator, Mapping
from datetime import time

from bot.domain.recall import Grade
from bot.interface.reply import Block, Bound, Button, Card, Fact, Notice, Plain, Reply, Says, Strong, Text
from bot.messages.lesson_text import day_title, learn_line, plain_of
from bot.messages.reminder import FEWER
from bot.messages.study import sentences
from bot.messages.voice import Voice, mark
from bot.services.lessons_content import LearnLine
from bot.services.recall_facts import (
    NothingToRecall,
    Prompt,
    Recalled,
    RecallLetter,
    RecallState,
    TopicLearnt,
)

LATER = "recall_later"
_GRADES: Mapping[Grade, str] = {
    Grade.AGAIN: mark("Not yet"),
    Grade.HARD: mark("With effort"),
    Grade.GOOD: mark("Well"),
    Grade.EASY: mark("Easily"),
}


def prompt(say: Voice, fact: Prompt) -> Reply:
    """One topic, to be said in one's own words, with the four grades."""
    return Reply(blocks=(_card(say, fact),), buttons=tuple(_grades(say, fact)))


def recall_letter(say: Voice, fact: RecallLetter) -> Reply:
    """A topic that comes back by itself, with ways to let it be and to hear less."""
    blocks: tuple[Block, ...] = (_card(say, fact.prompt),)
    if fact.last:
        text = say("This was my last question for now: topics come back by themselves when you do.")
        blocks = (*blocks, Notice(text))
    buttons = (
        *_grades(say, fact.prompt),
        Says(say.plain("Not today"), "settings", {"answer": LATER}),
        Says(say.plain("Fewer messages"), "settings", {"answer": FEWER}),
    )
    return Reply(blocks=blocks, buttons=buttons)


def recalled(say: Voice, fact: Recalled) -> Reply:
    """When the topic comes back, and the next one of the round."""
    texts = [_noted(say, fact)]
    if fact.following is not None:
        blocks = (Notice(sentences(*texts)), _card(say, fact.following))
        return Reply(blocks=blocks, buttons=tuple(_grades(say, fact.following)))
    texts.append(say("That is all for now."))
    buttons: tuple[Button, ...] = ()
    if fact.more:
        texts.append(
            say.many("{count} more is there if you like.", "{count} more are there if you like.", fact.more)
        )
        again: dict[str, Bound] = {"cohort": fact.where.cohort_id, "recall": True, "page": 1}
        buttons = (Says(say.plain("Go on"), "today", again),)
    return Reply(blocks=(Notice(sentences(*texts)),), buttons=buttons)


def nothing(say: Voice, fact: NothingToRecall) -> Reply:
    """That all is fresh, or that nothing was learnt so far."""
    if fact.comes_back_on is None:
        text = say("Nothing to recall yet: a topic comes back on the day after you have checked in for it.")
    else:
        text = sentences(
            say("Nothing to recall right now."),
            say("The next topic comes back on {day}.", day=Strong(say.day(fact.comes_back_on))),
        )
    today = Says(say.plain("Today's topic"), "today", {"cohort": fact.where.cohort_id})
    return Reply(blocks=(Notice(text),), buttons=(today,))


def later(say: Voice) -> Reply:
    """That it is fine, and that the topic waits."""
    text = say("Fine, not today. The topic waits: its buttons stay good, whenever you like.")
    return Reply(blocks=(Notice(text),))


def recall_button(say: Voice, cohort_id: int) -> Button:
    """Begins a round of topics."""
    return Says(say.plain("Recall"), "today", {"cohort": cohort_id, "recall": True})


def recall_facts(say: Voice, kept: RecallState | None) -> Iterator[Fact]:
    """How much is fresh, for those who want topics to come back."""
    if kept is not None and kept.wanted:
        yield Fact(say.plain("Recall"), fresh_text(say, kept))


def fresh_text(say: Voice, kept: RecallState) -> Text:
    """`12 of 30 topics are fresh`."""
    return say.many(
        "{fresh} of {count} topic is fresh",
        "{fresh} of {count} topics are fresh",
        kept.topics,
        fresh=kept.fresh,
    )


def wish_words(say: Voice, wish: time | None) -> Text:
    """When learnt topics come back, in a word or two."""
    return say("off") if wish is None else say("a topic now and then, at {time}", time=say.clock(wish))


def wish_button(say: Voice, wish: time | None) -> Button:
    """Turns recall on, or off."""
    if wish is None:
        return Says(say.plain("Let topics come back"), "settings", {"recall": "on"})
    return Says(say.plain("No more recall"), "settings", {"recall": "off"})


def _card(say: Voice, fact: Prompt) -> Card:
    topic = fact.topic
    return Card(
        title=say.plain("Do you still know it? ({page} of {of})", page=fact.page, of=fact.of),
        lead=learn_line(say, LearnLine(topic.text, topic.url, topic.note)),
        facts=(Fact(say.plain("From"), (Plain(_origin(say, topic)),)),),
        closing=say(
            "Say it in your own words first, aloud or on paper. Then look it up if you like: how did it go?"
        ),
    )


def _origin(say: Voice, topic: TopicLearnt) -> str:
    """`Day 3 of 20 - Week 1 - Building APIs - Routing`."""
    day = topic.study_day
    parts = (day_title(say, day.number, day.of, topic.headings), *map(plain_of, topic.above))
    return " - ".join(parts)


def _grades(say: Voice, fact: Prompt) -> Iterator[Button]:
    for grade, label in _GRADES.items():
        yield Says(
            say.plain(label),
            "today",
            {
                "cohort": fact.where.cohort_id,
                "grade": grade.value,
                "day": fact.topic.study_day.day,
                "place": fact.place,
                "turn": fact.turn,
                "page": fact.page,
            },
        )


def _noted(say: Voice, fact: Recalled) -> Text:
    if not fact.counted:
        return say("That one is noted already.")
    topic = Strong(plain_of(fact.topic.text))
    return say("{topic} comes back on {day}.", topic=topic, day=Strong(say.day(fact.comes_back_on)))
