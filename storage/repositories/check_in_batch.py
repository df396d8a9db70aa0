"""The check-in's hot path: everything for many check-ins at once, in one hop to load and one to save.

To be called from a batch function of `Database.together`, which decides between `load` and `save`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import insert, select

from storage.group_commit import Hot
from storage.repositories.standings import CachedStanding, Found, MemberKey, as_found, reading, storing
from storage.statements import Statement, Step, parameter
from storage.tables.ledger import seen_events
from storage.tables.study import check_ins


@dataclass(frozen=True, slots=True)
class Ask:
    """What to load for one check-in: its member, their days from `since` on, and the event that asked."""

    person_id: int
    cohort_id: int
    since: date
    platform: str
    event_id: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found. One member may stand behind several asks of a fold, hence by (person, cohort).

    `since` is the date from which on a member's check-ins were loaded."""

    found: Found
    since: dict[MemberKey, date]
    seen: set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    """A check-in to record. `at` is when it was said, `recorded_at` when it was processed."""

    cohort_id: int
    person_id: int
    day: date
    at: datetime
    recorded_at: datetime
    zone: str
    platform: str
    kind: str
    note: str = ""
    minutes: int | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event that must have no second effect."""

    platform: str
    event_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What a fold writes. Several standings of one member are written in order: the last one stays.

    `further` are steps of other repositories that belong to the same transaction."""

    check_ins: list[NewCheckIn] = field(default_factory=list)
    standings: list[CachedStanding] = field(default_factory=list)
    seen: list[SeenEvent] = field(default_factory=list)
    further: list[Step] = field(default_factory=list)


_NEW = NewCheckIn.__slots__
_SEEN = SeenEvent.__slots__

_SEEN_EVENT = Statement(
    select(seen_events.c.platform, seen_events.c.event_id).where(
        seen_events.c.platform == parameter(seen_events.c.platform),
        seen_events.c.event_id == parameter(seen_events.c.event_id),
    ),
    "platform",
    "event_id",
)
_ADD_CHECK_IN = Statement(insert(check_ins), *_NEW)
_ADD_SEEN = Statement(insert(seen_events), *_SEEN)

_new_row = attrgetter(*_NEW)
_seen_row = attrgetter(*_SEEN)


async def load(hot: Hot, asks: Sequence[Ask]) -> Loaded:
    """Everything the check-ins are decided by, as it stands in this transaction; one hop."""
    since: dict[MemberKey, date] = {}
    for ask in asks:
        key = (ask.person_id, ask.cohort_id)
        since[key] = min(since.get(key, ask.since), ask.since)
    seen = Step(_SEEN_EVENT, [(ask.platform, ask.event_id) for ask in asks])
    members, made, known = await hot.run(*reading(since), seen)
    return Loaded(as_found(members, made), since, set(known))


async def save(hot: Hot, changes: Changes) -> None:
    """Write what the fold decided; one hop.

    Nobody else writes between `load` and here, so a check-in that stood already, or an event that was seen,
    is the deciding code's to notice, within the fold too. The unique constraints have the last word: the
    fold then fails as a whole, and each item is decided again by itself."""
    await hot.run(
        Step(_ADD_CHECK_IN, [_new_row(new) for new in changes.check_ins]),
        storing(changes.standings),
        Step(_ADD_SEEN, [_seen_row(seen) for seen in changes.seen]),
        *changes.further,
    )
