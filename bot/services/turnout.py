"""How many did each study day, of how many whom it asked: one reckoning for digests, status and topics.

A post says the same of the day before it, which `storage.repositories.timetables_posts` counts for many
cohorts at once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from storage.connection import Connection
from storage.repositories.excused import cohort_days_off
from storage.repositories.turnout import DayDone, Rest, done_by_day, joined_at, resting

_NOBODY = DayDone(0, 0)


class Posted(Protocol):
    """A study day and the instant of its post."""

    @property
    def day(self) -> date:
        """The study day."""

    @property
    def posts_at(self) -> datetime:
        """When it is posted (aware UTC)."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many present members did a study day, of those whom it asked and those who did it all the same."""

    day: date
    done: int
    possible: int


async def turnouts(connection: Connection, cohort_id: int, days: Iterable[Posted]) -> list[Turnout]:
    """The turnout of each of these study days, which are in order."""
    asked = list(days)
    if not asked:
        return []
    done = await done_by_day(connection, cohort_id, asked[0].day, asked[-1].day)
    joined = await joined_at(connection, cohort_id)
    rests = await resting(connection, cohort_id)
    off = {row.day for row in await cohort_days_off(connection, cohort_id)}
    found = []
    for each in asked:
        did = done.get(each.day, _NOBODY)
        able = bisect_right(joined, each.posts_at) - len(set(_resting_on(rests, each)))
        found.append(Turnout(each.day, did.done, did.unasked + (0 if each.day in off else able)))
    return found


def _resting_on(rests: Iterable[Rest], posted: Posted) -> Iterator[int]:
    return (
        rest.membership_id
        for rest in rests
        if rest.first <= posted.day <= rest.last and rest.joined_at <= posted.posts_at
    )
