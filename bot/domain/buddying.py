"""Who becomes whose buddy, and for how long somebody has been quiet. Only values, no clock."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from bot.domain.calendar import local
from bot.domain.nudging import QUIET_FROM, QUIET_UNTIL
from bot.domain.streak_status import is_required
from bot.domain.streak_windows import Windows, posted_by
from bot.domain.study_log import Mode, Policy

PATIENCE = timedelta(hours=72)
"""How long somebody who was asked has time to say yes."""

LONGEST_OFFER = timedelta(days=7)
"""How long an offer stands whose other side could not be told of it."""

QUIET_AFTER = 2
"""After so many missed study days in a row somebody's buddy is asked to say hello."""

GONE_AFTER = 10
"""After so many, their buddy is free for somebody else."""

ASKED_AT = time(10)
"""When people are asked about their buddies, on their own clock, if they have no hour for reminders."""

_DAY = timedelta(days=1)
_AWAKE = timedelta(hours=QUIET_FROM.hour - QUIET_UNTIL.hour)
_ENOUGH_CHECK_INS = 3


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who looks for a buddy since an instant. `checks_in` is when they checked in lately."""

    who: int
    zone: str
    since: datetime
    checks_in: Sequence[datetime] = ()


def shared_hours(one: str, other: str, now: datetime) -> int:
    """How many hours of a day people in these two zones are awake at once."""
    between = _offset(one, now) - _offset(other, now)
    apart = between % _DAY
    shared = max(timedelta(), _AWAKE - apart) + max(timedelta(), _AWAKE - (_DAY - apart))
    return shared // timedelta(hours=1)


def pairs(
    seekers: Sequence[Seeker], never: Collection[frozenset[int]], now: datetime
) -> list[tuple[int, int]]:
    """Whom to bring together, the best fit first: the most waking hours shared, then the nearest usual time
    of checking in, then who has waited longest. Those of a set in `never` are not.
    """
    possible = [two for two in combinations(seekers, 2) if frozenset((two[0].who, two[1].who)) not in never]
    taken: set[int] = set()
    found = []
    for one, other in sorted(possible, key=lambda two: _fit(two[0], two[1], now)):
        if taken.isdisjoint((one.who, other.who)):
            taken |= {one.who, other.who}
            found.append((one.who, other.who))
    return found


def quiet_days(windows: Windows, done: date, since: datetime, now: datetime) -> int:
    """How many study dates that asked something of a learner have closed after the last time they checked in,
    at `since`; `done` is the last day that they ever checked in for.
    """
    count = 0
    for index in range(posted_by(windows.timetable, now) - 1, -1, -1):
        closed = windows.closes(index)
        if closed <= since or windows.timetable[index].day <= done:
            break
        count += closed <= now and is_required(windows, index)
    return count


def quiet_after(policy: Policy) -> int:
    """After how many study days a buddy is asked: where weeks are counted, those come on top that a week can
    spare.
    """
    spare = policy.week_days - policy.quota if policy.mode is Mode.WEEKLY else 0
    return QUIET_AFTER + max(0, spare)


def _fit(one: Seeker, other: Seeker, now: datetime) -> tuple[int, timedelta, list[datetime], list[int]]:
    waited = sorted((one.since, other.since))
    apart = _apart(one.checks_in, other.checks_in)
    return -shared_hours(one.zone, other.zone, now), apart, waited, sorted((one.who, other.who))


def _apart(one: Sequence[datetime], other: Sequence[datetime]) -> timedelta:
    """How far the usual times of two are apart; as far as can be, where one of them has none yet."""
    if min(len(one), len(other)) < _ENOUGH_CHECK_INS:
        return _DAY / 2
    return _between(_usual(one), _usual(other))


def _usual(instants: Iterable[datetime]) -> timedelta:
    """The one of these times of day that is nearest to all others."""
    times = sorted(
        timedelta(hours=at.hour, minutes=at.minute) for at in (each.astimezone(UTC) for each in instants)
    )
    return min(times, key=lambda at: sum((_between(at, other) for other in times), timedelta()))


def _between(one: timedelta, other: timedelta) -> timedelta:
    apart = (one - other) % _DAY
    return min(apart, _DAY - apart)


def _offset(zone: str, now: datetime) -> timedelta:
    return local(now, zone).utcoffset() or timedelta()
