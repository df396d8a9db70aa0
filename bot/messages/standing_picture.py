"""Somebody's progress as a picture, and what it shows in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.standing import DayLine, Standing, Status, Unit
from bot.interface.reply import Picture
from bot.messages.picture_names import names, plain
from bot.messages.recall import fresh_text
from bot.messages.standing_pace import finish_later, lead
from bot.messages.voice import Voice, mark
from bot.pictures.cells import Cell
from bot.pictures.member_card import MemberCard
from bot.pictures.sheet import Figure
from bot.pictures.studio import Drawn
from bot.services.recall_facts import RecallState
from bot.services.study_facts import Progress

_JOINT = " \N{MIDDLE DOT} "
_CELLS: Mapping[Status, Cell] = {
    Status.DONE: Cell.DONE,
    Status.LATE: Cell.LATE,
    Status.EXCUSED: Cell.EXCUSED,
    Status.FUTURE: Cell.FUTURE,
    Status.CREDITED: Cell.CREDITED,
    Status.OPEN: Cell.OPEN,
    Status.MISSED: Cell.MISSED,
}
_KEY: Mapping[Cell, str] = {
    Cell.DONE: mark("done"),
    Cell.LATE: mark("late"),
    Cell.FROZEN: mark("freeze used"),
    Cell.MISSED: mark("missed"),
    Cell.CAUGHT_UP: mark("caught up"),
    Cell.EXCUSED: mark("excused"),
    Cell.CREDITED: mark("credited"),
    Cell.EXTRA: mark("on a day off"),
    Cell.OPEN: mark("open"),
    Cell.FUTURE: mark("to come"),
}


def member_card(say: Voice, fact: Progress, kept: RecallState | None) -> MemberCard | None:
    """What stands on the picture; None while there is no day to show."""
    if not fact.of:
        return None
    cells = _cells(fact)
    present = set(cells.values())
    return MemberCard(
        title=fact.whose.name,
        subtitle=_subtitle(say, fact),
        figures=tuple(_figures(say, fact.standing)),
        cells=cells,
        key={cell: say.plain(label) for cell, label in _KEY.items() if cell in present},
        names=names(say, min(cells), max(cells)),
        foot=_capitalised(plain(lead(say, fact.pace))),
        foot_more=_JOINT.join(filter(None, (_end(say, fact), _fresh(say, kept)))),
    )


def pictured(say: Voice, fact: Progress, drawn: Drawn) -> Picture:
    """The picture with its words."""
    return Picture(drawn.light, _in_words(say, fact), drawn.dark)


def _cells(fact: Progress) -> dict[date, Cell]:
    """Days on a day off first: a study day that comes to lie there later is shown as what it is."""
    cells = dict.fromkeys(fact.extra, Cell.EXTRA)
    return cells | {line.day: _cell(line) for line in fact.lines} | dict.fromkeys(fact.to_come, Cell.FUTURE)


def _cell(line: DayLine) -> Cell:
    if line.caught_up:
        return Cell.CAUGHT_UP
    return Cell.FROZEN if line.frozen else _CELLS[line.status]


def _subtitle(say: Voice, fact: Progress) -> str:
    if not fact.lines:
        return fact.where.cohort
    return say.plain(
        "{cohort} \N{MIDDLE DOT} day {number} of {of}",
        cohort=fact.where.cohort,
        number=len(fact.lines),
        of=fact.of,
    )


def _figures(say: Voice, standing: Standing) -> Iterator[Figure]:
    is_weekly = standing.unit is Unit.WEEKS
    yield Figure(
        say.plain("weeks in a row") if is_weekly else say.plain("days in a row"), str(standing.current)
    )
    yield Figure(say.plain("longest streak"), str(standing.longest))
    if not is_weekly:
        yield Figure(say.plain("freezes left"), str(standing.freezes))
    yield Figure(say.plain("attendance"), say.percent(standing.attendance), standing.attendance)
    yield Figure(say.plain("momentum"), say.percent(standing.momentum), standing.momentum)


def _fresh(say: Voice, kept: RecallState | None) -> str:
    return plain(fresh_text(say, kept)) if kept is not None and kept.wanted else ""


def _end(say: Voice, fact: Progress) -> str:
    finish = finish_later(say, fact)
    if finish is not None:
        return plain(finish)
    return "" if fact.last_day is None else say.plain("last day {day}", day=say.long_day(fact.last_day))


def _in_words(say: Voice, fact: Progress) -> str:
    """What the calendar shows, counted; the figures stand beside it as text."""
    counts = Counter(_cells(fact).values())
    days = ", ".join(f"{counts[cell]} {say.plain(label)}" for cell, label in _KEY.items() if counts[cell])
    return say.plain(
        "Calendar of study days: {days}. {pace}.", days=days, pace=_capitalised(plain(lead(say, fact.pace)))
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
