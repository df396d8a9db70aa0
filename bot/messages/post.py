"""The daily post, and other messages that go to all of a cohort's rooms."""

from collections.abc import Iterator

from bot.domain.pacing import DayKind
from bot.interface.reply import (
    Bound,
    Button,
    Card,
    Emphasis,
    Notice,
    Plain,
    Reply,
    Says,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.messages.joining import join_button
from bot.messages.lesson_text import day_title, lesson_sections, spans_of
from bot.messages.voice import Voice
from bot.services.lessons import Post, Turnout


def daily_post(say: Voice, post: Post) -> Reply:
    """The day's lesson with its buttons, in public."""
    card = Card(
        title=day_title(say, post.number, post.study_days, post.lesson.headings),
        lead=_lead(say, post),
        sections=tuple(lesson_sections(say, post.lesson)),
        closing=_closing(say, post),
    )
    return Reply(blocks=(card,), buttons=_buttons(say, post), whisper=False)


def announcement(text: str) -> Reply:
    """An admin's own words, as they stand."""
    return Reply(blocks=(Notice((Plain(text),)),), whisper=False)


def _lead(say: Voice, post: Post) -> Text:
    sentences = [sentence for sentence in _leads(say, post) if sentence]
    lead: Text = ()
    for sentence in sentences:
        lead = (*lead, Plain(" "), *sentence) if lead else sentence
    return lead


def _leads(say: Voice, post: Post) -> Iterator[Text]:
    if post.late:
        yield say("This comes late, sorry: I was away.")
    if post.missed:
        days = ", ".join(str(number) for number in post.missed)
        yield say.many(
            "Day {days} went by meanwhile; /plan has it.",
            "Days {days} went by meanwhile; /plan has them.",
            len(post.missed),
            days=days,
        )
    if post.is_first:
        yield say(
            "Welcome to {cohort}! One step a day, and past days never count against you.",
            cohort=Strong(post.cohort),
        )
    if post.is_last:
        yield say("This is the last day. What a way you have come!")
    if post.lesson.kind is DayKind.CATCH_UP:
        yield say("A day to catch up: finish what is still open, or repeat what you liked least.")
    if post.lesson.kind is DayKind.REVIEW:
        yield say("A day to look back: go through what you have learned here, and close the gaps.")
    if post.lesson.goal:
        yield spans_of(post.lesson.goal.replace("\n", " "))


def _closing(say: Voice, post: Post) -> Text:
    until = (
        say("Counts until {when}", when=When(post.counts_until, WhenStyle.MOMENT, post.zone))
        if post.still_counts
        else say("Still counts within grace")
    )
    return until if post.turnout is None else (*until, Plain(" - "), *_turnout(say, post.turnout))


def _turnout(say: Voice, turnout: Turnout) -> Text:
    if turnout.yesterday:
        return say("yesterday {done} of {possible}", done=turnout.done, possible=turnout.possible)
    return say("last time {done} of {possible}", done=turnout.done, possible=turnout.possible)


def _buttons(say: Voice, post: Post) -> tuple[Button, ...]:
    bound: dict[str, Bound] = {"cohort": post.cohort_id, "day": post.day, "row": post.row_id}
    done = Says(say.plain("Done"), "checkin", bound, emphasis=Emphasis.PRIMARY, personal=False)
    note = Says(say.plain("Note / proof"), "checkin", bound, ask=("note", "minutes", "proof"), personal=False)
    opens = Says(say.plain("Open"), "today", {"cohort": post.cohort_id}, personal=False)
    join = (join_button(say, post.cohort_id),) if post.is_first else ()
    return (done, note, opens, *join)
