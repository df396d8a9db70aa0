"""The team's streak: a study day is the cohort's when enough of those who are active have done it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TeamDay:
    """A study day that asks something of the cohort: how many did it, of how many who are active.

    Active on a day is who did it, or one of the few study days before it: who has gone costs nobody a day.
    """

    day: date
    done: int
    active: int

    def counts(self, share: int) -> bool:
        """Whether at least `share` per cent of the active have done it."""
        return self.active > 0 and self.done * 100 >= self.active * share


def team_run(newest_first: Iterable[TeamDay], share: int, open_day: date | None = None) -> int:
    """How many of the cohort's days in a row have counted; one that is still open ends no run."""
    run = 0
    for each in newest_first:
        if each.counts(share):
            run += 1
        elif each.day != open_day:
            break
    return run
