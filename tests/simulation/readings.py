"""Reads what the program says by itself, and compares each number and name in it with the diaries."""

import re
from collections.abc import Mapping
from datetime import date

from bot.interface.reply import Card, Reply
from tests.plain_words import text_of, words
from tests.simulation.diary import HOME, Course, Diary, monday_of, shown, team_run, turnout, window_end
from tests.simulation.mailbox import REMINDER, Heard
from tests.simulation.term import Term
from tests.simulation.wording import many, moment, names

MILESTONES = (5, 10, 25, 50, 75, 100)
UNANSWERED = 3
_BEFORE = 5
_EARLIER = re.compile(r"can still be counted too, within its grace until ([\d: -]+)\.")
_TURNOUT = re.compile(r"(?:yesterday|last time) \d+ of \d+")
_LAST = re.compile(r"This was my last (?:reminder|question|message) for now")


def read(term: Term, heard: Heard) -> None:
    """One message."""
    match heard.kind:
        case "post":
            _post(term, heard)
        case "digest":
            _digest(term, heard)
        case "reminder":
            _reminder(term, heard)
    if heard.asks:
        silent = len(unanswered(term, heard)) + 1 >= UNANSWERED
        said = bool(_LAST.search(words(heard.message)))
        term.expect(f"{heard.to} hears a {heard.kind} for the last time", said, silent)


def facts_of(card: Card) -> dict[str, str]:
    """What stands on a card, by its label."""
    return {fact.label: text_of(fact.value) for fact in card.facts}


def card_of(message: Reply) -> Card:
    """The one card of a message."""
    [card] = [block for block in message.blocks if isinstance(block, Card)]
    return card


def lines_of(card: Card, heading: str) -> list[str]:
    """The lines under a heading."""
    return [text_of(line) for part in card.sections if part.heading == heading for line in part.lines]


def unanswered(term: Term, newest: Heard) -> list[Heard]:
    """What somebody left unanswered before the newest message: they have checked in neither for that day nor
    for a later one, and have pressed nothing since.
    """
    diary = term.diaries[newest.to]
    latest = max((*diary.done, *diary.on_top), default=date.min)
    answered = max(diary.answers, default=diary.joined)
    return [
        each
        for each in term.mailbox.heard
        if each.to == newest.to
        and each.asks
        and answered < each.at < newest.at
        and term.reminded_of(each) > latest
    ]


def _post(term: Term, heard: Heard) -> None:
    course, posted = term.course, term.course.posted_by(term.now)
    day, card = posted[-1], card_of(heard.message)
    title = f"Day {len(posted)} of {len(course.days)} - "
    term.expect("the number of a post", card.title[: len(title)], title)
    until, _, last = text_of(card.closing).partition(" - ")
    term.expect(f"until when {title}counts", until, f"Counts until {moment(window_end(heard.at, HOME))}")
    expected = None
    if len(posted) > 1:
        did, asked = turnout(course, term.present, posted[-2])
        when = "yesterday" if (day - posted[-2]).days == 1 else "last time"
        expected = f"{when} {did} of {asked}" if asked else None
    found = _TURNOUT.search(last)
    term.expect(f"the turnout under {title}", found and found[0], expected)


def _digest(term: Term, heard: Heard) -> None:
    course, now, card = term.course, term.now, card_of(heard.message)
    monday = monday_of(shown(now, HOME).date())
    week = [day for day in course.posted_by(now) if day >= monday]
    counts = [turnout(course, term.present, day) for day in week]
    did, asked = sum(done for done, _ in counts), sum(possible for _, possible in counts)
    lead = f"{did} of {asked} check-ins this week."
    term.expect("the digest's turnout", text_of(card.lead)[: len(lead)], lead)
    expected = {}
    if run := team_run(course, term.diaries.values(), now):
        expected["The team's streak"] = f"{many(run, 'day')} in a row"
    listed = [each for each in term.present if each.is_listed]
    if steady := _steady(course, listed, week):
        expected["Every day this week"] = names(steady)
    if back := _back(course, listed, week):
        expected["Welcome back"] = names(back)
    term.expect("the digest's facts", facts_of(card), expected)
    reached = sorted(_milestones(listed, week).items())
    milestones = [f"{mark} study days done: {names(who)}" for mark, who in reached]
    term.expect("the digest's milestones", lines_of(card, "Milestones"), milestones)


def _steady(course: Course, listed: list[Diary], week: list[date]) -> list[str]:
    asked = [day for day in week if day not in course.off]
    return [each.name for each in listed if asked and all(day in each.done for day in asked)]


def _back(course: Course, listed: list[Diary], week: list[date]) -> list[str]:
    """Who did something this week, nothing in the five study days before it, and something before that."""
    before = [day for day in course.days if day < monday_of(week[0])]
    gap = before[-_BEFORE:]
    return [
        each.name
        for each in listed
        if len(before) >= _BEFORE
        and any(day in each.done for day in week)
        and not any(day in each.done for day in gap)
        and any(day < gap[0] for day in each.done)
    ]


def _milestones(listed: list[Diary], week: list[date]) -> Mapping[int, list[str]]:
    reached: dict[int, list[str]] = {}
    for each in listed:
        done = sum(day in each.done for day in week)
        marks = [mark for mark in MILESTONES if len(each.done) - done < mark <= len(each.done)]
        if marks:
            reached.setdefault(marks[-1], []).append(each.name)
    return reached


def _reminder(term: Term, heard: Heard) -> None:
    course, now, diary = term.course, term.now, term.diaries[heard.to]
    said, day, waiting = words(heard.message), term.reminded_of(heard), diary.figures(course, now).open
    what, found = f"{heard.to} is reminded", REMINDER.search(said)
    term.expect(f"{what} of the day posted last", day, course.posted_by(now)[-1])
    term.expect(f"{what}: until", found and found[2], moment(diary.closes(course, day)))
    term.expect(f"{what} of a day that waits", day in waiting, expected=True)
    earlier, told = [each for each in waiting if each < day], _EARLIER.search(said)
    until = moment(diary.late_until(course, earlier[0])) if earlier else None
    term.expect(f"{what} of an earlier day", told and told[1], until)
