"""The check-in's hot path: everything for many check-ins at once, in one hop to load and one to save
and commit.

To be called from a batch function of `Database.together`, which decides between `load` and `save`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import insert, select

from storage.group_commit import Hot
from storage.repositories.standings import (
    CachedStanding,
    MemberKey,
    MembershipState,
    as_found,
    finding,
    storing,
)
from storage.statements import Statement, Step, parameter
from storage.tables.ledger import seen_events
from storage.tables.study import check_ins

Event = tuple[str, str]
"""An event by platform and id."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found: members (who has no row never joined), and the events that were seen before."""

    members: dict[MemberKey, MembershipState]
    seen: set[Event]


class NewCheckIn(NamedTuple):
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


class SeenEvent(NamedTuple):
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


_SEEN_EVENT = Statement(
    select(seen_events.c.platform, seen_events.c.event_id).where(
        seen_events.c.platform == parameter(seen_events.c.platform),
        seen_events.c.event_id == parameter(seen_events.c.event_id),
    ),
    "platform",
    "event_id",
)
_ADD_CHECK_IN = Statement(insert(check_ins), *NewCheckIn._fields)
_ADD_SEEN = Statement(insert(seen_events), *SeenEvent._fields)


async def load(hot: Hot, keys: set[MemberKey], events: Sequence[Event]) -> Loaded:
    """What check-ins are decided by, as it stands in this transaction; one hop."""
    members, seen = await hot.run(finding(keys), Step(_SEEN_EVENT, events))
    return Loaded(as_found(members), set(seen))


def save(hot: Hot, changes: Changes) -> None:
    """Write what the fold decided, together with the commit.

    Nobody else writes between `load` and here, so a check-in that stood already, or an event that was seen,
    is the deciding code's to notice, within the fold too. The unique constraints have the last word: the
    fold then fails as a whole, and each item is decided again by itself."""
    hot.leave(
        Step(_ADD_CHECK_IN, changes.check_ins),
        storing(changes.standings),
        Step(_ADD_SEEN, changes.seen),
        *changes.further,
    )
