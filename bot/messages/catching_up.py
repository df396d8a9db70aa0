"""Keeping up, in words: going with the group, or by a plan of one's own, and the buttons to choose."""

from collections.abc import Iterator

from bot.domain.catching_up import Way
from bot.interface.reply import Button, Notice, Reply, Says, Strong, Text
from bot.messages.study import sentences
from bot.messages.voice import Voice
from bot.services.study_facts import Chosen, KeepingUp


def chosen(say: Voice, fact: Chosen) -> Reply:
    """How somebody keeps up from now on, with the ways to change their mind."""
    state = fact.keeping_up
    text = _with_the_group(say, state) if state.way is Way.GROUP else _own(say, fact)
    today = Says(say.plain("Today's topic"), "today", {"cohort": fact.where.cohort_id})
    return Reply(
        blocks=(Notice(text),), buttons=(today, *other_ways(say, state, fact.where.cohort_id, idle=True))
    )


def offered(say: Voice, state: KeepingUp) -> Text:
    """The choice, to somebody who joins when days are over already; empty where there is none."""
    if state.level_on is None:
        return ()
    return sentences(
        say.many(
            "{count} topic is over already. Go with the group from today on, or catch up with two topics a "
            "day and be level on {day}.",
            "{count} topics are over already. Go with the group from today on, or catch up with two topics a "
            "day and be level on {day}.",
            len(state.turns),
            day=say.long_day(state.level_on),
        ),
        say("You can change your mind at any time."),
    )


def choice_buttons(say: Voice, state: KeepingUp, cohort_id: int) -> Iterator[Button]:
    """Both ways, for somebody who has just joined and may want a plan."""
    if state.turns:
        yield way_button(say.plain("With the group"), cohort_id, Way.GROUP)
        yield way_button(say.plain("Two topics a day"), cohort_id, Way.STUDY_DAYS)


def other_ways(say: Voice, state: KeepingUp, cohort_id: int, *, idle: bool = False) -> Iterator[Button]:
    """The ways in which somebody does not keep up now. Without arrears a plan is offered only if `idle`."""
    if not state.may_plan:
        return
    if state.way is Way.GROUP:
        if state.turns or idle:
            yield way_button(say.plain("My own plan"), cohort_id, Way.STUDY_DAYS)
        return
    if state.way is Way.STUDY_DAYS:
        yield way_button(say.plain("On days off too"), cohort_id, Way.EVERY_DAY)
    else:
        yield way_button(say.plain("Only on study days"), cohort_id, Way.STUDY_DAYS)
    yield way_button(say.plain("With the group"), cohort_id, Way.GROUP)


def way_button(label: str, cohort_id: int, way: Way) -> Button:
    """Chooses a way."""
    return Says(label, "plan", {"cohort": cohort_id, "keepup": way.value})


def plan_words(say: Voice, state: KeepingUp) -> Text:
    """`12 topics, one beside the group's on each study day; level on Jun 3, 2027`."""
    if state.level_on is None:
        return say("nothing: you are level")
    each = (
        say("on each day, days off too")
        if state.way is Way.EVERY_DAY
        else say("beside the group's on study days")
    )
    return say.many(
        "{count} topic, {each}; level on {day}",
        "{count} topics, one {each}; level on {day}",
        len(state.turns),
        each=each,
        day=say.long_day(state.level_on),
    )


def _with_the_group(say: Voice, state: KeepingUp) -> Text:
    return sentences(
        say("You go with the group, from today's topic on. Whatever you caught up with stays done."),
        say("A plan of your own is there whenever you want one.") if state.may_plan else (),
    )


def _own(say: Voice, fact: Chosen) -> Text:
    state = fact.keeping_up
    if fact.first is None or state.level_on is None:
        return say("You have a plan of your own, and nothing to catch up with: it waits until there is.")
    often = (
        say("one a day, on days off too") if state.way is Way.EVERY_DAY else say("one a day, on study days")
    )
    return sentences(
        say.many(
            "Your own plan: {count} topic beside the group's, {often}. You are level on {day}.",
            "Your own plan: {count} topics beside the group's, {often}. You are level on {day}.",
            len(state.turns),
            often=often,
            day=Strong(say.long_day(state.level_on)),
        ),
        say(
            "It begins with day {number}; {today} shows what is next. Your streak counts the group's days.",
            number=Strong(str(fact.first.number)),
            today=Strong("/today"),
        ),
    )
