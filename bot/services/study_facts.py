"""What the services of studying answer: facts without sentences, for `bot.messages.study` and its like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.catching_up import Turn, Way
from bot.domain.pace import Pace
from bot.domain.ranking import By
from bot.domain.standing import DayLine, Standing, WeekLine


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Which cohort it is about, and in whose zone instants are meant where no reader's clock is known."""

    cohort_id: int
    cohort: str
    zone: str


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A study day, its number in the cohort's timetable (from 1; 0: none of it), and how many there are."""

    day: date
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Window:
    """A study day whose window is open until `closes`, or opens with its post at `opens`."""

    day: date
    opens: datetime
    closes: datetime


class Outcome(StrEnum):
    """What became of a check-in."""

    COUNTED = "counted"
    LATE = "late"
    CAUGHT_UP = "caught_up"
    ALREADY = "already"
    OFF_DAY = "off_day"


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A check-in was answered; `at` is when the day was counted.

    `spent` freezes covered the gap before it, `earned` is whether it gave one. `open_now` is the oldest other
    day that waits, `coming` the next day to be posted. `noted` is whether a note or the like was saved.
    """

    where: Whereabouts
    outcome: Outcome
    study_day: StudyDay
    at: datetime
    standing: Standing
    spent: int = 0
    earned: bool = False
    open_now: Window | None = None
    coming: Window | None = None
    noted: bool = False


@dataclass(frozen=True, slots=True)
class KeepingUp:
    """How somebody keeps up, and the turns of their own plan; of one for study days where they have none.

    There may be none where weeks are counted or admins want none; then one made before `rests`.
    """

    way: Way
    turns: Sequence[Turn]
    may_plan: bool = True
    rests: bool = False

    @property
    def level_on(self) -> date | None:
        """When they are level; None where they are now."""
        return self.turns[-1].on if self.turns else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody has chosen how to keep up; `first` is the study day whose topic comes first in their plan."""

    where: Whereabouts
    keeping_up: KeepingUp
    first: StudyDay | None


@dataclass(frozen=True, slots=True)
class Undone:
    """A check-in was taken back. `open_now` is its day's window while it can be counted again."""

    where: Whereabouts
    study_day: StudyDay
    standing: Standing
    open_now: Window | None


@dataclass(frozen=True, slots=True)
class Rested:
    """A pause was declared: `days` study days of it; `back_on` is the first study day after it."""

    where: Whereabouts
    first: date
    last: date
    days: int
    back_on: date | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """A pause has ended. `coming` is the next study day to be posted."""

    where: Whereabouts
    coming: Window | None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose standing it is; `own` is whether that is the asker."""

    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class StreakOf:
    """Somebody's streak; `open_now` is the oldest day that waits for them."""

    where: Whereabouts
    whose: Whose
    standing: Standing
    open_now: Window | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A page of the receipt behind a streak, newest day first; `weeks` only where weeks are counted."""

    where: Whereabouts
    standing: Standing
    lines: Sequence[DayLine]
    weeks: Sequence[WeekLine]
    numbers: Sequence[int]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Somebody's way through the roadmap. `lines` are all study days posted so far, oldest first, `to_come`
    the others.

    `extra` are the days of check-ins on no study day. `pace` is that of the way in which they keep up.
    """

    where: Whereabouts
    whose: Whose
    standing: Standing
    lines: Sequence[DayLine]
    to_come: Sequence[date]
    extra: Sequence[date]
    pace: Pace
    keeping_up: KeepingUp

    @property
    def of(self) -> int:
        """How many study days the timetable has."""
        return len(self.lines) + len(self.to_come)

    @property
    def last_day(self) -> date | None:
        """The timetable's last one."""
        days = [*(line.day for line in self.lines[-1:]), *self.to_come[-1:]]
        return days[-1] if days else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody on the board; `value` is what the board is ordered by."""

    rank: int
    name: str
    value: float
    own: bool


@dataclass(frozen=True, slots=True)
class Leaders:
    """A page of the board of those who let themselves be listed, and the asker's own place.

    `own` is None for those who do not study here; `weekly` is whether streaks count weeks.
    """

    where: Whereabouts
    by: By
    weekly: bool
    rows: Sequence[Ranked]
    own: Ranked | None
    own_listed: bool
    page: int
    pages: int
