"""Looking around at one moment: whatever shows a number is asked for, and compared with the diaries."""

import re
from collections import Counter
from datetime import date, timedelta

from bot.interface.reply import Card
from bot.messages.picture_names import names as names_on_picture
from bot.messages.voice import voice_of
from bot.pictures.cells import Cell
from bot.pictures.member_card import MemberCard, draw_member_card
from bot.pictures.sheet import Figure
from tests.plain_words import text_of
from tests.simulation.cohort_looks import (
    all_pages,
    compare_boards,
    compare_export,
    compare_own_place,
    compare_status,
)
from tests.simulation.diary import COHORT, Diary, Figures, monday_of
from tests.simulation.readings import card_of, facts_of, lines_of
from tests.simulation.term import Term
from tests.simulation.wording import catching_up, lead, long_day, many, moment, percent, short_day, standing

_NUMBER = re.compile(r"Day (\d+)")
_RUN = re.compile(r"Streak (\d+)\.|streak of (\d+) lives on")
_CHECKED_IN = re.compile(r"you checked in ([\d-]+ [\d:]+),")
_WEEKS, _FIFTHS = 8, 5
_DAY = timedelta(days=1)
_SIGNS = {
    "done": "\u25a0",
    "late": "\u25a0",
    "frozen": "\u25eb",
    "missed": "\u25a1",
    "open": "?",
    "excused": "-",
}
_CELLS = {
    "done": (Cell.DONE, "done"),
    "late": (Cell.LATE, "late"),
    "frozen": (Cell.FROZEN, "freeze used"),
    "missed": (Cell.MISSED, "missed"),
    "excused": (Cell.EXCUSED, "excused"),
    "on top": (Cell.EXTRA, "on a day off"),
    "open": (Cell.OPEN, "open"),
    "to come": (Cell.FUTURE, "to come"),
}


async def look_around(term: Term, _: str, turn: int) -> None:
    """All that can be asked for. A fifth of all members, in turn, look also at what takes long to show."""
    figures = {each.name: each.figures(term.course, term.now) for each in term.present}
    await compare_status(term, figures)
    await compare_export(term)
    await compare_boards(term, figures)
    for place, diary in enumerate(term.present):
        await _streak(term, diary, figures[diary.name])
        if place % _FIFTHS == turn % _FIFTHS:
            card = await _progress(term, diary, figures[diary.name])
            _picture(term, diary, figures[diary.name], card)
            await _why(term, diary, figures[diary.name])
            await compare_own_place(term, diary, figures)


async def _streak(term: Term, diary: Diary, figures: Figures) -> None:
    card = card_of(await term.say(diary.name, "streak"))
    term.expect(f"the streak of {diary.name}", facts_of(card), _figures(figures))
    waits = "Nothing is open right now."
    if figures.open:
        day = figures.open[0]
        waits = f"{short_day(day)} is open until {moment(diary.late_until(term.course, day))}."
    again = "" if figures.streak or not figures.counted else "Your next check-in begins a new streak. "
    term.expect(f"what waits for {diary.name}", text_of(card.closing), again + waits)


async def _progress(term: Term, diary: Diary, figures: Figures) -> Card:
    card, posted = card_of(await term.say(diary.name, "progress")), term.course.posted_by(term.now)
    marks = [figures.marks[day] for day in posted]
    facts, expected = facts_of(card), _figures(figures)
    expected["Pace"] = f"day {len(posted)} of {len(term.course.days)}, {lead(figures.lead)}"
    expected["Last day"] = long_day(term.course.days[-1])
    if figures.lead < 0:
        expected["To catch up"] = catching_up(_days_off(term, diary, -figures.lead))
    if diary.on_top:
        expected["On top"] = many(len(diary.on_top), "check-in on a day off", "check-ins on days off")
    unforeseen = {name: facts[name] for name in ("At this pace", "Projects", "Recall") if name in facts}
    term.expect(f"the progress of {diary.name}", facts, expected | unforeseen)
    term.expect(f"the weeks of {diary.name}", lines_of(card, "Week by week"), _weeks(posted, marks))
    counts = Counter(marks) | Counter({"on top": len(diary.on_top)})
    counts["to come"] = len(term.course.days) - len(posted)
    days = ", ".join(f"{counts[mark]} {label}" for mark, (_, label) in _CELLS.items() if counts[mark])
    alt = f"Calendar of study days: {days}. {lead(figures.lead).capitalize()}."
    term.expect(f"the picture of {diary.name} in words", card.picture and card.picture.alt, alt)
    return card


