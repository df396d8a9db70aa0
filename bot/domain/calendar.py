"""Wall clocks and instants: the only place that converts between them, by the rules of the IANA time zones.

Instants are aware UTC datetimes, study days are dates, wishes are a time and a zone name. Knows no cohorts
and no clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from bot.domain.errors import UnknownZone

ROLLOVER = time(3)
LEAST_WINDOW = timedelta(hours=8)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LONGEST_NAME = 64


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every zone name anybody may use: the list shipped with the `tzdata` package, sorted."""
    return tuple(sorted(resources.files("tzdata").joinpath("zones").read_text("utf-8").split()))


@lru_cache(maxsize=1)
def _names_by_folded() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}


@lru_cache(maxsize=1024)
def zone_info(name: str) -> ZoneInfo:
    """The zone of that name, however it is capitalised. Raises UnknownZone with the nearest names."""
    known = _names_by_folded().get(name.strip().casefold())
    if known is None:
        raise UnknownZone(name, _nearest(name))
    return ZoneInfo(known)


def _nearest(name: str) -> tuple[str, ...]:
    """Up to three names that may have been meant; a bare city ("berlin") finds its zone."""
    wanted = name[:_LONGEST_NAME].casefold().strip().replace(" ", "_")
    known = _names_by_folded()
    cities: dict[str, str] = {}
    for folded, zone in known.items():
        cities.setdefault(folded.rpartition("/")[2], zone)
    found = [cities[near] for near in get_close_matches(wanted, cities)]
    found += [known[near] for near in get_close_matches(wanted, known)]
    return tuple(dict.fromkeys(found))[:3]


def local(instant: datetime, zone: str) -> datetime:
    """What a clock in the zone shows at the instant, as an aware datetime."""
    return instant.astimezone(zone_info(zone))


def occurrence(day: date, at: time, zone: str) -> datetime:
    """The instant at which the zone's clock shows that time on that day, in UTC.

    A time that the clock skips moves later by the gap; of a repeated hour it is the earlier (streaks.md,
    "Clocks").
    """
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone_info(zone)).astimezone(UTC)


def day_start(day: date, rollover: time, zone: str) -> datetime:
    """The instant at which a member's own day begins: the rollover on their wall clock, in UTC.

    A rollover that the clock skips becomes the first instant after the gap; of a repeated hour it is the
    later.
    """
    wall = datetime.combine(day, rollover.replace(fold=1), tzinfo=zone_info(zone))
    shown_first = wall.replace(fold=0).astimezone(UTC)
    shown_last = wall.astimezone(UTC)
    if shown_last < shown_first:  # only in a gap does the offset after it give the earlier instant
        return _end_of_gap(shown_last, shown_first, zone)
    return shown_last


def _end_of_gap(before: datetime, after: datetime, zone: str) -> datetime:
    """The first second in (before, after] that has the offset of `after`."""
    offset = local(after, zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if local(middle, zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


@lru_cache(maxsize=1 << 14)
def deadline(
    posted: datetime, zone: str, rollover: time = ROLLOVER, least: timedelta = LEAST_WINDOW
) -> datetime:
    """When a window closes: at the zone's first rollover that leaves at least `least` after the post."""
    earliest = posted + least
    day = local(earliest, zone).date() - _DAY  # where an hour repeats at midnight, the day before ends later
    while (end := day_start(day, rollover, zone)) < earliest:
        day += _DAY
    return end


def own_day(instant: datetime, rollover: time, zone: str) -> date:
    """The date it is for somebody whose day turns at the rollover: at 01:00 it is still yesterday."""
    day = local(instant, zone).date()
    return day if day_start(day, rollover, zone) <= instant else day - _DAY


def week_of(day: date) -> date:
    """The Monday of the calendar week (ISO 8601) in which the day lies."""
    return day - timedelta(days=day.weekday())
