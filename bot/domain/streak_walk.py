"""The walk along a learner's study dates in daily mode: each date's status and the fold after it.

The numbers and the receipt are both read from this walk, so that they cannot disagree.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.domain.standing import COUNTED, Rule, Status
from bot.domain.streak_fold import Fold, advance
from bot.domain.streak_status import status_of
from bot.domain.streak_windows import Windows


class Step(NamedTuple):
    """A date (by its position in the timetable), what it is, and the fold after it.

    A named tuple, as the fold is one.

    `turns` is when mere time changes what it says, if it does. `settled`: nothing up to here can change any
    more but by something retroactive, so that the fold may be kept; what has counted is settled at once.
    """

    position: int
    status: Status
    rule: Rule
    after: Fold
    turns: datetime | None
    settled: bool


def walk_days(windows: Windows, fold: Fold, indexes: range, now: datetime) -> Iterator[Step]:
    """The steps over these dates, which follow the fold's."""
    settled = True
    for index in indexes:
        status, rule = status_of(windows, index, now)
        fold = advance(fold, windows.timetable[index].day, status, windows.policy)
        settled = settled and (status in COUNTED or windows.settles(index) <= now)
        turns = windows.grace_ends(index) if status is Status.OPEN else None
        yield Step(index, status, rule, fold, turns, settled)
