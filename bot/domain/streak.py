"""The streak: a pure function of the timetable, the learner, the log, the policy and `now` (streaks.md).

Only DONE and LATE add 1; EXCUSED, CREDITED, OPEN, FUTURE and off-days bridge; MISSED breaks unless frozen. A
timetable is ordered by day and by post.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime

from bot.domain.standing import DayLine, Standing, Status, Unit, WeekLine
from bot.domain.streak_fold import Fold, start
from bot.domain.streak_receipt import receipt
from bot.domain.streak_status import is_required
from bot.domain.streak_walk import Step, walk_days
from bot.domain.streak_weekly import walk_weeks, weeks_of
from bot.domain.streak_windows import Windows, posted_by
from bot.domain.study_log import Mode, Policy


def standing(windows: Windows, now: datetime) -> Standing:
    """Where the learner stands at `now`, from the first study date on.

    The log's rows are facts, whatever their instants: to ask about an earlier `now`, leave out what came
    later.
    """
    return standing_from(start(windows.policy), windows, now)[0]


def standing_from(fold: Fold, windows: Windows, now: datetime) -> tuple[Standing, Fold]:
    """The standing, read from a checkpoint on, and the checkpoint for the next time.

    The windows' timetable is the whole one, or any end of it that holds every date after `fold.through`; of
    the log only those dates' rows are looked at, but all rows about an open project. The new fold ends with
    the last date before which all are settled: they have counted, or their grace is over, and so is the last
    deadline of the project they belong to (in weekly mode: with the last week that is over).

    The caller drops the fold (uses `start(policy)`) whenever something changes a date it holds,
    `fold.through` or before: a holiday, pause or excuse, a submission entered afterwards, an undo or a
    check-in by other means than `check_in`, another policy or timetable, a corrected zone.
    """
    posted = posted_by(windows.timetable, now)
    kept, opened, turns = fold, [], _next_turn(windows, posted)
    for step in _walk(windows, fold, posted, now):
        fold = step.after
        if step.settled:
            kept = fold
        if step.status is Status.OPEN:
            opened.append(windows.timetable[step.position].day)
        if step.turns and (turns is None or step.turns < turns):
            turns = step.turns
    return _standing(fold, windows.policy, opened, turns), kept


def explain(windows: Windows, now: datetime) -> tuple[DayLine, ...]:
    """The receipt of `standing` for the same arguments: a line for each date, future ones too."""
    fold = start(windows.policy)
    return receipt(windows, fold, _walk(windows, fold, len(windows.timetable), now))


def explain_weeks(windows: Windows, now: datetime) -> tuple[WeekLine, ...]:
    """The receipt of a weekly streak: a line for each calendar week of the timetable."""
    dates = range(len(windows.timetable))
    runs = {step.position: step.after.run for step in walk_weeks(windows, start(windows.policy), dates, now)}
    return tuple(
        WeekLine(
            monday=week.monday,
            required=week.required,
            need=week.need,
            done=week.done,
            is_over=week.over_at <= now,
            run_after=runs[week.indexes[-1]],
        )
        for week in weeks_of(windows, dates, now)
    )


def _walk(windows: Windows, fold: Fold, end: int, now: datetime) -> Iterator[Step]:
    first = bisect_right(windows.timetable, fold.through, key=lambda date: date.day)
    walk = walk_weeks if windows.policy.mode is Mode.WEEKLY else walk_days
    return walk(windows, fold, range(first, end), now)


def _next_turn(windows: Windows, posted: int) -> datetime | None:
    """The end of the grace of the next date to be posted that asks something of the learner."""
    for index in range(posted, len(windows.timetable)):
        if is_required(windows, index):
            return windows.grace_ends(index)
    return None


def _standing(fold: Fold, policy: Policy, opened: list[date], turns: datetime | None) -> Standing:
    return Standing(
        current=fold.run,
        longest=fold.longest,
        freezes=fold.freezes_left,
        unit=Unit.WEEKS if policy.mode is Mode.WEEKLY else Unit.DAYS,
        counted=fold.counted,
        possible=fold.possible,
        momentum=fold.momentum,
        open_days=tuple(opened),
        broke_on=fold.broke_on,
        changes_at=turns,
    )
