"""What members do: said or pressed as on any platform, noted in the diary, and its answer compared."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from bot.interface.reply import Reply, Says
from tests.front_door import is_apology, private
from tests.plain_words import words
from tests.simulation.diary import COHORT, Diary, TakenBack
from tests.simulation.mailbox import Heard
from tests.simulation.term import Term
from tests.simulation.wording import short_day, standing

CHANGES_NOTHING_AHEAD = {"done", "checkin", "undo", "look around"}
"""After these nothing is due at another time than before."""

_IN_ALL = re.compile(r"(\d+) study days in all")
_IN_A_ROW = re.compile(r"(\d+) (?:study days )?in a row")


async def join(term: Term, name: str, _: object) -> None:
    """Comes in, with wishes; or comes back."""
    if diary := term.diaries.get(name):
        answer = await term.say(name, "join")
        term.expect(f"{name} comes back", "Good to see you again." in words(answer), expected=True)
        diary.is_in = True
        return
    member = term.members[name]
    wishes = {"listed": "yes" if member.is_listed else "no", "reminder": member.reminder}
    if member.zone:
        wishes["zone"] = member.zone
    answer = await term.say(name, "join", **wishes)
    term.expect(f"{name} joins", "You are in." in words(answer), expected=True)
    term.diaries[name] = Diary(name, term.now, [(term.now, member.lives_by)], member.is_listed)
    if member.recall:
        await term.say(name, "settings", recall="20:00")
    if member.buddy:
        await term.say(name, "buddy", action="find")
    for day in term.course.posted_by(term.now)[-1:]:
        term.plan(name, day)


async def leave(term: Term, name: str, _: object) -> None:
    answer = await term.say(name, "leave")
    term.expect(f"{name} leaves", "You have left" in words(answer), expected=True)
    term.diaries[name].is_in = False


async def done(term: Term, name: str, day: date) -> None:
    """Presses Done under the day's post."""
    if term.diaries[name].is_in:
        await _counts(term, name, day, term.press(name, term.done_buttons[day]))


async def checkin(term: Term, name: str, _: object) -> None:
    """Says that it is done, and not what."""
    diary = term.diaries[name]
    day = diary.means(term.course, term.now)
    if day is not None:
        await _counts(term, name, day, term.say(name, "checkin"))
        return
    answer = await term.say(name, "checkin")
    own_day = diary.own_day(term.now)
    diary.on_top[own_day] = term.now
    noted = f"Noted for {short_day(own_day)}: no study day here, so your streak stays as it is."
    term.expect(f"{name} does something on top", words(answer).startswith(noted), expected=True)


async def undo(term: Term, name: str, day: date) -> None:
    """Takes back what was just counted."""
    diary = term.diaries[name]
    button = term.undo_buttons.pop((name, day), None)
    if button is None or day not in diary.done:
        return
    answer = words(await term.press(name, button))
    diary.taken_back.append(TakenBack(day, diary.done.pop(day), term.now))
    figures = diary.figures(term.course, term.now)
    left = standing(figures.streak, figures.freezes)
    said = f"Day {term.course.number(day)} is no longer counted. {left}"
    term.expect(f"{name} takes back {day}", answer[: len(said)], said)


async def rest(term: Term, name: str, days: tuple[date, date]) -> None:
    """Declares a pause."""
    first, last = days
    answer = await term.say(name, "pause", **{"from": first.isoformat(), "until": last.isoformat()})
    term.expect(f"{name} rests", words(answer).startswith("You rest from"), expected=True)
    term.diaries[name].rests.append((first, last))


async def fly(term: Term, name: str, zone: str) -> None:
    """Lives by another clock from now on."""
    answer = words(await term.say(name, "settings", zone=zone))
    term.expect(f"{name} is in {zone}", f"Your clock: {zone}" in answer, expected=True)
    term.diaries[name].clocks.append((term.now, zone))


async def press(term: Term, name: str, what: tuple[Heard, str]) -> None:
    """Presses a button of a private message."""
    (heard, label), diary = what, term.diaries[name]
    pressed = term.press(name, button(heard.message, label), private(term.members[name].speaker))
    if label == "Done":
        await _counts(term, name, term.reminded_of(heard), pressed)
    else:
        answer = await pressed
        term.expect(f"{name} presses {label}", is_apology(answer), expected=False)
    if label.startswith("Fewer"):
        left = diary.most_a_week(term.now) // 2
        diary.a_week.append((term.now, left))
        said = f"at most {left} time in seven days" if left else "I will not write to you on my own any more"
        term.expect(f"{name} wants fewer", said in words(answer), expected=True)
    diary.answers.append(term.now)


async def night(term: Term, _: str, __: object) -> None:
    """The program tidies up."""
    for chore in term.door.core.chores():
        if chore.name != "sign of life":  # which would take the night for an outage
            await chore.work()


async def skip(term: Term, _: str, days: tuple[date, ...]) -> None:
    """The admin gives days off."""
    for day in days:
        answer = await term.say(term.admin, "cohort skip", cohort=COHORT, day=day.isoformat())
        term.expect(f"{day} is a day off", short_day(day) in words(answer), expected=True)
        term.course.skip(day, term.now)


DEEDS: Mapping[str, Callable[[Term, str, Any], Awaitable[None]]] = {
    "join": join,
    "leave": leave,
    "done": done,
    "checkin": checkin,
    "undo": undo,
    "rest": rest,
    "fly": fly,
    "press": press,
    "skip": skip,
    "night": night,
}


def button(message: Reply, label: str) -> Says:
    """The button of that label."""
    return next(each for each in message.buttons if isinstance(each, Says) and each.label == label)


async def _counts(term: Term, name: str, day: date, answered: Awaitable[Reply]) -> None:
    """Notes what counts by the rules, and compares what is said about it."""
    course, now, diary = term.course, term.now, term.diaries[name]
    before = diary.figures(course, now)
    what, answer = f"{name} checks in for {day}", await answered
    said = words(answer)
    refused = _refusal(term, diary, day)
    if refused:
        term.expect(what, refused in said, expected=True)
        return
    diary.done[day] = now
    figures = diary.figures(course, now)
    is_late = now >= diary.closes(course, day)
    counted = f", {short_day(day)}, counted within its grace." if is_late else " counted."
    expected = f"Day {course.number(day)}{counted} {standing(figures.streak, figures.freezes)}"
    term.expect(what, said[: len(expected)], expected)
    term.expect(f"{what}: in all", {*_IN_ALL.findall(said)} - {str(figures.counted)}, set())
    term.expect(f"{what}: in a row", {*_IN_A_ROW.findall(said)} - {str(figures.streak)}, set())
    term.expect(f"{what}: earned", "You have earned a freeze." in said, figures.freezes > before.freezes)
    term.undo_buttons[name, day] = button(answer, "Undo")


def _refusal(term: Term, diary: Diary, day: date) -> str:
    """What has to be said where a check-in counts for nothing."""
    closes, late_until = diary.closes(term.course, day), diary.late_until(term.course, day)
    if day in diary.done:
        return "Already counted at"
    if closes <= diary.joined:
        return "was over before you joined"
    return "so it stays as it is" if term.now >= max(closes, late_until) else ""
