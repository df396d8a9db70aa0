"""Where somebody stands: the streak in figures, and the way through the roadmap so far."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.domain.calendar import week_of
from bot.domain.standing import DayLine, Standing, Status, Unit
from bot.interface.reply import Button, Card, Code, Fact, Picture, Plain, Reply, Says, Section, Text
from bot.messages.catching_up import other_ways
from bot.messages.certificate import certificate_button
from bot.messages.project import completion_facts, portfolio_button, portfolio_sections
from bot.messages.recall import recall_button, recall_facts
from bot.messages.standing_pace import pace_facts
from bot.messages.study import check_in_button, moment, sentences
from bot.messages.voice import Voice
from bot.services.project_facts import Portfolio
from bot.services.recall_facts import RecallState
from bot.services.study_facts import Progress, StreakOf, Whereabouts, Whose, Window

_WEEKS = 8
_CELLS: Mapping[Status, str] = {
    Status.DONE: "\N{BLACK SQUARE}",
    Status.LATE: "\N{BLACK SQUARE}",
    Status.MISSED: "\N{WHITE SQUARE}",
    Status.OPEN: "?",
    Status.EXCUSED: "-",
    Status.CREDITED: "-",
    Status.FUTURE: "-",
}
_CAUGHT_UP = "\N{WHITE SQUARE CONTAINING BLACK SMALL SQUARE}"
_FROZEN = "\N{WHITE SQUARE WITH VERTICAL BISECTING LINE}"


def streak(say: Voice, fact: StreakOf) -> Reply:
    """Somebody's streak; the asker's own with what waits for them."""
    card = Card(
        title=_title(say, fact.whose, fact.where),
        facts=tuple(_figures(say, fact.standing)),
        closing=_closing(say, fact.standing, fact.where, fact.open_now) if fact.whose.own else (),
    )
    return Reply(blocks=(card,), buttons=tuple(_buttons(say, fact)) if fact.whose.own else ())


def progress(
    say: Voice, fact: Progress, built: Portfolio, kept: RecallState | None, picture: Picture | None = None
) -> Reply:
    """Somebody's way so far: the figures, the pace, the projects, what is fresh, and the last weeks."""
    facts = [*_figures(say, fact.standing), *pace_facts(say, fact)]
    facts += [*completion_facts(say, built), *recall_facts(say, kept)]
    if fact.extra:
        extra = say.many("{count} check-in on a day off", "{count} check-ins on days off", len(fact.extra))
        facts.append(Fact(say.plain("On top"), extra))
    weeks = tuple(_weeks(say, fact.lines))
    card = Card(
        title=_progress_title(say, fact.whose, fact.where),
        facts=tuple(facts),
        sections=(
            *((Section(say.plain("Week by week"), weeks, bulleted=False),) if weeks else ()),
            *portfolio_sections(say, built),
        ),
        closing=_legend(say, fact.lines) if weeks else say("The first day is still to come."),
        picture=picture,
    )
    return Reply(blocks=(card,), buttons=tuple(_next_steps(say, fact, built, kept)) if fact.whose.own else ())


def streak_length(say: Voice, length: float, unit: Unit) -> Text:
    """`12 days`, or weeks where weeks are counted."""
    if unit is Unit.WEEKS:
        return say.many("{count} week", "{count} weeks", int(length))
    return say.many("{count} day", "{count} days", int(length))


def _title(say: Voice, whose: Whose, where: Whereabouts) -> str:
    if whose.own:
        return say.plain("Your streak in {cohort}", cohort=where.cohort)
    return say.plain("{name} in {cohort}", name=whose.name, cohort=where.cohort)


def _progress_title(say: Voice, whose: Whose, where: Whereabouts) -> str:
    if whose.own:
        return say.plain("Your progress in {cohort}", cohort=where.cohort)
    return say.plain("{name} in {cohort}", name=whose.name, cohort=where.cohort)


def _figures(say: Voice, standing: Standing) -> Iterator[Fact]:
    yield Fact(say.plain("Streak"), streak_length(say, standing.current, standing.unit))
    yield Fact(say.plain("Longest"), streak_length(say, standing.longest, standing.unit))
    if standing.unit is Unit.DAYS:
        yield Fact(say.plain("Freezes left"), (Plain(str(standing.freezes)),))
    attendance = say(
        "{share} ({counted} of {possible} days)",
        share=say.percent(standing.attendance),
        counted=standing.counted,
        possible=standing.possible,
    )
    yield Fact(say.plain("Attendance"), attendance)
    yield Fact(say.plain("Momentum"), (Plain(say.percent(standing.momentum)),))


def _closing(say: Voice, standing: Standing, where: Whereabouts, window: Window | None) -> Text:
    waits = (
        say("Nothing is open right now.")
        if window is None
        else say("{day} is open until {when}.", day=say.day(window.day), when=moment(window.closes, where))
    )
    if standing.current or not standing.counted:
        return waits
    return sentences(say("Your next check-in begins a new streak."), waits)


def _buttons(say: Voice, fact: StreakOf) -> Iterator[Button]:
    if fact.open_now is not None:
        yield check_in_button(say.plain("Check in"), fact.where, fact.open_now.day)
    yield Says(say.plain("Day by day"), "why", {"cohort": fact.where.cohort_id})


def _next_steps(say: Voice, fact: Progress, built: Portfolio, kept: RecallState | None) -> Iterator[Button]:
    if fact.pace.is_finished:
        yield certificate_button(say, fact.where.cohort_id)
    yield Says(say.plain("Day by day"), "why", {"cohort": fact.where.cohort_id})
    if built.completion is not None:
        yield portfolio_button(say, fact.where.cohort_id)
    if kept is not None and kept.due:
        yield recall_button(say, kept.cohort_id)
    yield from other_ways(say, fact.keeping_up, fact.where.cohort_id)


def _weeks(say: Voice, lines: Sequence[DayLine]) -> Iterator[Text]:
    by_week = [(monday, list(days)) for monday, days in groupby(lines, key=lambda line: week_of(line.day))]
    for monday, days in by_week[-_WEEKS:]:
        cells = " ".join(map(_cell, days))
        yield say("{cells} week of {day}", cells=Code(cells), day=say.day(monday))


def _cell(line: DayLine) -> str:
    if line.caught_up:
        return _CAUGHT_UP
    return _FROZEN if line.frozen else _CELLS[line.status]


def _legend(say: Voice, lines: Sequence[DayLine]) -> Text:
    legend = say(
        "{done} counted, {frozen} covered by a freeze, {missed} missed, {nothing} asked nothing, {open} open",
        done=Code(_CELLS[Status.DONE]),
        frozen=Code(_FROZEN),
        missed=Code(_CELLS[Status.MISSED]),
        nothing=Code(_CELLS[Status.EXCUSED]),
        open=Code(_CELLS[Status.OPEN]),
    )
    if not any(line.caught_up for line in lines):
        return legend
    return (*legend, *say(", {caught_up} caught up", caught_up=Code(_CAUGHT_UP)))
