"""A cohort's weeks as a picture, and what it shows in words. It names nobody, so that anybody may see it."""

from datetime import date

from bot.interface.reply import Picture
from bot.messages.cohort_words import state_word
from bot.messages.picture_names import names
from bot.messages.voice import Voice
from bot.pictures.cohort_card import CohortCard
from bot.pictures.sheet import Figure
from bot.pictures.studio import Drawn
from bot.services.cohort_status import CohortStatus


def cohort_card(say: Voice, fact: CohortStatus) -> CohortCard | None:
    """What stands on the picture; None while there is no day to show."""
    if not fact.study_days:
        return None
    shares: dict[date, float | None] = {
        each.day: each.done / each.possible if each.possible else 0.0 for each in fact.turnout
    }
    shares |= dict.fromkeys(fact.to_come)
    return CohortCard(
        title=fact.name,
        subtitle=state_word(say, fact.state),
        figures=_figures(say, fact),
        shares=shares,
        key=(say.plain("nobody"), say.plain("half"), say.plain("everybody"), say.plain("to come")),
        names=names(say, min(shares), max(shares)),
        foot=say.plain("day {number} of {of}", number=len(fact.turnout), of=fact.study_days),
        foot_more=say.plain("last day {day}", day=say.long_day(max(shares))),
    )


def pictured(say: Voice, fact: CohortStatus, drawn: Drawn) -> Picture:
    """The picture with its words."""
    day = {"cohort": fact.name, "number": len(fact.turnout), "of": fact.study_days}
    if fact.attendance is None:
        words = say.plain("Calendar of {cohort}: day {number} of {of}.", **day)
    else:
        words = say.plain(
            "Calendar of {cohort}: day {number} of {of}, {attendance} of all possible check-ins so far.",
            **day,
            attendance=say.percent(fact.attendance),
        )
    return Picture(drawn.light, words, drawn.dark)


def _figures(say: Voice, fact: CohortStatus) -> tuple[Figure, ...]:
    today = fact.today
    done = say.plain("{done} of {possible}", done=today.done, possible=today.possible) if today else "0"
    shares = {say.plain("attendance"): fact.attendance, say.plain("momentum"): fact.momentum}
    return (
        Figure(say.plain("members"), str(fact.members)),
        Figure(say.plain("latest day"), done),
        *(Figure(name, say.percent(share), share) for name, share in shares.items() if share is not None),
    )
