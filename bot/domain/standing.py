"""What a streak is read as: the status of each study date with the rule that gave it, and the numbers.

Only values, shared by the board, the reminder, the digest and `/why`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """What a study date is to a learner at an instant: the first of these that applies.

    DONE and LATE add to the run, MISSED ends it unless frozen, all others bridge.
    """

    DONE = "done"
    LATE = "late"
    EXCUSED = "excused"
    FUTURE = "future"
    CREDITED = "credited"
    OPEN = "open"
    MISSED = "missed"


COUNTED = frozenset({Status.DONE, Status.LATE})
"""The statuses that add to a run."""


class Rule(StrEnum):
    """The exact rule that gave a study date its status, for `/why`."""

    IN_WINDOW = "in_window"
    WITHIN_GRACE = "within_grace"
    HOLIDAY = "holiday"
    COHORT_PAUSE = "cohort_pause"
    OWN_PAUSE = "own_pause"
    OUTAGE = "outage"
    EXCUSED_BY_ADMIN = "excused_by_admin"
    BEFORE_JOINING = "before_joining"
    NOT_POSTED = "not_posted"
    PROJECT_SUBMITTED = "project_submitted"
    WINDOW_OPEN = "window_open"
    GRACE_RUNNING = "grace_running"
    NO_CHECK_IN = "no_check_in"
    FROZEN = "frozen"
    BROKE_RUN = "broke_run"


FOR_NOBODY = frozenset({Rule.HOLIDAY, Rule.COHORT_PAUSE, Rule.OUTAGE})
"""The rules of dates that ask nothing of anybody."""


class Unit(StrEnum):
    """What the numbers of a streak count."""

    DAYS = "days"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of the receipt. `closes` is the deadline, `run_after` the run once this date has had its say."""

    day: date
    status: Status
    rule: Rule
    closes: datetime
    grace_ends: datetime
    frozen: bool
    run_after: int
    checked_in_at: datetime | None

    @property
    def caught_up(self) -> bool:
        """Whether somebody caught up with its topic once it was over: the streak takes no notice of that."""
        return self.checked_in_at is not None and self.status in (Status.MISSED, Status.EXCUSED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands.

    `current` and `longest` are in `unit`; `counted` and `possible` are study dates (done or late; those and
    missed). `broke_on` is the last study date that ended a run. Until `changes_at` all numbers stay as they
    are unless somebody acts (None: for ever); `open_days` also grow with each post, which the timetable
    tells.
    """

    current: int
    longest: int
    freezes: int
    unit: Unit
    counted: int
    possible: int
    momentum: float
    open_days: tuple[date, ...]
    broke_on: date | None
    changes_at: datetime | None

    @property
    def attendance(self) -> float:
        """Counted of possible study dates, from 0 to 1; 0 while none was possible."""
        return self.counted / self.possible if self.possible else 0.0


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One calendar week of the receipt in weekly mode, by its Monday: `done` of `need` study dates.

    `required` is how many of its dates asked something; `is_over` is whether it can no longer be met.
    """

    monday: date
    required: int
    need: int
    done: int
    is_over: bool
    run_after: int
