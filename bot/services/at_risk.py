"""Who may need a kind word, and why: for the eyes of a cohort's admins only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.calendar import local
from bot.domain.momentum import reachable
from storage.connection import Connection
from storage.repositories.cohorts import CohortRow
from storage.repositories.cohorts_status import MemberRow, members
from storage.repositories.excused import cohort_days_off
from storage.repositories.timetables import StudyDateRow, study_dates
from storage.repositories.turnout import Rest, resting

_QUIET_AFTER = 3
_LOW_MOMENTUM = 0.35
_ENOUGH_DAYS = 5
_SPAN = 5
_FALLEN_BY = 2


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A member with the reasons, each None or 0 where it is none.

    `quiet_for` counts the study days that asked them since the last that they checked in for, the open one
    aside. `recent` of the last `span` study days were done, and clearly more, `before`, of as many before
    those. `momentum` is given where it is low.
    """

    name: str
    quiet_for: int
    recent: int | None
    before: int
    span: int
    momentum: float | None


async def at_risk(connection: Connection, cohort: CohortRow, now: datetime) -> tuple[AtRisk, ...]:
    """Present members at risk, the longest quiet first; who rests or has just joined is not among them."""
    off = {row.day for row in await cohort_days_off(connection, cohort.id)}
    asked = [each for each in (await study_dates(connection, cohort.id, now))[:-1] if each.day not in off]
    if not asked:
        return ()
    recent, before = ([each.day for each in span] for span in (asked[-_SPAN:], asked[-2 * _SPAN : -_SPAN]))
    rests: dict[int, list[Rest]] = defaultdict(list)
    for rest in await resting(connection, cohort.id):
        rests[rest.membership_id].append(rest)
    today = local(now, cohort.zone).date()
    found = [
        _risk(member, asked, rests[member.id])
        for member in await members(connection, cohort.id, recent, before)
        if not _rests_on(rests[member.id], today)
    ]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: -each.quiet_for))


def _risk(member: MemberRow, asked: Sequence[StudyDateRow], rests: Sequence[Rest]) -> AtRisk | None:
    quiet_for = _quiet_for(member, asked, rests)
    is_falling = _has_span(member, asked, rests) and member.recent <= member.before - _FALLEN_BY
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


def _quiet_for(member: MemberRow, asked: Sequence[StudyDateRow], rests: Sequence[Rest]) -> int:
    count = 0
    for each in reversed(asked):
        if each.posts_at < member.joined_at or (member.last_day is not None and each.day <= member.last_day):
            break
        count += not _rests_on(rests, each.day)
    return count


def _has_span(member: MemberRow, asked: Sequence[StudyDateRow], rests: Sequence[Rest]) -> bool:
    """Whether both spans asked a member every day."""
    spans = asked[-2 * _SPAN :]
    if len(spans) < 2 * _SPAN or spans[0].posts_at < member.joined_at:
        return False
    return not any(_rests_on(rests, each.day) for each in spans)


def _rests_on(rests: Sequence[Rest], day: date) -> bool:
    return any(rest.first <= day <= rest.last for rest in rests)
