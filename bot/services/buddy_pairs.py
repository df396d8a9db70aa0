"""Who is brought together and who is set free, in the caller's transaction.

Two are together while each one's row leads to the other's. Whatever has taken one away (they stopped, left,
were forgotten, were silent for long), the other is found by that and looks on.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from bot.domain.buddying import ASKED_AT, LONGEST_OFFER, PATIENCE, Seeker, pairs, shared_hours
from bot.domain.calendar import local
from bot.domain.nudging import QUIET_UNTIL, is_quiet, next_occurrence, reminder_time
from bot.services.buddy_facts import About, BuddyOf, Stage
from bot.services.features import features_of
from bot.services.reminders import wish_of
from bot.services.study_facts import Whereabouts
from bot.services.timetables import post_time
from storage.connection import Connection
from storage.repositories.buddies import (
    BuddyRow,
    buddies_of_cohort,
    change_buddy,
    check_in_instants,
    drop_buddies,
    partings_of,
    rests_of_members,
)

_LATELY = timedelta(weeks=4)


def is_open(row: BuddyRow) -> bool:
    """Whether buddies are on in the cohort, and it runs."""
    return row.cohort_state == "running" and features_of(row.features).buddies


def own_hour(row: BuddyRow) -> time:
    """When somebody is asked about their buddy: at the first hour at which they want to hear from us, to be
    reminded or to recall something, else at ten.
    """
    hours = [] if row.recall_minutes is None else [post_time(row.recall_minutes)]
    if (wish := wish_of(row.reminder_minutes)) is not None:
        hours.append(reminder_time(wish, post_time(row.rollover_minutes)))
    return min(hours, default=ASKED_AT)


def soon(now: datetime, zone: str) -> datetime:
    """The next instant at which somebody in that zone may be told something."""
    return next_occurrence(now, QUIET_UNTIL, zone) if is_quiet(local(now, zone).time()) else now


def is_lapsed(row: BuddyRow, now: datetime) -> bool:
    """Whether somebody was asked and has not answered for so long that the other need not wait."""
    patience = LONGEST_OFFER if row.news else PATIENCE
    return row.state == Stage.ASKED and is_open(row) and now >= row.since + patience


def rests(row: BuddyRow, pauses: Mapping[int, Sequence[tuple[date, date]]], now: datetime) -> bool:
    """Whether somebody is on a pause of their own today."""
    today = local(now, row.zone).date()
    return any(first <= today <= last for first, last in pauses.get(row.membership_id, ()))


async def settle(connection: Connection, cohort_id: int, now: datetime) -> None:
    """Sets free whose buddy is gone, and brings those together who look."""
    await set_free(connection, cohort_id, now)
    await bring_together(connection, cohort_id, now)


async def set_free(connection: Connection, cohort_id: int, now: datetime) -> None:
    """Whose buddy is gone looks on; who has left the cohort looks no more."""
    rows = await buddies_of_cohort(connection, cohort_id)
    await drop_buddies(connection, [row.id for row in rows if row.left_at is not None])
    here = {row.id: row for row in rows if row.left_at is None}
    for row in here.values():
        if row.state != Stage.LOOKING and not _holds(row, here):
            await _let_look_on(connection, row, now)


async def bring_together(connection: Connection, cohort_id: int, now: datetime) -> None:
    """Offers those who look to each other, but for those who rest or have news to hear first."""
    looking = {
        row.membership_id: row
        for row in await buddies_of_cohort(connection, cohort_id)
        if row.state == Stage.LOOKING and not row.news and is_open(row)
    }
    if len(looking) < 2:  # noqa: PLR2004 - it takes two
        return
    resting = await rests_of_members(connection, looking)
    awake = [row for row in looking.values() if not rests(row, resting, now)]
    never = await partings_of(connection, looking)
    for one, other in pairs(await _seekers(connection, awake, now), never, now):
        await _offer(connection, looking[one], looking[other], now)
        await _offer(connection, looking[other], looking[one], now)


async def told(connection: Connection, row: BuddyRow, now: datetime) -> BuddyRow:
    """Somebody knows their news, and an offer waits for their answer from now on. Returns the new row."""
    if not row.news:
        return row
    since = now if row.news == About.OFFER else row.since
    await change_buddy(connection, row.id, news="", since=since)
    return row._replace(news="", since=since)


def buddy_with(row: BuddyRow, other: BuddyRow | None, now: datetime) -> BuddyOf:
    """How it stands with somebody and whom they are with."""
    where = Whereabouts(row.cohort_id, row.cohort, row.zone)
    if other is None:
        return BuddyOf(where, Stage.LOOKING)
    return BuddyOf(
        where,
        Stage(row.state),
        other.name,
        other.membership_id,
        shared_hours(row.zone, other.zone, now),
        row.since + PATIENCE if row.state == Stage.ASKED else None,
    )


def _holds(row: BuddyRow, here: Mapping[int, BuddyRow]) -> bool:
    other = None if row.with_id is None else here.get(row.with_id)
    return other is not None and other.with_id == row.id


async def _let_look_on(connection: Connection, row: BuddyRow, now: datetime) -> None:
    """Who had a buddy is told, once; who had only been asked may not even know of it."""
    values: dict[str, object] = {"news": ""}
    if row.state == Stage.PAIRED:
        values = {"news": About.ALONE, "look_at": soon(now, row.zone)}
    await change_buddy(
        connection, row.id, state=Stage.LOOKING, since=now, with_id=None, asked_since=None, **values
    )


async def _seekers(connection: Connection, rows: Sequence[BuddyRow], now: datetime) -> list[Seeker]:
    lately = await check_in_instants(connection, [row.membership_id for row in rows], now - _LATELY)
    return [Seeker(row.membership_id, row.zone, row.since, lately.get(row.membership_id, ())) for row in rows]


async def _offer(connection: Connection, row: BuddyRow, other: BuddyRow, now: datetime) -> None:
    await change_buddy(
        connection,
        row.id,
        state=Stage.ASKED,
        since=now,
        with_id=other.id,
        news=About.OFFER,
        look_at=soon(now, row.zone),
    )
