"""Whatever is said and pressed, by whomever, in whatever order, at whatever hour: some things always hold."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from town import Town, town

PEOPLE = ("Ada", "Bruno", "Admin")
COHORTS = ("Winter", "Evening")
HOURS = st.sampled_from((0.5, 1, 3, 8, 24, 70))
DAYS = st.sampled_from(("today", "yesterday", "tomorrow", "mon", "2027-01-06", "2027-01-08", "2027-01-13"))
BY_MEMBERS = (
    "/checkin cohort:{cohort}",
    "/checkin cohort:{cohort} day:{day} note:Read",
    "/undo cohort:{cohort}",
    "/pause cohort:{cohort} from:{day} until:{other}",
    "/resume cohort:{cohort}",
    "/leave cohort:{cohort}",
    "/join cohort:{cohort} listed:yes",
    "/settings zone:Asia/Tokyo rollover:05:00",
    "/settings zone:America/Los_Angeles",
    "/forgetme",
)
BY_ADMINS = (
    "/cohort skip {cohort} day:{day}",
    "/cohort edit {cohort} time:14:00 days:mon,wed,fri",
    "/cohort edit {cohort} quota:3",
    "/cohort edit {cohort} grace:3 zone:Asia/Tokyo",
    "/cohort pause {cohort}",
    "/cohort resume {cohort}",
    "/cohort delete {cohort}",
    "/cohort export {cohort}",
    "/cohort status {cohort}",
    "/cohort check {cohort}",
)
LABELS = ("Done", "Undo", "Save", "Delete it", "Delete it all", "Come back", "End the pause", "Join")
LINES = st.one_of(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(BY_MEMBERS)),
    st.tuples(st.just("Admin"), st.sampled_from(BY_ADMINS)),
)
SPEECHES = st.tuples(LINES, st.sampled_from(COHORTS), DAYS, DAYS)
PRESSES = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(LABELS))
STEPS = st.lists(st.one_of(SPEECHES, PRESSES, HOURS), min_size=15, max_size=30)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Where the towns of all examples stand, so that they share what was read."""
    with TemporaryDirectory() as directory:
        yield Path(directory)


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_nothing_breaks_no_day_is_posted_twice_and_the_receipt_agrees(
    place: Path, steps: list[object]
) -> None:
    with TemporaryDirectory(dir=place) as directory:
        asyncio.run(live_through(Path(directory), steps))


async def live_through(directory: Path, steps: list[object]) -> None:
    async with town(directory) as t:
        for cohort, hour in zip(COHORTS, ("09:00", "18:00"), strict=True):
            await t.cohort(cohort, *PEOPLE, time=hour)
        for step in steps:
            await take(t, step)
        told = await answers(t)
        forget_what_was_worked_out(directory)
        assert await answers(t) == told
        assert not any("Something went wrong" in answer for answer in told)
    assert posted_twice(directory) == []


async def take(t: Town, step: object) -> None:
    """Time goes by, somebody says something, or presses a button and leaves its questions unanswered."""
    match step:
        case int() | float() as hours:
            await t.forward(hours=hours)
            return
        case (str(who), str(label)):
            answer = ""
            with suppress(LookupError):  # nobody sees such a button now
                answer = await t.press(who, label)
        case ((str(who), str(line)), cohort, day, other):
            answer = await t.say(who, line.format(cohort=cohort, day=day, other=other))
        case _:
            raise AssertionError(step)
    assert "Something went wrong" not in answer, step


async def answers(t: Town) -> list[str]:
    """What everybody is told about their streaks; the figures of the receipt are those of the streak."""
    told = []
    for who in PEOPLE:
        for cohort in COHORTS:
            streak, receipt = await t.say(who, f"/streak {cohort}"), await t.say(who, f"/why {cohort}")
            figure = re.search(r"Streak (\d+) (?:day|week)", streak)
            if figure:
                assert re.search(rf"Streak {figure[1]}(?:, \d freezes? left| weeks?)\.", receipt), receipt
            told += [streak, receipt]
    return told


def forget_what_was_worked_out(directory: Path) -> None:
    """Every figure kept beside a membership is a cache: without it the same must be told."""
    with closing(sqlite3.connect(directory / "roadmate.db")) as connection, connection:
        connection.execute("UPDATE memberships SET fold = NULL, stale_at = 0")


def posted_twice(directory: Path) -> list[object]:
    with closing(sqlite3.connect(directory / "roadmate.db")) as connection:
        return connection.execute(
            "SELECT cohort_id, day, room_id FROM ledger WHERE kind = 'post' AND state = 'sent'"
            " GROUP BY cohort_id, day, room_id HAVING count(*) > 1"
        ).fetchall()
