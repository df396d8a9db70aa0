"""The status of one study date at an instant, with the rule that gives it (streaks.md, "Status")."""

from datetime import date, datetime

from bot.domain.standing import Rule, Status
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Excuse, Learner, Log, StudyDate

_EXCUSES = {
    Excuse.HOLIDAY: Rule.HOLIDAY,
    Excuse.COHORT_PAUSE: Rule.COHORT_PAUSE,
    Excuse.OUTAGE: Rule.OUTAGE,
    Excuse.ADMIN: Rule.EXCUSED_BY_ADMIN,
}

Reading = tuple[Status, Rule]

_DONE: Reading = (Status.DONE, Rule.IN_WINDOW)
_LATE: Reading = (Status.LATE, Rule.WITHIN_GRACE)
_FUTURE: Reading = (Status.FUTURE, Rule.NOT_POSTED)
_CREDITED: Reading = (Status.CREDITED, Rule.PROJECT_SUBMITTED)
_OPEN: Reading = (Status.OPEN, Rule.WINDOW_OPEN)
_IN_GRACE: Reading = (Status.OPEN, Rule.GRACE_RUNNING)
_MISSED: Reading = (Status.MISSED, Rule.NO_CHECK_IN)


def status_of(windows: Windows, index: int, now: datetime) -> Reading:
    """The first status that applies to the date at `now`.

    A window is open up to, but not at, its deadline. A check-in counts from the post of its date on; one made
    after the grace is as if it were not there, and so is one after the deadline where that had passed before
    the learner joined: both catch up with a topic, which the pace counts.
    """
    study_date = windows.timetable[index]
    is_posted = study_date.posted <= now
    if is_posted and (counted := _counted(windows, index)):
        return counted
    if excuse := _excuse(study_date, windows.learner, windows.log):
        return Status.EXCUSED, excuse
    if not is_posted:
        return _FUTURE
    if _is_credited(windows, index):
        return _CREDITED
    if now < windows.closes(index):
        return _OPEN
    return _IN_GRACE if now < windows.grace_ends(index) else _MISSED


def _counted(windows: Windows, index: int) -> Reading | None:
    checked_in = windows.log.check_ins.get(windows.timetable[index].day)
    if checked_in is None:
        return None
    closes = windows.closes(index)
    if checked_in < closes:
        return _DONE
    return _LATE if checked_in < windows.grace_ends(index) and windows.learner.joined < closes else None


def _excuse(study_date: StudyDate, learner: Learner, log: Log) -> Rule | None:
    """The rule by which the date asks nothing of the learner, whether or not they checked in."""
    kind = log.excused.get(study_date.day)
    if kind in (Excuse.HOLIDAY, Excuse.COHORT_PAUSE):
        return _EXCUSES[kind]
    if _rests_on(learner, study_date.day):
        return Rule.OWN_PAUSE
    if kind is not None:
        return _EXCUSES[kind]
    return Rule.BEFORE_JOINING if study_date.posted < learner.joined else None


def _rests_on(learner: Learner, day: date) -> bool:
    return any(day in pause for pause in learner.pauses)


def is_required(windows: Windows, index: int) -> bool:
    """Whether the date asks for a check-in: there is no excuse for it and no project that credits it."""
    if _excuse(windows.timetable[index], windows.learner, windows.log):
        return False
    return not _is_credited(windows, index)


def _is_credited(windows: Windows, index: int) -> bool:
    block = windows.timetable[index].block
    submitted = windows.log.submitted.get(block) if block else None
    return submitted is not None and submitted < windows.block_ends(index)
