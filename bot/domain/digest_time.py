"""When a cohort's week is looked back on: on Sunday at 18:00 on the clock of its zone."""

from datetime import datetime, time, timedelta

from bot.domain.calendar import local, occurrence

_AT = time(18)
_SUNDAY = 6
_DAY = timedelta(days=1)


def next_digest_time(after: datetime, zone: str) -> datetime:
    """The first such instant that is later than `after`."""
    day = local(after, zone).date()
    while day.weekday() != _SUNDAY or occurrence(day, _AT, zone) <= after:
        day += _DAY
    return occurrence(day, _AT, zone)
