"""What is shown about all of a cohort at one moment, compared with the diaries: boards, status and export."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from bot.interface.reply import Board, Card, Reply, Says, Sheet
from tests.plain_words import text_of
from tests.simulation.diary import COHORT, HOME, Diary, Figures, monday_of, shown, team_run, turnout
from tests.simulation.readings import card_of, facts_of, lines_of
from tests.simulation.term import Term
from tests.simulation.wording import many, moment, percent

_VALUES: Mapping[str, tuple[Callable[[Figures], float], Callable[[Figures], str]]] = {
    "streak": (lambda each: each.streak, lambda each: many(each.streak, "day")),
    "attendance": (lambda each: each.attendance, lambda each: percent(each.attendance)),
    "days": (lambda each: each.counted, lambda each: many(each.counted, "day")),
}
_QUIET_AFTER, _SPAN = 3, 5
_WEEK = timedelta(days=7)
_PLACE = re.compile(r"Your place is number (\d+), with (.+?)\.(?: Only|$)")
_QUIET = re.compile(r"quiet for (\d+) study days?")
_RECENT = re.compile(r"(\d) of the last 5 study days, (\d) of those before")
_MOMENTUM = re.compile(r"momentum (\d+%)")


async def compare_own_place(term: Term, diary: Diary, figures: Mapping[str, Figures]) -> None:
    """Somebody's place among those who are listed, and the group of their pace."""
    reply = await term.say(diary.name, "leaderboard", by="streak")
    listed = [figures[each.name] for each in term.present if each.is_listed]
    own = figures[diary.name]
    place = 1 + sum(each.streak > own.streak for each in listed)
    found = _PLACE.search(text_of(_board(reply).note))
    term.expect(f"the place of {diary.name}", found and found.groups(), (str(place), many(own.streak, "day")))
    monday = monday_of(shown(term.now, HOME).date())
    for row in _board(await term.say(diary.name, "leaderboard", by="pace")).rows:
        name, _, value = text_of(row.text).rpartition(", ")
        did = sum(day >= monday for day in term.diaries[name].done)
        term.expect(f"{name} in the group of {diary.name}", value, many(did, "day"))
        term.expect(f"{name} is listed", term.diaries[name].is_listed, expected=True)


async def compare_boards(term: Term, figures: Mapping[str, Figures]) -> None:
    """All pages of the leaderboard in its three orders."""
    listed = [each.name for each in term.present if each.is_listed]
    for by, (value, text) in _VALUES.items():
        boards = await all_pages(term, term.admin, await term.say(term.admin, "leaderboard", by=by), "Lower")
        found = [(row.mark, text_of(row.text)) for board in boards for row in board.rows]
        ordered = sorted(listed, key=lambda name: -value(figures[name]))
        values = [value(figures[name]) for name in ordered]
        ranked = [
            (str(values.index(value(own)) + 1), f"{name}, {text(own)}")
            for name in ordered
            for own in (figures[name],)
        ]
        term.expect(f"the board by {by}", found, ranked)


async def compare_status(term: Term, figures: Mapping[str, Figures]) -> None:
    """The figures that an admin sees, on the card and in its picture's words."""
    course, now = term.course, term.now
    card = card_of(await term.say(term.admin, "cohort status", cohort=COHORT))
    posted, facts = course.posted_by(now), facts_of(card)
    counts = [turnout(course, term.present, day) for day in posted]
    over = counts[:-1]
    attendance = percent(sum(did for did, _ in over) / max(1, sum(asked for _, asked in over)))
    momentum = sum(each.momentum for each in figures.values()) / len(figures)
    heard = [each for each in term.mailbox.heard if not each.to and each.at > now - _WEEK]
    expected = {
        "Members": str(len(figures)),
        "Today": f"day {len(posted)} of {len(course.days)}: {counts[-1][0]} of {counts[-1][1]} done",
        "The team's streak": f"{many(team_run(course, term.diaries.values(), now), 'day')} in a row",
        "Attendance": attendance,
        "Momentum": percent(momentum),
        "Noise": f"{many(len(heard), 'message')} in 7 days",
        "Next post": moment(course.posted(course.days[len(posted)])),
    }
    term.expect("the status", facts, expected)
    days = f"day {len(posted)} of {len(course.days)}"
    alt = f"Calendar of {COHORT}: {days}, {attendance} of all possible check-ins so far."
    term.expect("the cohort's picture in words", card.picture and card.picture.alt, alt)
    _compare_risks(term, card, figures)


