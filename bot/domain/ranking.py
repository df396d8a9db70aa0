"""Places on a board, with fair ties: the same value is the same place, and the place after it is skipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class By(StrEnum):
    """What a board is ordered by."""

    STREAK = "streak"
    ATTENDANCE = "attendance"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Entry:
    """One learner's numbers. `who` names the person, and orders those who share a place."""

    who: int
    streak: int
    attendance: float
    days: int

    def value(self, by: By) -> float:
        """The number that the board is ordered by."""
        match by:
            case By.STREAK:
                return self.streak
            case By.ATTENDANCE:
                return self.attendance
            case By.DAYS:
                return self.days


@dataclass(frozen=True, slots=True)
class Place:
    """A learner's rank, from 1 (standard competition ranking: 1, 2, 2, 4)."""

    rank: int
    entry: Entry


def places(entries: Iterable[Entry], by: By) -> tuple[Place, ...]:
    """All entries, best first, each with its rank."""
    ordered = sorted(entries, key=lambda entry: (-entry.value(by), entry.who))
    ranked: list[Place] = []
    for position, entry in enumerate(ordered, start=1):
        tied = ranked and ranked[-1].entry.value(by) == entry.value(by)
        ranked.append(Place(ranked[-1].rank if tied else position, entry))
    return tuple(ranked)
