"""When each study date of one learner closes, when its grace ends and when it is settled for good."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from operator import attrgetter

from bot.domain.calendar import deadline
from bot.domain.study_log import Excuse, Learner, Log, Policy, StudyDate, ZoneSince

_DISORDER = timedelta(hours=48)
"""A date's grace outlasts a later date's by less than this, as a window lasts 8 to 33 hours in any zone."""

_POSTED = attrgetter("posted")
_COHORT_WIDE = frozenset({Excuse.HOLIDAY, Excuse.COHORT_PAUSE})


def closes(learner: Learner, posted: datetime) -> datetime:
    """The learner's deadline for what was posted then.

    The zone held at the post rules; one taken up while the window is open can only lengthen it (streaks.md,
    "Clocks").
    """
    zones = learner.zones
    end = _deadline(zones[0], posted)
    for held in zones[1:]:
        if held.since <= posted:
            end = _deadline(held, posted)
        elif held.since < end:
            end = max(end, _deadline(held, posted))
    return end


def clock_at(learner: Learner, instant: datetime) -> tuple[str, time]:
    """The zone and the rollover that the learner holds at the instant."""
    ruling = learner.zones[0]
    for held in learner.zones[1:]:
        if held.since <= instant:
            ruling = held
    return ruling.zone, ruling.rollover


def _deadline(held: ZoneSince, posted: datetime) -> datetime:
    return deadline(posted, held.zone, held.rollover)


def posted_by(timetable: Sequence[StudyDate], now: datetime) -> int:
    """How many dates of the timetable are posted at `now`: the index of the first that is not."""
    return bisect_right(timetable, now, key=_POSTED)


@dataclass(slots=True)
class Windows:
    """The instants of one learner's study dates, by index in the timetable (ordered by day and by post).

    They are computed once and remembered.
    """

    timetable: Sequence[StudyDate]
    learner: Learner
    log: Log
    policy: Policy
    _closes: dict[int, datetime] = field(default_factory=dict, init=False)
    _grace_ends: dict[int, datetime] = field(default_factory=dict, init=False)

    def closes(self, index: int) -> datetime:
        """The deadline of the date."""
        known = self._closes.get(index)
        if known is None:
            known = self._closes[index] = closes(self.learner, self.timetable[index].posted)
        return known

    def grace_ends(self, index: int) -> datetime:
        """The deadline of the study date that is `grace_days` later.

        Holidays and cohort pauses are no study dates here: the grace runs over them, as it does over a
        weekend. Behind the timetable's last date it runs as if one study date a day followed.
        """
        known = self._grace_ends.get(index)
        if known is None:
            known = self._grace_ends[index] = self._end_of_grace(index)
        return known

    def _end_of_grace(self, index: int) -> datetime:
        end = self.closes(index)
        if not (left := self.policy.grace_days):
            return end
        excused = self.log.excused
        for later in range(index + 1, len(self.timetable)):
            if excused.get(self.timetable[later].day) in _COHORT_WIDE:
                continue
            left -= 1
            if not left:
                return max(end, self.closes(later))
        return max(end, closes(self.learner, self.timetable[-1].posted + timedelta(days=left)))

    def block_ends(self, index: int) -> datetime:
        """The last deadline of the project days to which the date belongs; its own where it is none.

        The block ends before the next project's first day; dates of no project may lie within it.
        """
        block = self.timetable[index].block
        last = index
        for later in range(index + 1, len(self.timetable)):
            following = self.timetable[later].block
            if following == block:
                last = later
            elif following:
                break
        return self.closes(last)

    def settles(self, index: int) -> datetime:
        """From here on only something retroactive changes the date's status."""
        end = self.grace_ends(index)
        return max(end, self.block_ends(index)) if self.timetable[index].block else end

    def unsettled(self, now: datetime) -> range:
        """The posted dates whose grace may still run at `now`, and possibly a few before them."""
        end = posted_by(self.timetable, now)
        start = end
        while start and now < self.grace_ends(start - 1) + _DISORDER:
            start -= 1
        return range(start, end)
