"""A streak as a fold over study dates: the state after each date, and the two steps that lead to the next.

A fold is a checkpoint, a cache that can be dropped: it holds for one learner, one policy and a past that
stays as it is.
"""

from datetime import date
from typing import NamedTuple

from bot.domain.momentum import smoothed
from bot.domain.standing import Status
from bot.domain.study_log import Policy


class Fold(NamedTuple):
    """The state after the study date `through` (date.min: before the first).

    `gap` is the number of missed days since the last counted one that freezes cover so far; they are paid for
    when the gap closes, and cost nothing when it grows too long. `run` and `longest` are in days or weeks, by
    the policy's mode. A named tuple, as one is made for every study date.
    """

    run: int
    longest: int
    freezes: int
    gap: int
    counted: int
    possible: int
    momentum: float
    broke_on: date | None
    through: date

    @property
    def freezes_left(self) -> int:
        """The freezes that remain when the gap is paid for."""
        return self.freezes - self.gap


def start(policy: Policy) -> Fold:
    """The state before the first study date."""
    return Fold(
        run=0,
        longest=0,
        freezes=min(policy.freezes_start, policy.freezes_cap),
        gap=0,
        counted=0,
        possible=0,
        momentum=0.0,
        broke_on=None,
        through=date.min,
    )


def advance(fold: Fold, day: date, status: Status, policy: Policy) -> Fold:
    """The state one study date later, in daily mode (streaks.md, "Freezes")."""
    run, freezes, gap, broke_on = fold.run, fold.freezes, fold.gap, fold.broke_on
    if status is Status.DONE or status is Status.LATE:
        run, freezes, gap = run + 1, freezes - gap, 0
        if policy.freeze_every and run % policy.freeze_every == 0:
            freezes = min(policy.freezes_cap, freezes + 1)
    elif status is Status.MISSED and run:
        gap += 1
        if gap > min(freezes, policy.longest_gap):
            run, gap, broke_on = 0, 0, day
    return tallied(fold, day, status, run=run, freezes=freezes, gap=gap, broke_on=broke_on)


def tallied(
    fold: Fold, day: date, status: Status, *, run: int, freezes: int, gap: int, broke_on: date | None
) -> Fold:
    """The state with the date's attendance and momentum counted in, and the given run.

    Only counted and missed dates weigh; all others are skipped, as excused days are.
    """
    done = status is Status.DONE or status is Status.LATE
    weighs = done or status is Status.MISSED
    return Fold(
        run=run,
        longest=max(fold.longest, run),
        freezes=freezes,
        gap=gap,
        counted=fold.counted + done,
        possible=fold.possible + weighs,
        momentum=smoothed(fold.momentum, done) if weighs else fold.momentum,
        broke_on=broke_on,
        through=day,
    )