async def compare_export(term: Term) -> None:
    """Every row of the file, and nothing else."""
    reply = await term.say(term.admin, "cohort export", cohort=COHORT)
    sheet = next(block for block in reply.blocks if isinstance(block, Sheet))
    names = ("study_date", "study_day", "member", "kind", "checked_in_at", "zone", "undone_at")
    rows = csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")))
    found = sorted(tuple(row[name] for name in names) for row in rows)
    expected = sorted(row for diary in term.diaries.values() for row in _rows(term, diary))
    term.expect("the export has", sorted(set(found) - set(expected)), [])
    term.expect("the export lacks", sorted(set(expected) - set(found)), [])
    term.expect("the export's length", len(found), len(expected))


async def all_pages(term: Term, name: str, reply: Reply, onwards: str) -> list[Board]:
    """The pages of a board from the one that is shown; that button leads on."""
    boards = [_board(reply)]
    while buttons := [each for each in reply.buttons if isinstance(each, Says) and each.label == onwards]:
        reply = await term.press(name, buttons[0])
        boards.append(_board(reply))
    return boards


def _rows(term: Term, diary: Diary) -> list[tuple[str, ...]]:
    made: list[tuple[date, datetime, datetime | None]]
    made = [(day, at, None) for day, at in (*diary.done.items(), *diary.on_top.items())]
    made += [(back.day, back.at, back.undone_at) for back in diary.taken_back]
    found = []
    for day, at, undone_at in made:
        is_study_day = day in term.course.days
        number = str(term.course.number(day)) if is_study_day else ""
        kind = "study" if is_study_day else "off_day"
        undone = "" if undone_at is None else _iso(undone_at)
        found.append((day.isoformat(), number, diary.name, kind, _iso(at), diary.zone(at), undone))
    return found


def _compare_risks(term: Term, card: Card, figures: Mapping[str, Figures]) -> None:
    """Who may need a kind word, with the reasons."""
    over = [day for day in term.course.posted_by(term.now)[:-1] if day not in term.course.off]
    today = shown(term.now, HOME).date()
    about = [each for each in term.present if not each.rests_on(today)]
    quiet = {each.name: str(_quiet_for(term, each, over)) for each in about}
    counts = {each.name: _lately(term, each, over) for each in about}
    told = dict(line.split(": ", 1) for line in lines_of(card, "May need a kind word"))
    found = {name: match[1] for name, why in told.items() if (match := _QUIET.search(why))}
    long = {name: days for name, days in quiet.items() if int(days) >= _QUIET_AFTER}
    term.expect("who was quiet, and for how long", found, long)
    fell = {name: match.groups() for name, why in told.items() if (match := _RECENT.search(why))}
    falling = {name: (str(did), str(before)) for name, (did, before) in counts.items() if did <= before - 2}
    term.expect("who did less of late", fell, falling)
    for name, why in told.items():
        if match := _MOMENTUM.search(why):
            term.expect(f"the momentum of {name}", match[1], percent(figures[name].momentum))


def _lately(term: Term, diary: Diary, over: list[date]) -> tuple[int, int]:
    """How many of the last five study days somebody did, and of the five before; none if not all asked."""
    days = over[-2 * _SPAN :]
    if len(days) < 2 * _SPAN or not all(diary.is_asked(term.course, day) for day in days):
        return 0, 0
    return sum(day in diary.done for day in days[_SPAN:]), sum(day in diary.done for day in days[:_SPAN])


def _quiet_for(term: Term, diary: Diary, over: list[date]) -> int:
    """The study days that asked somebody and are over since their last one, or since they joined."""
    last = max(diary.done, default=date.min)
    return sum(day > last and diary.is_asked(term.course, day) for day in over)


def _iso(at: datetime) -> str:
    return shown(at, HOME).isoformat(timespec="seconds")


def _board(reply: Reply) -> Board:
    [board] = [block for block in reply.blocks if isinstance(block, Board)]
    return board
