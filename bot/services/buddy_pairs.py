"""Who is brought together and who is set free, in the caller's transaction.

Two are together while each one's row leads to the other's. Whatever has taken one away (they stopped, left,
were forgotten, were silent for long), the other is found by that and looks on.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta

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
    change_buddy,
    check_in_instants,
    drop_buddies,
    looking_buddies,
    loose_buddies,
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


async def at_rest(connection: Connection, rows: Collection[BuddyRow], now: datetime) -> set[int]:
    """Which of these members are on a pause of their own today."""
    pauses = await rests_of_members(connection, [row.membership_id for row in rows])
    today = {row.membership_id: local(now, row.zone).date() for row in rows}
    return {who for who, own in pauses.items() if any(first <= today[who] <= last for first, last in own)}


async def settle(connection: Connection, cohort_ids: Collection[int], now: datetime) -> None:
    """Sets free whose buddy is gone, and brings those together who look."""
    await set_free(connection, cohort_ids, now)
    await bring_together(connection, cohort_ids, now)


async def set_free(connection: Connection, cohort_ids: Collection[int], now: datetime) -> None:
    """Whose buddy is gone looks on; who has left the cohort looks no more."""
    loose = await loose_buddies(connection, cohort_ids)
    await drop_buddies(connection, [row.id for row in loose if row.left_at is not None])
    for row in loose:
        if row.left_at is None:
            await let_look_on(connection, row, now)


async def let_look_on(connection: Connection, row: BuddyRow, now: datetime) -> None:
    """Who had a buddy is told, once; who had only been asked may not even know of it."""
    values: dict[str, object] = {"news": ""}
    if row.state == Stage.PAIRED:
        values = {"news": About.ALONE, "look_at": soon(now, row.zone)}
    await change_buddy(
        connection, row.id, state=Stage.LOOKING, since=now, with_id=None, asked_since=None, **values
    )


async def bring_together(connection: Connection, cohort_ids: Collection[int], now: datetime) -> None:
    """Offers those who look to each other, but for those who rest or have news to hear first."""
    looking: dict[int, list[BuddyRow]] = defaultdict(list)
    for row in await looking_buddies(connection, cohort_ids):
        if is_open(row):
            looking[row.cohort_id].append(row)
    for rows in looking.values():
        if len(rows) > 1:
            await _offer_each_other(connection, {row.membership_id: row for row in rows}, now)


async def _offer_each_other(connection: Connection, looking: Mapping[int, BuddyRow], now: datetime) -> None:
    resting = await at_rest(connection, looking.values(), now)
    awake = [row for who, row in looking.items() if who not in resting]
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
