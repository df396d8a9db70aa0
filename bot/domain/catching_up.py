"""Catching up: a personal plan that spreads arrears, one topic beside the group's in a day, until level."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.standing import DayLine, Rule, Status
from bot.domain.study_log import Pause

_DAY = timedelta(days=1)


class Way(StrEnum):
    """How a member keeps up: with the group, or by a plan of their own, with days off in it or without."""

    GROUP = "group"
    STUDY_DAYS = "study_days"
    EVERY_DAY = "every_day"


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan that is wanted: it begins on `begins` at the earliest, and leaves the learner's pauses alone."""

    way: Way
    begins: date
    pauses: Sequence[Pause] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A day on which to catch up with the topic of the study day `topic`."""

    on: date
    topic: date


def own_plan(topics: Sequence[date], lines: Sequence[DayLine], wish: Wish) -> tuple[Turn, ...]:
    """A turn for each topic, one a day, in order. `lines` are the receipt of all study days."""
    return tuple(Turn(day, topic) for topic, day in zip(topics, _days(lines, wish), strict=False))


def _days(lines: Sequence[DayLine], wish: Wish) -> Iterator[date]:
    """Days without end that may hold a topic more; behind the timetable it goes on on the same weekdays."""
    excused = [line for line in lines if line.status is Status.EXCUSED]
    resting = {line.day for line in excused if line.rule is not Rule.BEFORE_JOINING}
    study_dates, rhythm = {line.day for line in lines}, {line.day.weekday() for line in lines}
    last, day = max(study_dates), wish.begins
    while True:
        is_study_day = day in study_dates or (day > last and day.weekday() in rhythm)
        is_free = day not in resting and not any(day in pause for pause in wish.pauses)
        if is_free and (is_study_day or wish.way is Way.EVERY_DAY):
            yield day
        day += _DAY
