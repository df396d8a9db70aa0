"""What admins are told when a cohort starts, pauses, goes on, ends or is deleted."""

from bot.interface.reply import Button, Emphasis, Notice, Reply, Says, Strong, Text, When, WhenStyle
from bot.messages.cohort_words import state_word
from bot.messages.voice import Voice
from bot.services.cohort_states import StateChanged


def started(say: Voice, fact: StateChanged) -> Reply:
    """It runs; people come in by themselves."""
    text = say(
        "{cohort} runs. The first post comes {when}; people join with {join} or under that post.",
        cohort=Strong(fact.name),
        when=_next(say, fact),
        join=Strong("/join"),
    )
    return Reply(blocks=(Notice(text),), buttons=(_preview(say, fact),))


def paused(say: Voice, fact: StateChanged) -> Reply:
    """No posts; no streak suffers."""
    text = say(
        "{cohort} is paused: no posts, and no streak suffers. The roadmap goes on where it stopped.",
        cohort=Strong(fact.name),
    )
    return Reply(blocks=(Notice(text),), buttons=(_step(say.plain("Resume"), "cohort resume", fact),))


def resumed(say: Voice, fact: StateChanged) -> Reply:
    """It goes on, or is back as it was."""
    if fact.state != "running":
        text = say(
            "{cohort} is back: it is {state}, as before.",
            cohort=Strong(fact.name),
            state=state_word(say, fact.state),
        )
        return Reply(blocks=(Notice(text),), buttons=(_preview(say, fact),))
    text = say(
        "{cohort} goes on. The next post comes {when}.", cohort=Strong(fact.name), when=_next(say, fact)
    )
    return Reply(blocks=(Notice(text),), buttons=(_preview(say, fact),))


def ended(say: Voice, fact: StateChanged) -> Reply:
    """It is over; what was reached stays."""
    text = say(
        "{cohort} has ended. Streaks and notes stay as they are; {export} gives you the check-ins.",
        cohort=Strong(fact.name),
        export=Strong("/cohort export"),
    )
    return Reply(blocks=(Notice(text),))


def about_to_delete(say: Voice, fact: StateChanged) -> Reply:
    """What would go, with the one button that does it."""
    text = say.many(
        "Delete {cohort}, with the history of its {count} member? It can be brought back until {until}.",
        "Delete {cohort}, with the history of its {count} members? It can be brought back until {until}.",
        fact.members,
        cohort=Strong(fact.name),
        until=_until(fact),
    )
    delete = Says(
        say.plain("Delete it"),
        "cohort delete",
        {"cohort": fact.cohort_id, "sure": True},
        emphasis=Emphasis.DANGER,
        single_use=True,
    )
    return Reply(blocks=(Notice(text),), buttons=(delete,))


def deleted(say: Voice, fact: StateChanged) -> Reply:
    """It is gone for everybody, and can be brought back."""
    text = say(
        "{cohort} is deleted. Undo brings it back, with everything in it, until {until}.",
        cohort=Strong(fact.name),
        until=_until(fact),
    )
    return Reply(blocks=(Notice(text),), buttons=(_step(say.plain("Undo"), "cohort resume", fact),))


def _next(say: Voice, fact: StateChanged) -> Text:
    if fact.next_post_at is None:
        return say("never, because nothing is left of the roadmap")
    return (When(fact.next_post_at, WhenStyle.MOMENT, fact.zone),)


def _until(fact: StateChanged) -> Text:
    return () if fact.kept_until is None else (When(fact.kept_until, WhenStyle.DAY, fact.zone),)


def _preview(say: Voice, fact: StateChanged) -> Button:
    return Says(say.plain("Preview"), "cohort preview", {"cohort": fact.cohort_id})


def _step(label: str, command: str, fact: StateChanged) -> Button:
    return Says(label, command, {"cohort": fact.cohort_id}, emphasis=Emphasis.PRIMARY)
