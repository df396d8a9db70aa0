"""The check-in's hot path: everything for many check-ins at once, in one hop to load and one to save.

To be called from a batch function of `Database.together`, which decides between `load` and `save`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import insert, select, update

from storage.group_commit import Hot
from storage.statements import Statement, Step, parameter
from storage.tables.ledger import seen_events
from storage.tables.study import check_ins, memberships


@dataclass(frozen=True, slots=True)
class Ask:
    """What to load for one check-in: its member, their days from `since` on, and the event that asked."""

    person_id: int
    cohort_id: int
    since: date
    platform: str
    event_id: str


@dataclass(frozen=True, slots=True)
class MembershipState:
    """A member's row with the cached standing. `fold` is None when there is no standing to go on from."""

    id: int
    person_id: int
    cohort_id: int
    joined_at: datetime
    left_at: datetime | None
    current: int
    longest: int
    freezes: int
    counted: int
    possible: int
    momentum: float
    attendance: float
    fold: str | None
    stale_at: datetime


@dataclass(frozen=True, slots=True)
class StandingCheckIn:
    """A check-in that has not been undone."""

    person_id: int
    cohort_id: int
    day: date
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found. One member may stand behind several asks of a fold, hence by (person, cohort).

    A member of no row in `members` never joined; `check_ins` are in the order of their days."""

    members: dict[tuple[int, int], MembershipState]
    check_ins: dict[tuple[int, int], list[StandingCheckIn]]
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
class CachedStanding:
    """A member's new standing, for `memberships`."""

    current: int
    longest: int
    freezes: int
    counted: int
    possible: int
    momentum: float
    attendance: float
    fold: str | None
    stale_at: datetime
    membership_id: int


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event that must have no second effect."""

    platform: str
    event_id: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What a fold writes. Several standings of one member are written in order: the last one stays."""

    check_ins: list[NewCheckIn] = field(default_factory=list)
    standings: list[CachedStanding] = field(default_factory=list)
    seen: list[SeenEvent] = field(default_factory=list)


_MEMBER_KEY = ("person_id", "cohort_id")
_STANDING = CachedStanding.__slots__
_NEW = NewCheckIn.__slots__
_SEEN = SeenEvent.__slots__

_MEMBER = Statement(
    select(*[memberships.c[name] for name in MembershipState.__slots__]).where(
        memberships.c.person_id == parameter(memberships.c.person_id),
        memberships.c.cohort_id == parameter(memberships.c.cohort_id),
    ),
    *_MEMBER_KEY,
)
_STANDING_CHECK_INS = Statement(
    select(*[check_ins.c[name] for name in StandingCheckIn.__slots__])
    .where(
        check_ins.c.person_id == parameter(check_ins.c.person_id),
        check_ins.c.cohort_id == parameter(check_ins.c.cohort_id),
        check_ins.c.day >= parameter(check_ins.c.day, "since"),
        check_ins.c.undone_at.is_(None),
    )
    .order_by(check_ins.c.day),
    *_MEMBER_KEY,
    "since",
)
_SEEN_EVENT = Statement(
    select(seen_events.c.platform, seen_events.c.event_id).where(
        seen_events.c.platform == parameter(seen_events.c.platform),
        seen_events.c.event_id == parameter(seen_events.c.event_id),
    ),
    "platform",
    "event_id",
)
_ADD_CHECK_IN = Statement(insert(check_ins), *_NEW)
_SET_STANDING = Statement(
    update(memberships).where(memberships.c.id == parameter(memberships.c.id, "membership_id")), *_STANDING
)
_ADD_SEEN = Statement(insert(seen_events), *_SEEN)

_new_row = attrgetter(*_NEW)
_standing_row = attrgetter(*_STANDING)
_seen_row = attrgetter(*_SEEN)


async def load(hot: Hot, asks: Sequence[Ask]) -> Loaded:
    """Everything the check-ins are decided by, as it stands in this transaction; one hop."""
    since = {(ask.person_id, ask.cohort_id): ask.since for ask in reversed(asks)}
    for ask in asks:
        key = (ask.person_id, ask.cohort_id)
        since[key] = min(since[key], ask.since)
    members, standing, seen = await hot.run(
        Step(_MEMBER, list(since)),
        Step(_STANDING_CHECK_INS, [(*key, day) for key, day in since.items()]),
        Step(_SEEN_EVENT, [(ask.platform, ask.event_id) for ask in asks]),
    )
    found: dict[tuple[int, int], list[StandingCheckIn]] = {key: [] for key in since}
    for row in standing:
        found[row[0], row[1]].append(StandingCheckIn(*row))
    return Loaded({(row[1], row[2]): MembershipState(*row) for row in members}, found, set(seen))


async def save(hot: Hot, changes: Changes) -> None:
    """Write what the fold decided; one hop.

    Nobody else writes between `load` and here, so a check-in that stood already, or an event that was seen,
    is the deciding code's to notice, within the fold too. The unique constraints have the last word: the
    fold then fails as a whole, and each item is decided again by itself."""
    await hot.run(
        Step(_ADD_CHECK_IN, [_new_row(new) for new in changes.check_ins]),
        Step(_SET_STANDING, [_standing_row(standing) for standing in changes.standings]),
        Step(_ADD_SEEN, [_seen_row(seen) for seen in changes.seen]),
    )
