"""Who may need a kind word, and why: for the eyes of a cohort's admins only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import local
from bot.domain.momentum import reachable
from storage.connection import Connection
from storage.repositories.cohorts import CohortRow
from storage.repositories.cohorts_status import MemberRow, members
from storage.repositories.timetables import StudyDateRow, study_dates

_QUIET_AFTER = 3
_LOW_MOMENTUM = 0.35
_ENOUGH_DAYS = 5
_SPAN = 5
_FALLEN_BY = 2


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A member with the reasons, each None or 0 where it is none.

    `quiet_for` counts the study days since the last that they checked in for, the open one aside. `recent` of
    the last `span` study days were done, and clearly more, `before`, of as many before those. `momentum` is
    given where it is low.
    """

    name: str
    quiet_for: int
    recent: int | None
    before: int
    span: int
    momentum: float | None


async def at_risk(connection: Connection, cohort: CohortRow, now: datetime) -> tuple[AtRisk, ...]:
    """Present members at risk, the longest quiet first; who rests or has just joined is not among them."""
    posted = await study_dates(connection, cohort.id, now)
    over = posted[:-1]
    if not over:
        return ()
    spans = (over[-_SPAN:], over[-2 * _SPAN : -_SPAN])
    recent, before = (span[0].day if span else date.max for span in spans)
    today = local(now, cohort.zone).date()
    present = await members(connection, cohort.id, today, recent, before, over[-1].day)
    found = [_risk(each, over) for each in present if not each.rests]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: -each.quiet_for))


def _risk(member: MemberRow, over: Sequence[StudyDateRow]) -> AtRisk | None:
    quiet_for = _quiet_for(member, over)
    has_span = len(over) >= 2 * _SPAN and member.joined_at <= over[-2 * _SPAN].posts_at
    is_falling = has_span and member.recent <= member.before - _FALLEN_BY
    is_low = (
        member.momentum is not None
        and member.possible is not None
        and member.possible >= _ENOUGH_DAYS
        and member.momentum < _LOW_MOMENTUM * reachable(member.possible)
    )
    if quiet_for < _QUIET_AFTER and not is_falling and not is_low:
        return None
    return AtRisk(
        name=member.name,
        quiet_for=quiet_for if quiet_for >= _QUIET_AFTER else 0,
        recent=member.recent if is_falling else None,
        before=member.before,
        span=_SPAN,
        momentum=member.momentum if is_low else None,
    )


def _quiet_for(member: MemberRow, over: Sequence[StudyDateRow]) -> int:
    count = 0
    for study_date in reversed(over):
        if study_date.posts_at < member.joined_at or (
            member.last_day is not None and study_date.day <= member.last_day
        ):
            break
        count += 1
    return count