def _picture(term: Term, diary: Diary, figures: Figures, card: Card) -> None:
    """The picture on the card, dot by dot."""
    facts = facts_of(card)
    end = facts.get("At this pace") or f"last day {facts['Last day']}"
    drawn = _drawn(term, diary, figures, " \u00b7 ".join(filter(None, (end, facts.get("Recall")))))
    is_same = card.picture is not None and card.picture.png == drawn
    term.expect(f"the picture of {diary.name}", is_same, expected=True)


async def _why(term: Term, diary: Diary, figures: Figures) -> None:
    """All pages of the receipt: what each day is, how long the streak was after it, and when it was done."""
    found: dict[int, tuple[str, str, str]] = {}
    said = standing(figures.streak, figures.freezes)
    for board in await all_pages(term, diary.name, await term.say(diary.name, "why"), "Older"):
        term.expect(f"the receipt of {diary.name}", text_of(board.note)[: len(said)], said)
        for row in board.rows:
            text = text_of(row.text)
            [number], runs, at = _NUMBER.findall(text), _RUN.search(text), _CHECKED_IN.search(text)
            found[int(number)] = (row.mark, (runs[1] or runs[2]) if runs else "", at[1] if at else "")
    expected = {}
    for number, (day, mark) in enumerate(figures.marks.items(), start=1):
        has_run = mark in ("done", "late", "frozen")
        at = moment(diary.done[day]) if mark in ("done", "late") else ""
        expected[number] = (mark, str(figures.runs[day]) if has_run else "", at)
    differs = {number: (found.get(number), expected.get(number)) for number in found.keys() | expected.keys()}
    differs = {number: (one, other) for number, (one, other) in differs.items() if one != other}
    term.expect(f"the days of {diary.name}", differs, {})


def _figures(figures: Figures) -> dict[str, str]:
    return {
        "Streak": many(figures.streak, "day"),
        "Longest": many(figures.longest, "day"),
        "Freezes left": str(figures.freezes),
        "Attendance": f"{percent(figures.attendance)} ({figures.counted} of {figures.possible} days)",
        "Momentum": percent(figures.momentum),
    }


def _days_off(term: Term, diary: Diary, how_many: int) -> list[date]:
    """The next days of somebody's weekends, today's included."""
    today = diary.own_day(term.now)
    days = (today + passed * _DAY for passed in range(7 * how_many))
    return [day for day in days if day.weekday() > 4][:how_many]


def _weeks(posted: list[date], marks: list[str]) -> list[str]:
    signs: dict[date, list[str]] = {}
    for day, mark in zip(posted, marks, strict=True):
        signs.setdefault(monday_of(day), []).append(_SIGNS[mark])
    return [f"{' '.join(row)} week of {short_day(monday)}" for monday, row in signs.items()][-_WEEKS:]


def _drawn(term: Term, diary: Diary, figures: Figures, more: str) -> bytes:
    """The picture that these figures draw."""
    course, posted = term.course, len(term.course.posted_by(term.now))
    cells = dict.fromkeys(diary.on_top, Cell.EXTRA) | dict.fromkeys(course.days[posted:], Cell.FUTURE)
    cells |= {day: _CELLS[figures.marks[day]][0] for day in course.days[:posted]}
    return draw_member_card(
        MemberCard(
            title=diary.name,
            subtitle=f"{COHORT} \u00b7 day {posted} of {len(course.days)}",
            figures=(
                Figure("days in a row", str(figures.streak)),
                Figure("longest streak", str(figures.longest)),
                Figure("freezes left", str(figures.freezes)),
                Figure("attendance", percent(figures.attendance), figures.attendance),
                Figure("momentum", percent(figures.momentum), figures.momentum),
            ),
            cells=cells,
            key={cell: label for cell, label in _CELLS.values() if cell in cells.values()},
            names=names_on_picture(voice_of("en"), min(cells), max(cells)),
            foot=lead(figures.lead).capitalize(),
            foot_more=more,
        )
    )
