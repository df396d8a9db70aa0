"""A learner's own pause: when it may be declared, and what is left of one that ends early (streaks.md)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.errors import Conflict, Invalid
from bot.domain.streak_windows import closes, posted_by
from bot.domain.study_log import Learner, Pause, Policy, StudyDate


def valid_pause(
    timetable: Sequence[StudyDate], learner: Learner, first: date, last: date, now: datetime, policy: Policy
) -> Pause:
    """The pause from `first` to `last`, both included, as it may be declared at `now`.

    Raises Invalid: `pause_backwards`, `pause_of_no_study_days`, `pause_too_long` (`limit`, `days`); Conflict:
    `pause_too_late` (`day`, `closed`) once the deadline of its first study date has passed, `pause_overlaps`
    (`first`, `last` of the other).
    """
    if last < first:
        raise Invalid("pause_backwards", first=first, last=last)
    pause = Pause(first, last)
    paused = [study_date for study_date in timetable if study_date.day in pause]
    if not paused:
        raise Invalid("pause_of_no_study_days", first=first, last=last)
    if len(paused) > policy.longest_pause:
        raise Invalid("pause_too_long", limit=policy.longest_pause, days=len(paused))
    if (closed := closes(learner, paused[0].posted)) <= now:
        raise Conflict("pause_too_late", day=paused[0].day, closed=closed)
    for other in learner.pauses:
        if first <= other.last and other.first <= last:
            raise Conflict("pause_overlaps", first=other.first, last=other.last)
    return pause


def ended(pause: Pause, timetable: Sequence[StudyDate], at: datetime) -> Pause | None:
    """What remains of a pause that ends early at `at`, by a check-in during it or by resuming; None: nothing.

    What is posted by then stays excused, so that coming back never costs anything; what is posted later asks
    again.
    """
    posted = [
        study_date.day for study_date in timetable[: posted_by(timetable, at)] if study_date.day in pause
    ]
    return replace(pause, last=posted[-1]) if posted else None
