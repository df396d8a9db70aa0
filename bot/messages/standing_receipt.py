"""The receipt behind a streak: what each study day counts as, and the rule that says so, in plain words."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.calendar import week_of
from bot.domain.standing import DayLine, Rule, Status, Unit, WeekLine
from bot.interface.reply import Board, Reply, Row, Says, Strong, Text
from bot.messages.study import moment, sentences, streak_sentence
from bot.messages.voice import Voice, mark
from bot.services.study_facts import Receipt

_MARKS: Mapping[Status, str] = {
    Status.DONE: mark("done"),
    Status.LATE: mark("late"),
    Status.EXCUSED: mark("excused"),
    Status.FUTURE: mark("to come"),
    Status.CREDITED: mark("credited"),
    Status.OPEN: mark("open"),
    Status.MISSED: mark("missed"),
}

_REASONS: Mapping[Rule, str] = {
    Rule.IN_WINDOW: mark("{day}: you checked in {at}, while it was open. Streak {run}."),
    Rule.WITHIN_GRACE: mark(
        "{day}: you checked in {at}, after it closed {closes} but within its grace. Streak {run}."
    ),
    Rule.HOLIDAY: mark("{day}: a day off for everybody. It asks nothing, and the streak bridges it."),
    Rule.COHORT_PAUSE: mark("{day}: the cohort rested. It asks nothing, and the streak bridges it."),
    Rule.OWN_PAUSE: mark("{day}: you were on a pause. It asks nothing, and the streak bridges it."),
    Rule.OUTAGE: mark("{day}: I was out of order while it was open, so it asks nothing of anybody."),
    Rule.EXCUSED_BY_ADMIN: mark("{day}: an admin excused you. The streak bridges it."),
    Rule.BEFORE_JOINING: mark("{day}: posted before you joined, so it never counts against you."),
    Rule.NOT_POSTED: mark("{day}: still to come. It will be open until {closes}."),
    Rule.PROJECT_SUBMITTED: mark("{day}: your project was handed in on time, and that covers its days."),
    Rule.WINDOW_OPEN: mark("{day}: open until {closes}; after that it still counts as late until {grace}."),
    Rule.GRACE_RUNNING: mark("{day}: it closed {closes}, and a check-in still counts as late until {grace}."),
    Rule.NO_CHECK_IN: mark("{day}: no check-in by {grace}. It cost no freeze."),
    Rule.FROZEN: mark("{day}: no check-in by {grace}. A freeze covered it, so the streak of {run} lives on."),
    Rule.BROKE_RUN: mark(
        "{day}: no check-in by {grace}, and the gap was longer than freezes could cover. "
        "The next check-in begins a new streak."
    ),
}
_NO_CHECK_IN_THAT_WEEK = mark("{day}: no check-in by {grace}. What counts is the week as a whole.")


def receipt(say: Voice, fact: Receipt) -> Reply:
    """A page of the receipt, newest day first."""
    board = Board(
        title=say.plain("Why your streak in {cohort} is what it is", cohort=fact.where.cohort),
        rows=tuple(_rows(say, fact)),
        page=fact.page,
        pages=fact.pages,
        note=sentences(streak_sentence(say, fact.standing), _how(say, fact)),
    )
    return Reply(blocks=(board,), buttons=tuple(_turns(say, fact)))


def _rows(say: Voice, fact: Receipt) -> Iterator[Row]:
    weeks = {week.monday: week for week in fact.weeks}
    shown: date | None = None
    for line, number in zip(fact.lines, fact.numbers, strict=True):
        monday = week_of(line.day)
        if monday in weeks and monday != shown:
            yield _week(say, weeks[monday])
            shown = monday
        yield Row(_mark(say, line), _reason(say, line, number, fact))


def _mark(say: Voice, line: DayLine) -> str:
    return say.plain("frozen") if line.frozen else say.plain(_MARKS[line.status])


def _reason(say: Voice, line: DayLine, number: int, fact: Receipt) -> Text:
    reason = _rule(say, line, number, fact)
    if not line.caught_up or line.checked_in_at is None:
        return reason
    return sentences(reason, say("You caught up on it {at}.", at=moment(line.checked_in_at, fact.where)))


def _rule(say: Voice, line: DayLine, number: int, fact: Receipt) -> Text:
    is_of_a_week = fact.standing.unit is Unit.WEEKS and line.rule is Rule.NO_CHECK_IN
    return say(
        _NO_CHECK_IN_THAT_WEEK if is_of_a_week else _REASONS[line.rule],
        day=say("Day {number}, {date}", number=Strong(str(number)), date=say.day(line.day)),
        at=moment(line.checked_in_at or line.closes, fact.where),
        closes=moment(line.closes, fact.where),
        grace=moment(line.grace_ends, fact.where),
        run=Strong(str(line.run_after)),
    )


def _week(say: Voice, week: WeekLine) -> Row:
    met = week.done >= week.need
    result = (
        mark("Week of {day}: {done} of {need} days, so it counts. Streak {run}.")
        if met and week.required
        else mark("Week of {day}: nothing was asked, so the streak bridges it.")
        if not week.required
        else mark("Week of {day}: {done} of {need} days, which ends the streak.")
        if week.is_over
        else mark("Week of {day}: {done} of {need} days so far.")
    )
    text = say(result, day=say.day(week.monday), done=week.done, need=week.need, run=week.run_after)
    return Row(say.plain("week"), text)


def _how(say: Voice, fact: Receipt) -> Text:
    if fact.standing.unit is Unit.WEEKS:
        return say("A week counts once enough of its days are done.")
    return say("Only done and late days add to it; a missed one ends it unless a freeze covers it.")


def _turns(say: Voice, fact: Receipt) -> Iterator[Says]:
    if fact.page > 1:
        yield Says(say.plain("Newer"), "why", {"cohort": fact.where.cohort_id, "page": fact.page - 1})
    if fact.page < fact.pages:
        yield Says(say.plain("Older"), "why", {"cohort": fact.where.cohort_id, "page": fact.page + 1})
