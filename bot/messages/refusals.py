"""Refusals in words: each code of a `StudyError` has one sentence, which ends with a way out."""

from collections.abc import Mapping
from datetime import date, datetime, time

from bot.domain.errors import StudyError
from bot.interface.reply import Button, Code, Notice, Reply, Strong, Text, When, WhenStyle
from bot.messages.cohort_words import state_word
from bot.messages.joining import join_button
from bot.messages.refusals_cohort import REFUSALS as COHORT
from bot.messages.refusals_study import REFUSALS as STUDY
from bot.messages.voice import Voice, mark

_SHOWN = 80

GENERAL: Mapping[str, str] = {
    "admins_only": mark("That is for the admins of this space. {help} shows what you can say."),
    "no_cohort_here": mark("There is no cohort here yet. An admin can start one with {create}."),
    "which_cohort": mark("There are several cohorts: {names}. Say which one you mean with {cohort}."),
    "not_a_member": mark("You are not in {cohort} yet. Join it, and this counts from now on."),
    "cohort_not_open": mark("{cohort} is not open for joining now. Its admins can say when it goes on."),
    "unknown_zone": mark("I know no time zone {zone}. Say it as {example}, or pick one of: {nearest}."),
    "unknown_choice": mark("{value} is not on the list. Did you mean one of: {nearest}?"),
    "unknown_argument": mark("{argument} is nothing that {command} takes. It takes: {known}."),
    "missing_argument": mark("{argument} is still missing: {label}. Say it again with that."),
    "bad_day": mark("{value} is no date that I can read. Write it as {example}, or say {word}."),
    "bad_time": mark("{value} is no time of day that I can read. Write it as {example}."),
    "bad_count": mark("{argument} takes a whole number from {least} to {most}, and {value} is none."),
    "bad_yes_no": mark("{argument} takes yes or no, and {value} is neither."),
    "bad_person": mark("I could not find {value} here. Pick somebody from the list."),
    "bad_place": mark("I could not find the room {value}. Pick one from the list."),
    "bad_file": mark("{argument} needs a file. Attach one and say it again."),
    "file_too_large": mark("That file is too large: at most {most} bytes. A smaller one is welcome."),
    "too_long": mark(
        "{argument} holds at most {most} characters, and that is {length}. Shorten it a little."
    ),
    "unknown_command": mark("I do not know {command}. {help} shows what you can say."),
    "said_twice": mark("I heard you the first time: it is done, and nothing was done twice."),
    "button_spent": mark("That button has done its work. Say the command again for a new one."),
    "old_button": mark("That button is from an older time. Say {today} for a fresh one."),
    "bad_button": mark(
        "That button was not made for you, or not for this room. {help} shows what you can say."
    ),
    "bots": mark("I only answer people."),
    "too_many_commands": mark(
        "{limit} commands a minute are what I can do for each of you, so this one did nothing yet. "
        "Say it again {again_at}."
    ),
    "wrong_code": mark("I know no such code. Look at it once more, or get a new one where it came from."),
    "used_code": mark("That code has been used already, and each works once. Get a new one."),
    "expired_code": mark("That code has run out: they last ten minutes. Get a new one."),
    "own_code": mark("That is your own code. Say it to me on the other platform, as your account there."),
    "same_platform": mark("Only accounts on two platforms can be one person. Say the code on the other one."),
    "already_linked": mark("One of the two accounts is linked already. {unlink} parts it, then try again."),
    "not_linked": mark("This account stands by itself, so there is nothing to part. {link} joins another."),
    "nothing_to_confirm": mark("There is nothing to say yes to any more. {link} gives you a new code."),
    "too_many_tries": mark("{limit} codes an hour are enough. You can try again {again_at}."),
}

_WITHOUT_NEAREST: Mapping[str, str] = {
    "unknown_zone": mark("I know no time zone {zone}. Say it as {example}."),
    "unknown_choice": mark("{value} is not on the list. {help} shows what there is."),
}

REFUSALS: Mapping[str, str] = {**GENERAL, **STUDY, **COHORT}

_EXAMPLES: Mapping[str, Text] = {
    "help": (Code("/help"),),
    "link": (Code("/link"),),
    "unlink": (Code("/unlink"),),
    "attach": (Code("/cohort attach"),),
    "create": (Code("/cohort create"),),
    "today": (Code("/today"),),
    "why": (Code("/why"),),
    "plan": (Code("/plan"),),
    "streak": (Code("/streak"),),
    "progress": (Code("/progress"),),
    "pause": (Code("/pause"),),
    "resume": (Code("/resume"),),
    "leaderboard": (Code("/leaderboard"),),
    "review": (Code("/review"),),
    "buddy": (Code("/buddy"),),
    "cohort": (Code("cohort"),),
}
_EXAMPLE: Mapping[str, str] = {
    "unknown_zone": "Europe/Berlin",
    "bad_day": "2027-01-04",
    "bad_time": "09:00",
    "year": "2027",
}


def refusal(say: Voice, error: StudyError) -> Reply:
    """The refusal in a sentence, with a button where one helps."""
    fields: dict[str, object] = {**_EXAMPLES, "word": (Code("tomorrow"),)}
    fields["example"] = (Code(_EXAMPLE.get(error.code, "")),)
    fields |= {name: _shown(say, name, value) for name, value in error.data.items()}
    buttons: tuple[Button, ...] = ()
    if error.code == "not_a_member":
        buttons = (join_button(say, int(str(error.data["cohort_id"]))),)
    return Reply(blocks=(Notice(say(_sentence(error), **fields)),), buttons=buttons)


def apology(say: Voice, reference: str) -> Reply:
    """Our own fault: says so, that nothing was saved, and the reference that is in the log."""
    text = say(
        "Something went wrong on my side, and this was not saved. Please try again; if it stays so, "
        "tell an admin this reference: {reference}.",
        reference=Code(reference),
    )
    return Reply(blocks=(Notice(text),))


def unshown(say: Voice, reference: str) -> Reply:
    """Our own fault again: the answer is there, and cannot be shown."""
    text = say(
        "I could not show you the answer, and that is my fault. What you asked for may be done: look before "
        "you say it again. If it stays so, tell an admin this reference: {reference}.",
        reference=Code(reference),
    )
    return Reply(blocks=(Notice(text),))


def _sentence(error: StudyError) -> str:
    if error.data.get("nearest") == ():
        return _WITHOUT_NEAREST.get(error.code, REFUSALS[error.code])
    return REFUSALS[error.code]


def _shown(say: Voice, name: str, value: object) -> object:
    match value:
        case str() if name in ("label", "state"):
            return say(value) if name == "label" else state_word(say, value)
        case str():
            return Strong(value if len(value) <= _SHOWN else value[:_SHOWN] + "\N{HORIZONTAL ELLIPSIS}")
        case datetime():
            return When(value, WhenStyle.RELATIVE)
        case date() | time():
            return say.day(value) if isinstance(value, date) else say.clock(value)
        case tuple():
            return ", ".join(str(item) for item in value)
        case _:
            return value
