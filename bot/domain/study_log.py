"""What a streak is read from: the timetable, the policy, the learner's clocks and pauses, and the log.

Only values; the rules that read them are in `bot.domain.streak`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.calendar import ROLLOVER


class Mode(StrEnum):
    """What a streak counts: study days, or weeks in which the quota was met."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Excuse(StrEnum):
    """Why a study date asks nothing of a learner. The first two hold for the whole cohort."""

    HOLIDAY = "holiday"
    COHORT_PAUSE = "cohort_pause"
    OUTAGE = "outage"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class StudyDate:
    """A date of the cohort's timetable and the instant of its post.

    `block` is the id of the project whose project day this is, else "".
    """

    day: date
    posted: datetime
    block: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A cohort's streak rules. Other than the defaults of streaks.md they are the admin's choice.

    `quota` is the study days asked of a week in weekly mode, `week_days` the study days that a normal week
    has (0: as many as the timetable has in that week). `freeze_every` is in counted days, `longest_gap` in
    missed days, `longest_pause` in study days.
    """

    mode: Mode = Mode.DAILY
    quota: int = 0
    grace_days: int = 1
    freezes_start: int = 2
    freezes_cap: int = 2
    freeze_every: int = 10
    longest_gap: int = 2
    week_days: int = 0
    longest_pause: int = 14


@dataclass(frozen=True, slots=True)
class ZoneSince:
    """A learner's clock from an instant on: its zone, and the time (rollover) at which their day turns."""

    since: datetime
    zone: str
    rollover: time = ROLLOVER


@dataclass(frozen=True, slots=True)
class Pause:
    """An inclusive range of study dates on which a learner rests."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Learner:
    """One member of a cohort.

    `zones` holds at least one entry, oldest first; for a member without a zone it is the cohort's. The first
    entry also rules what was posted before it began. A changed rollover is an entry too, with the same zone:
    nothing moves the deadlines of the past.
    """

    joined: datetime
    zones: tuple[ZoneSince, ...]
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """What happened, as far as this learner is concerned.

    `check_ins` are those that were not undone, by study date, each with the instant of the event; off-day
    check-ins may be among them. `excused` holds the cohort's days off and the learner's own; where a date is
    both, the cohort's. `submitted` is by project id.
    """

    check_ins: Mapping[date, datetime] = field(default_factory=dict)
    excused: Mapping[date, Excuse] = field(default_factory=dict)
    submitted: Mapping[str, datetime] = field(default_factory=dict)
