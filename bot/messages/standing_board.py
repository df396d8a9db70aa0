"""The leaderboard: those who let themselves be listed, with fair ties, and the asker's own place."""

from collections.abc import Iterator, Mapping

from bot.domain.ranking import By
from bot.domain.standing import Unit
from bot.interface.reply import Board, Bound, Button, Plain, Reply, Row, Says, Strong, Text
from bot.messages.standing import streak_length
from bot.messages.study import sentences
from bot.messages.voice import Voice, mark
from bot.services.pace_board import PaceBoard
from bot.services.study_facts import Leaders, Ranked

_TITLES: Mapping[By, str] = {
    By.STREAK: mark("{cohort}: present streaks"),
    By.ATTENDANCE: mark("{cohort}: attendance"),
    By.DAYS: mark("{cohort}: days counted"),
}


def leaders(say: Voice, fact: Leaders) -> Reply:
    """A page of the board, with the asker's own place for their eyes only."""
    board = Board(
        title=say.plain(_TITLES[fact.by], cohort=fact.where.cohort),
        rows=tuple(_row(say, fact, ranked) for ranked in fact.rows),
        page=fact.page,
        pages=fact.pages,
        note=_note(say, fact),
    )
    return Reply(blocks=(board,), buttons=tuple(_buttons(say, fact)))


def pace(say: Voice, fact: PaceBoard) -> Reply:
    """Those of similar pace, by what they did this week."""
    rows = tuple(
        Row(
            str(each.rank),
            say("{name}, {value}", name=Strong(each.name), value=streak_length(say, each.value, Unit.DAYS)),
            own=each.own,
        )
        for each in fact.rows
    )
    texts = [say("People of about your pace, drawn anew each Monday; days of this week.")]
    if not fact.own_listed:
        texts.append(say("Only you can see that: you are not on the board."))
    board = Board(
        title=say.plain("{cohort}: your pace", cohort=fact.where.cohort), rows=rows, note=sentences(*texts)
    )
    return Reply(blocks=(board,), buttons=() if fact.own_listed else (_show_me(say),))


def _row(say: Voice, fact: Leaders, ranked: Ranked) -> Row:
    text = say("{name}, {value}", name=Strong(ranked.name), value=_value(say, fact, ranked))
    return Row(str(ranked.rank), text, own=ranked.own)


def _value(say: Voice, fact: Leaders, ranked: Ranked) -> Text:
    if fact.by is By.ATTENDANCE:
        return (Plain(say.percent(ranked.value)),)
    is_weeks = fact.by is By.STREAK and fact.weekly
    return streak_length(say, ranked.value, Unit.WEEKS if is_weeks else Unit.DAYS)


def _note(say: Voice, fact: Leaders) -> Text:
    texts: list[Text] = []
    if not fact.rows:
        texts.append(say("Nobody is on the board yet. Everybody decides for themselves whether to be."))
    if fact.own is not None:
        texts.append(
            say(
                "Your place is number {rank}, with {value}.",
                rank=Strong(str(fact.own.rank)),
                value=_value(say, fact, fact.own),
            )
        )
        if not fact.own_listed:
            texts.append(say("Only you can see that: you are not on the board."))
    return sentences(*texts)


def _buttons(say: Voice, fact: Leaders) -> Iterator[Button]:
    for page, label in ((fact.page - 1, say.plain("Higher")), (fact.page + 1, say.plain("Lower"))):
        if 1 <= page <= fact.pages:
            yield Says(
                label, "leaderboard", {"cohort": fact.where.cohort_id, "by": fact.by.value, "page": page}
            )
    if fact.own is not None and not fact.own_listed:
        yield _show_me(say)
    if fact.own is not None:
        bound: dict[str, Bound] = {"cohort": fact.where.cohort_id, "by": "pace"}
        yield Says(say.plain("My pace"), "leaderboard", bound)


def _show_me(say: Voice) -> Says:
    return Says(say.plain("Show me on the board"), "settings", {"listed": True})
