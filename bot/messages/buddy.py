"""Buddies in words: looking, being asked, being two, and saying hello to somebody who has been quiet."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from bot.interface.reply import (
    Block,
    Bound,
    Button,
    Card,
    Emphasis,
    Fact,
    Notice,
    Reply,
    Says,
    Section,
    Strong,
    Text,
)
from bot.messages.reminder import FEWER, NOT_TODAY
from bot.messages.study import moment, sentences
from bot.messages.voice import Voice
from bot.services.buddy_facts import About, BuddyLetter, BuddyOf, Greeted, Stage, Stopped
from bot.services.study_facts import Whereabouts

YES = "yes"
NO = "no"
HELLO = "hello"
MYSELF = "myself"


def buddy(say: Voice, of: BuddyOf) -> Reply:
    """How it stands with somebody, and what can be done about it."""
    match of.stage:
        case Stage.NONE:
            return Reply((_explanation(say, of),), (_find(say, of.where),))
        case Stage.LOOKING:
            text = sentences(
                say("You look for a buddy in {cohort}.", cohort=Strong(of.where.cohort)),
                say(
                    "There is nobody for you just yet: as soon as somebody looks too, I ask you both by name."
                ),
                say("Where the number is odd, somebody always waits a little."),
            )
            return Reply((Notice(text),), (_stop(say, of.where),))
        case Stage.ASKED:
            return Reply((_offer(say, of),), tuple(_answers(say, of)))
        case Stage.AGREED:
            text = say(
                "You have said yes to {name}, and I ask them too. If nothing comes of it in a few days, "
                "I look for somebody else.",
                name=Strong(of.name),
            )
            return Reply((Notice(text),), (_somebody_else(say, of), _stop(say, of.where)))
        case Stage.PAIRED:
            return Reply((Notice(_two(say, of)),), (_stop(say, of.where, say.plain("Stop")),))
        case _:
            assert_never(of.stage)


def stopped(say: Voice, fact: Stopped) -> Reply:
    """That it is fine."""
    cohort = Strong(fact.where.cohort)
    if fact.had_one:
        text = sentences(
            say("You have no buddy in {cohort} any more, and that is fine.", cohort=cohort),
            say("I tell the other one that it is nobody's fault, and look for somebody else for them."),
        )
    else:
        text = say("You look for no buddy in {cohort}. Whenever you want one, I look again.", cohort=cohort)
    return Reply((Notice(text),), (_find(say, fact.where),))


def greeted(say: Voice, fact: Greeted) -> Reply:
    """That a hello is on its way, or no longer needed."""
    name = Strong(fact.name)
    if fact.is_back:
        return Reply((Notice(say("{name} has checked in again meanwhile: all is well.", name=name)),))
    return Reply((Notice(say("I pass your hello on to {name}, at an hour that suits them.", name=name)),))


def asks_themselves(say: Voice) -> Reply:
    """Thanks."""
    return Reply((Notice(say("Thank you, that is the best way. I ask nothing more about it.")),))


def buddy_letter(say: Voice, letter: BuddyLetter) -> Reply:
    """What somebody hears in private about their buddy, or who may become one."""
    reply = _letter(say, letter)
    if not letter.last:
        return reply
    last = say("This was my last message for now: they come back by themselves when you do.")
    return replace(reply, blocks=(*reply.blocks, Notice(last)))


def _letter(say: Voice, letter: BuddyLetter) -> Reply:
    match letter.about:
        case About.OFFER | About.PAIRED:
            return buddy(say, letter.of)
        case About.ALONE:
            text = say(
                "You have no buddy in {cohort} at the moment. That happens, and it is nobody's fault: I look "
                "for somebody else for you.",
                cohort=Strong(letter.of.where.cohort),
            )
            return Reply((Notice(text),), (_stop(say, letter.of.where),))
        case About.HELLO:
            return Reply((_hello(say, letter.of),), tuple(_hello_buttons(say, letter.of)))
        case About.QUIET:
            return Reply((_quiet(say, letter),), tuple(_quiet_buttons(say, letter.of)))
        case _:
            assert_never(letter.about)


def _explanation(say: Voice, of: BuddyOf) -> Block:
    lines = (
        say("I bring two together who both look for one and are up at the same hours."),
        say("Each sees the other's name, and you are buddies once you both say yes."),
        _what_buddies_do(say),
        say("Either may stop at any time, without a reason."),
    )
    title = say.plain("A buddy in {cohort}", cohort=of.where.cohort)
    lead = say("Two of you who keep an eye on each other, kindly.")
    return Card(title, lead, sections=(Section("", lines),))


def _offer(say: Voice, of: BuddyOf) -> Block:
    facts = () if of.until is None else (Fact(say.plain("Open until"), (moment(of.until, of.where),)),)
    return Card(
        title=say.plain("{name} looks for a buddy too", name=of.name),
        lead=sentences(say("Both of you are in {cohort}.", cohort=Strong(of.where.cohort)), _hours(say, of)),
        facts=facts,
        sections=(Section("", (_what_buddies_do(say),), bulleted=False),),
        closing=say("You are buddies once you both say yes. If one does not, nobody is told."),
    )


def _two(say: Voice, of: BuddyOf) -> Text:
    names = {"name": Strong(of.name), "cohort": Strong(of.where.cohort)}
    return sentences(
        say("{name} and you are buddies in {cohort}.", **names),
        _hours(say, of),
        say("A hello now and then is all it takes."),
        _what_buddies_do(say),
    )


def _what_buddies_do(say: Voice) -> Text:
    return say(
        "When one of you has been quiet for a couple of study days, I ask the other to say hello. No other "
        "member hears of it."
    )


def _hours(say: Voice, of: BuddyOf) -> Text:
    return say.many(
        "You are awake at the same time for {count} hour a day.",
        "You are awake at the same time for {count} hours a day.",
        of.hours,
    )


def _hello(say: Voice, of: BuddyOf) -> Block:
    names = {"name": Strong(of.name), "cohort": Strong(of.where.cohort)}
    return Notice(
        sentences(
            say("{name}, your buddy, asks how it is going with {cohort}.", **names),
            say(
                "If life is full just now, that is fine: one small step counts, and any day is good to begin."
            ),
        )
    )


def _quiet(say: Voice, letter: BuddyLetter) -> Block:
    quiet = say.many(
        "{name} has been quiet in {cohort} for {count} study day, and you are the first to hear of it.",
        "{name} has been quiet in {cohort} for {count} study days, and you are the first to hear of it.",
        letter.quiet_for,
        name=Strong(letter.of.name),
        cohort=Strong(letter.of.where.cohort),
    )
    return Notice(sentences(quiet, say("Perhaps ask how it is going: a short hello is enough.")))


def _answers(say: Voice, of: BuddyOf) -> Iterator[Button]:
    yes = _bound(of, YES)
    yield Says(say.plain("Yes, gladly"), "buddy", yes, emphasis=Emphasis.PRIMARY)
    yield _somebody_else(say, of)
    yield _stop(say, of.where)


def _quiet_buttons(say: Voice, of: BuddyOf) -> Iterator[Button]:
    hello = _bound(of, HELLO)
    yield Says(say.plain("Say hello for me"), "buddy", hello, emphasis=Emphasis.PRIMARY, single_use=True)
    yield Says(say.plain("I ask them myself"), "buddy", _bound(of, MYSELF))
    yield Says(say.plain("Fewer messages"), "settings", {"answer": FEWER})


def _hello_buttons(say: Voice, of: BuddyOf) -> Iterator[Button]:
    topic: dict[str, Bound] = {"cohort": of.where.cohort_id}
    yield Says(say.plain("Today's topic"), "today", topic, emphasis=Emphasis.PRIMARY)
    yield Says(say.plain("Not today"), "settings", {"answer": NOT_TODAY})
    yield Says(say.plain("Fewer messages"), "settings", {"answer": FEWER})


def _somebody_else(say: Voice, of: BuddyOf) -> Button:
    return Says(say.plain("Rather somebody else"), "buddy", _bound(of, NO))


def _find(say: Voice, where: Whereabouts) -> Button:
    bound: dict[str, Bound] = {"action": "find", "cohort": where.cohort_id}
    return Says(say.plain("Find me a buddy"), "buddy", bound, emphasis=Emphasis.PRIMARY)


def _stop(say: Voice, where: Whereabouts, label: str = "") -> Button:
    bound: dict[str, Bound] = {"action": "stop", "cohort": where.cohort_id}
    return Says(label or say.plain("Look no more"), "buddy", bound)


def _bound(of: BuddyOf, answer: str) -> dict[str, Bound]:
    return {"cohort": of.where.cohort_id, "answer": answer, "whom": of.whom}
