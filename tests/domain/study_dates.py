"""Study days for tests that need no roadmap: those of a cohort's calendar, one after the other."""

from collections.abc import Collection
from datetime import date
from itertools import islice

from bot.domain.pacing_settings import StudyCalendar

EVERY_DAY = range(7)


def study_days(start: date, count: int, weekdays: Collection[int] = EVERY_DAY) -> list[date]:
    """The first days from `start` on that fall on one of the weekdays (0 is Monday)."""
    return list(islice(StudyCalendar(start, frozenset(weekdays)).from_day(start), count))
