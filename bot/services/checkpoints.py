"""Checkpoints: how `memberships.fold` keeps what a standing goes on from, as two lines of JSON.

The first line holds the learner's own circumstances, the second the fold of the log and the latest
check-ins. A checkpoint is a cache: whoever changes what it holds drops it (`drop_standings`), and one of
another revision does not hold.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot.domain.streak_fold import Fold
from bot.domain.study_log import Excuse, Learner, Pause, ZoneSince

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is a member's own beside the log, at one revision of the cohort. `text` is how it is kept."""

    revision: int
    learner: Learner
    excused: Mapping[date, Excuse]
    submitted: Mapping[str, datetime]
    text: str

    def with_pauses(self, pauses: Iterable[Pause]) -> "Circumstances":
        """The same with other pauses."""
        ordered = tuple(sorted(pauses, key=lambda pause: pause.first))
        learner = replace(self.learner, pauses=ordered)
        return circumstances(self.revision, learner, self.excused, self.submitted)


def circumstances(
    revision: int, learner: Learner, excused: Mapping[date, Excuse], submitted: Mapping[str, datetime]
) -> Circumstances:
    """What is to be kept of a member's own."""
    kept = {
        "revision": revision,
        "joined": _microseconds(learner.joined),
        "zones": [[_microseconds(held.since), held.zone, _minutes(held.rollover)] for held in learner.zones],
        "pauses": [[pause.first.toordinal(), pause.last.toordinal()] for pause in learner.pauses],
        "excused": {day.toordinal(): kind.value for day, kind in excused.items()},
        "submitted": {project: _microseconds(at) for project, at in submitted.items()},
    }
    return Circumstances(
        revision, learner, excused, submitted, json.dumps(kept, separators=(",", ":")) + "\n"
    )


def written(own: Circumstances, fold: Fold, known_after: date, check_ins: Mapping[date, datetime]) -> str:
    """A checkpoint as text; `check_ins` are all those for later days than `known_after`."""
    numbers = [
        fold.run,
        fold.longest,
        fold.freezes,
        fold.gap,
        fold.counted,
        fold.possible,
        fold.momentum,
        0 if fold.broke_on is None else fold.broke_on.toordinal(),
        fold.through.toordinal(),
        known_after.toordinal(),
    ]
    for day, at in check_ins.items():
        numbers += day.toordinal(), _microseconds(at)
    return f"{own.text}{numbers}"


def read(text: str) -> tuple[Circumstances, Fold, date, dict[date, datetime]]:
    """The checkpoint that `written` has made, in the same parts."""
    own, _, numbers = text.partition("\n")
    run, longest, freezes, gap, counted, possible, momentum, broke_on, through, after, *made = json.loads(
        numbers
    )
    fold = Fold(
        run,
        longest,
        freezes,
        gap,
        counted,
        possible,
        momentum,
        date.fromordinal(broke_on) if broke_on else None,
        date.fromordinal(through),
    )
    days = map(date.fromordinal, made[::2])
    return (
        _circumstances(own),
        fold,
        date.fromordinal(after),
        dict(zip(days, map(_instant, made[1::2]), strict=True)),
    )


@lru_cache(maxsize=1 << 13)
def _circumstances(text: str) -> Circumstances:
    kept: dict[str, Any] = json.loads(text)
    learner = Learner(
        joined=_instant(kept["joined"]),
        zones=tuple(
            ZoneSince(_instant(since), zone, _time(rollover)) for since, zone, rollover in kept["zones"]
        ),
        pauses=tuple(
            Pause(date.fromordinal(first), date.fromordinal(last)) for first, last in kept["pauses"]
        ),
    )
    excused = {date.fromordinal(int(day)): Excuse(kind) for day, kind in kept["excused"].items()}
    submitted = {project: _instant(at) for project, at in kept["submitted"].items()}
    return Circumstances(kept["revision"], learner, excused, submitted, text + "\n")


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
