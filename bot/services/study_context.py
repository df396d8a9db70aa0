"""What the streaks of a cohort are judged by: its policy, timetable and days off, cached by revision."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from bot.domain.study_log import Excuse, Mode, Policy, StudyDate
from bot.services.features import features_of
from storage.repositories.standings_inputs import CourseRows, courses
from storage.running import Runs

_KEPT = 1024
_GONE = frozenset({"draft", "deleted"})


@dataclass(frozen=True, slots=True)
class Course:
    """A cohort at one revision. `numbers` count the study days from 1, `excused` are everybody's days off.

    `former_zones` are those it had before, each with the instant until which it ruled, in order. `own_plans`
    is whether members may catch up by plans of their own: where its admins want them, and days are counted.
    """

    cohort_id: int
    name: str
    state: str
    zone: str
    former_zones: tuple[tuple[datetime, str], ...]
    revision: int
    policy: Policy
    timetable: tuple[StudyDate, ...]
    numbers: Mapping[date, int]
    excused: Mapping[date, Excuse]
    own_plans: bool

    @property
    def is_gone(self) -> bool:
        """Whether it is none that anybody can study with."""
        return self.state in _GONE

    def zone_at(self, instant: datetime) -> str:
        """The cohort's zone at an instant: a zone that it took later changes no deadline of before."""
        return next((zone for until, zone in self.former_zones if instant < until), self.zone)

    def number_of(self, day: date) -> int:
        """Which study day it is, from 1; 0 for a day that is none."""
        return self.numbers.get(day, 0)


class Courses:
    """Loads courses, and keeps those in use: a cohort's revision grows with every change to them."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int], Course] = OrderedDict()

    async def at(self, runs: Runs, revisions: Mapping[int, int]) -> dict[int, Course]:
        """Courses by cohort, at the revisions that this very transaction sees."""
        known = {cohort_id: self._known.get(key) for key in revisions.items() for cohort_id in key[:1]}
        found = {cohort_id: course for cohort_id, course in known.items() if course is not None}
        if missing := revisions.keys() - found.keys():
            for cohort_id, rows in (await courses(runs, missing)).items():
                found[cohort_id] = self._keep(_course(rows))
        return found

    def _keep(self, course: Course) -> Course:
        self._known[course.cohort_id, course.revision] = course
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return course


def policy_of(streak: Mapping[str, Any]) -> Policy:
    """The policy that a cohort's `streak` column holds: what it does not name is as in streaks.md."""
    known = {field.name for field in fields(Policy)}
    values = {name: value for name, value in streak.items() if name in known}
    return Policy(**{**values, "mode": Mode(values.get("mode", Mode.DAILY))})


def former_zones(streak: Mapping[str, Any]) -> tuple[tuple[datetime, str], ...]:
    """The zones that a cohort had before, each with the instant (aware UTC) until which it ruled."""
    return tuple((datetime.fromisoformat(until), zone) for until, zone in streak.get("former_zones", ()))


def zone_left(streak: Mapping[str, Any], zone: str, now: datetime) -> dict[str, Any]:
    """The `streak` column of a cohort that has this zone until `now` and another one from then on."""
    return {**streak, "former_zones": [*streak.get("former_zones", ()), [now.isoformat(), zone]]}


def excuses(days_off: Iterable[tuple[date, str]]) -> dict[date, Excuse]:
    """Days off by date; of several reasons for one day the first of `Excuse` holds."""
    order = {kind: place for place, kind in enumerate(Excuse)}
    named = sorted(((day, Excuse(kind)) for day, kind in days_off), key=lambda pair: -order[pair[1]])
    return dict(named)


def _course(rows: CourseRows) -> Course:
    policy = policy_of(rows.streak)
    return Course(
        cohort_id=rows.id,
        name=rows.name,
        state=rows.state,
        zone=rows.zone,
        former_zones=former_zones(rows.streak),
        revision=rows.revision,
        policy=policy,
        timetable=tuple(StudyDate(day, posted, block) for day, posted, block in rows.days),
        numbers={day: number for number, (day, _, _) in enumerate(rows.days, start=1)},
        excused=excuses(rows.days_off),
        own_plans=features_of(rows.features).keepup and policy.mode is not Mode.WEEKLY,
    )
