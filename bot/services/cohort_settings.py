"""What admins can choose about a cohort: their wishes, and a cohort's settings with the wishes applied."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from typing import Any

from bot.domain.errors import Invalid
from bot.interface.address import RoomAddress
from bot.services.features import Features, features_of
from bot.services.timetables import minutes_of, pacing_of, post_time, stored_weekdays, weekdays_of
from storage.repositories.cohorts import CohortRow

_DAILY, _WEEKLY = "daily", "weekly"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to be chosen or changed; whatever is empty or None stays as it is."""

    name: str = ""
    start: date | None = None
    at: time | None = None
    zone: str = ""
    weekdays: frozenset[int] = frozenset()
    room: RoomAddress | None = None
    pace: str = ""
    language: str = ""
    quota: int | None = None
    grace: int | None = None
    late: str = ""
    items: int = 0
    review: bool | None = None
    catch_up: int | None = None
    threads: bool | None = None
    reminders: bool | None = None
    digest: bool | None = None
    summary: bool | None = None
    leaderboard: bool | None = None
    projects: bool | None = None
    keepup: bool | None = None
    buddies: bool | None = None
    recall: bool | None = None
    team: int | None = None


Value = str | int | bool | date | time | frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A setting, named as its argument, before and after."""

    setting: str
    before: Value
    after: Value


def with_wishes(cohort: CohortRow, wishes: Wishes) -> CohortRow:
    """The cohort as it would be. Raises Invalid for what cannot be used."""
    at = cohort.post_minutes if wishes.at is None else minutes_of(wishes.at)
    weekdays = wishes.weekdays or weekdays_of(cohort.weekdays)
    wished = replace(
        cohort,
        name=wishes.name or cohort.name,
        start=wishes.start or cohort.start,
        post_minutes=at,
        zone=wishes.zone or cohort.zone,
        weekdays=stored_weekdays(weekdays),
        language=wishes.language or cohort.language,
        late_policy=wishes.late or cohort.late_policy,
        threads=cohort.threads if wishes.threads is None else wishes.threads,
        pacing=_pacing(dict(cohort.pacing), wishes),
        streak=_streak(dict(cohort.streak), wishes, len(weekdays)),
        features=_features(dict(cohort.features), wishes),
    )
    pacing_of(wished.pacing)
    return wished


def changes(before: CohortRow, after: CohortRow) -> tuple[Changed, ...]:
    """The settings in which two states of a cohort differ."""
    old, new = dict(_settings(before)), dict(_settings(after))
    return tuple(Changed(name, old[name], new[name]) for name in old if old[name] != new[name])


def columns(before: CohortRow, after: CohortRow) -> dict[str, Any]:
    """The columns in which they differ, with the new values."""
    names = (
        "name",
        "start",
        "post_minutes",
        "zone",
        "weekdays",
        "language",
        "late_policy",
        "threads",
        "pacing",
        "streak",
        "features",
    )
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


def _settings(cohort: CohortRow) -> Iterator[tuple[str, Value]]:
    pacing, streak = pacing_of(cohort.pacing), cohort.streak
    yield "name", cohort.name
    yield "start", cohort.start
    yield "time", post_time(cohort.post_minutes)
    yield "zone", cohort.zone
    yield "days", weekdays_of(cohort.weekdays)
    yield "language", cohort.language
    yield "late", cohort.late_policy
    yield "threads", cohort.threads
    yield "pace", pacing.pace.value
    yield "items", pacing.items_per_day
    yield "review", pacing.review_days
    yield "catchup", pacing.catch_up_every
    yield "streak", streak.get("mode", _DAILY)
    yield "quota", streak.get("quota") if streak.get("mode") == _WEEKLY else None
    yield "grace", streak.get("grace_days", 1)
    yield from asdict(features_of(cohort.features)).items()


def _features(stored: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    wished = {field.name: getattr(wishes, field.name) for field in fields(Features)}
    return stored | {name: value for name, value in wished.items() if value is not None}


def _pacing(stored: dict[str, Any], wishes: Wishes) -> dict[str, Any]:
    chosen = {
        "pace": wishes.pace or None,
        "items_per_day": wishes.items or None,
        "review_days": wishes.review,
    }
    if wishes.catch_up is not None:
        stored["catch_up_every"] = wishes.catch_up or None
    return stored | {name: value for name, value in chosen.items() if value is not None}


def _streak(stored: dict[str, Any], wishes: Wishes, days_a_week: int) -> dict[str, Any]:
    if wishes.quota is not None:
        stored |= {"mode": _WEEKLY, "quota": wishes.quota} if wishes.quota else {"mode": _DAILY}
    if wishes.grace is not None:
        stored["grace_days"] = wishes.grace
    if stored.get("mode") == _WEEKLY:
        stored["week_days"] = days_a_week
        if stored["quota"] > days_a_week:
            raise Invalid("quota", value=stored["quota"], most=days_a_week)
    return stored
