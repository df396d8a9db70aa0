"""When a member may be told something in private that they did not ask for: quiet hours, budget, and hour.

Pure: instants are aware UTC, hours are on the member's own clock. Knows no kinds of message.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from bot.domain.calendar import local, occurrence

QUIET_FROM = time(22)
QUIET_UNTIL = time(8)
MOST_A_DAY = 1
MOST_A_WEEK = 3
MOST_UNANSWERED = 3
WORTH = timedelta(minutes=90)
"""How late a private message may still come."""

BEFORE_THE_END = timedelta(hours=2)
"""What `before` means in a wish: so long before the member's day ends."""

_LAST_CALL = time(21)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)

ReminderWish = time | timedelta
"""A time of day on the member's own clock, or how long before the end of their day."""


def is_quiet(at: time) -> bool:
    """Whether that is an hour at which nobody is disturbed."""
    return at >= QUIET_FROM or at < QUIET_UNTIL


def reminder_time(wish: ReminderWish, rollover: time) -> time:
    """The time of day at which to remind; what would fall into quiet hours comes before they begin."""
    if isinstance(wish, time):
        return wish
    end = timedelta(hours=rollover.hour, minutes=rollover.minute)
    minutes = (end - wish) % _DAY // timedelta(minutes=1)
    at = time(*divmod(minutes, 60))
    return _LAST_CALL if is_quiet(at) else at


def next_occurrence(after: datetime, at: time, zone: str) -> datetime:
    """The first instant later than `after` at which the zone's clock shows `at`."""
    day = local(after, zone).date() - _DAY
    while (instant := occurrence(day, at, zone)) <= after:
        day += _DAY
    return instant


def worth_until(due: datetime, zone: str) -> datetime:
    """Until when a private message due then may be sent: 90 minutes, and not into the quiet hours."""
    return min(due + WORTH, next_occurrence(due, QUIET_FROM, zone))


def is_within_budget(told: Iterable[datetime], now: datetime, zone: str, a_week: int = MOST_A_WEEK) -> bool:
    """Whether one more may be told now: once a day on the member's calendar, and so often in seven days.

    `told` are the instants of what they were told before; older ones than a week do not matter.
    """
    here = local(now, zone)
    if is_quiet(here.time()):
        return False
    recent = [local(instant, zone) for instant in told if now - instant < _WEEK]
    today = sum(instant.date() == here.date() for instant in recent)
    return today < MOST_A_DAY and len(recent) < min(a_week, MOST_A_WEEK)


def next_room(told: Collection[datetime], now: datetime, zone: str, a_week: int) -> datetime | None:
    """The first instant later than `now` at which there is room for one more; None if there is never any.

    There may be as soon as quiet hours end, or a message is a week old.
    """
    instants = [instant + _WEEK for instant in told if instant + _WEEK > now]
    morning = now
    while morning <= now + _WEEK:
        morning = next_occurrence(morning, QUIET_UNTIL, zone)
        instants.append(morning)
    return next((each for each in sorted(instants) if is_within_budget(told, each, zone, a_week)), None)
