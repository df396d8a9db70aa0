"""What people are told when they join a cohort or leave it."""

from bot.domain.catching_up import Way
from bot.interface.reply import Card, Emphasis, Fact, Notice, Plain, Reply, Says, Strong, When
from bot.messages.catching_up import choice_buttons, offered, other_ways
from bot.messages.person import reminder_words
from bot.messages.study import sentences
from bot.messages.voice import Voice
from bot.services.joining import Arrival, Joined, Left
from bot.services.study_facts import KeepingUp


def joined(say: Voice, fact: Joined, state: KeepingUp) -> Reply:
    """Welcomes somebody, says what happens next, and lets those who come late choose how to keep up."""
    lead = {
        Arrival.NEW: say("You are in. Past days never count against you."),
        Arrival.BACK: say("Good to see you again. Your history goes on where it was."),
        Arrival.ALREADY: say("You are in already, and your settings are saved."),
    }[fact.arrival]
    upcoming = (
        say("nothing more is planned")
        if fact.next_post_at is None
        else (When(fact.next_post_at, fallback_zone=fact.zone),)
    )
    card = Card(
        title=fact.cohort,
        lead=lead,
        facts=(
            Fact(say.plain("Next topic"), upcoming),
            Fact(say.plain("Your clock"), (Plain(fact.zone),)),
            Fact(say.plain("Reminder"), reminder_words(say, fact.reminder)),
            Fact(say.plain("On the leaderboard"), say("yes") if fact.listed else say("no")),
        ),
        closing=sentences(
            say("Press Done under a day's post, or say {command}.", command=Strong("/checkin")),
            offered(say, state) if state.way is Way.GROUP else (),
        ),
    )
    buttons = (
        choice_buttons(say, state, fact.cohort_id)
        if state.way is Way.GROUP
        else other_ways(say, state, fact.cohort_id)
    )
    today = Says(say.plain("Today's topic"), "today", {"cohort": fact.cohort_id})
    return Reply(blocks=(card,), buttons=(today, *buttons))


def left(say: Voice, fact: Left) -> Reply:
    """Says goodbye, and until when coming back brings everything back."""
    text = say(
        "You have left {cohort}. Your history waits until {until}: come back, and nothing is lost.",
        cohort=Strong(fact.cohort),
        until=When(fact.kept_until),
    )
    return Reply(blocks=(Notice(text),), buttons=(join_button(say, fact.cohort_id, say.plain("Come back")),))


def join_button(say: Voice, cohort_id: int, label: str = "") -> Says:
    """Joins a cohort after asking zone, reminder, plan and listing; anybody may press it."""
    return Says(
        label or say.plain("Join"),
        "join",
        {"cohort": cohort_id},
        ask=("zone", "reminder", "plan", "listed"),
        emphasis=Emphasis.PRIMARY,
        personal=False,
    )
