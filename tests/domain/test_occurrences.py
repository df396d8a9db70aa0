"""Posts are on time: occurrences agree with the C library in every zone, and when the clocks change."""

import os
import random
import subprocess
import sys
import time as c_library
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streak_histories import POSTS, STARTS, ZONES
from study_dates import study_days

from bot.domain.calendar import local, occurrence, zone_names

ORACLE = Path(__file__).with_name("localtime_oracle.py")
TIMETABLES = 20_000
DAYS_EACH = 12
EPOCH = date(1970, 1, 1)
UNTIL_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Wish:
    """A post of a timetable, as its cohort wished for it."""

    zone: str
    day: date
    at: time

    def line(self) -> str:
        """As the oracle reads it."""
        return f"{self.zone} {(self.day - EPOCH).days} {self.at.hour * 60 + self.at.minute}\n"


def wishes() -> Iterator[Wish]:
    """The posts of many random timetables, most of them when clocks change: spring and autumn nights."""
    chance = random.Random(20_270_104)  # noqa: S311 - it makes examples, not secrets
    zones = zone_names()
    for zone in sorted(chance.choice(zones) for _ in range(TIMETABLES)):
        passed = chance.choice([chance.randrange(365), chance.randrange(70, 120), chance.randrange(260, 310)])
        start = date(chance.randrange(1975, UNTIL_YEAR), 1, 1) + timedelta(days=passed)
        at = time(chance.choice([*range(24), *[0, 1, 2, 3] * 12]), chance.choice([0, 0, 15, 30, 59]))
        weekdays = chance.sample(range(7), chance.randrange(1, 8))
        for day in study_days(start, DAYS_EACH, weekdays):
            yield Wish(zone, day, at)


def by_the_c_library(wished: list[Wish]) -> list[datetime]:
    with resources.as_file(resources.files("tzdata").joinpath("zoneinfo")) as database:
        answer = subprocess.run(
            [sys.executable, "-S", ORACLE],
            input="".join(wish.line() for wish in wished),
            env=os.environ | {"TZDIR": str(database)},
            capture_output=True,
            text=True,
            check=True,
        )
    return [datetime.fromtimestamp(int(line), UTC) for line in answer.stdout.split()]


@pytest.mark.skipif(not hasattr(c_library, "tzset"), reason="this system's C library cannot be given a zone")
def test_occurrences_agree_with_the_c_library_over_20000_timetables() -> None:
    wished = list(wishes())

    ours = [occurrence(wish.day, wish.at, wish.zone) for wish in wished]

    assert ours == by_the_c_library(wished)
    skipped = repeated = 0
    for wish, instant in zip(wished, ours, strict=True):
        shown = local(instant, wish.zone)
        skipped += shown.time() != wish.at
        repeated += shown.utcoffset() != shown.replace(fold=1).utcoffset()
    assert min(skipped, repeated) >= 50, "the timetables hardly met a change of the clocks"


@given(st.lists(ZONES, max_size=3), POSTS, STARTS, st.sets(st.integers(0, 6), min_size=1))
def test_each_study_day_has_one_occurrence_and_they_are_in_order(
    zones: list[str], at: time, start: date, weekdays: set[int]
) -> None:
    for zone in zones:
        days = study_days(start, 20, weekdays)
        instants = [occurrence(day, at, zone) for day in days]
        assert instants == sorted(set(instants))


CHANGES = [
    ("Europe/Berlin", "2027-03-28", "00:00", "2027-03-27 23:00"),
    ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28 01:30"),  # skipped: shown as 03:30
    ("Europe/Berlin", "2027-03-28", "09:00", "2027-03-28 07:00"),
    ("Europe/Berlin", "2027-10-31", "00:00", "2027-10-30 22:00"),
    ("Europe/Berlin", "2027-10-31", "02:30", "2027-10-31 00:30"),  # twice: the earlier
    ("Europe/Berlin", "2027-10-31", "09:00", "2027-10-31 08:00"),
    ("America/New_York", "2027-03-14", "00:00", "2027-03-14 05:00"),
    ("America/New_York", "2027-03-14", "02:30", "2027-03-14 07:30"),  # skipped: shown as 03:30
    ("America/New_York", "2027-03-14", "09:00", "2027-03-14 13:00"),
    ("America/New_York", "2027-11-07", "00:00", "2027-11-07 04:00"),
    ("America/New_York", "2027-11-07", "01:30", "2027-11-07 05:30"),  # twice: the earlier
    ("America/New_York", "2027-11-07", "02:30", "2027-11-07 07:30"),
    ("America/New_York", "2027-11-07", "09:00", "2027-11-07 14:00"),
    ("Africa/Cairo", "2027-04-30", "00:00", "2027-04-29 22:00"),  # skipped: shown as 01:00
    ("Africa/Cairo", "2027-04-30", "02:30", "2027-04-29 23:30"),
    ("Africa/Cairo", "2027-04-30", "09:00", "2027-04-30 06:00"),
    ("Africa/Cairo", "2027-10-28", "23:30", "2027-10-28 20:30"),  # twice: the earlier
    ("Africa/Cairo", "2027-10-29", "00:00", "2027-10-28 22:00"),
    ("Africa/Cairo", "2027-10-29", "02:30", "2027-10-29 00:30"),
    ("Africa/Cairo", "2027-10-29", "09:00", "2027-10-29 07:00"),
    ("Australia/Lord_Howe", "2027-10-03", "00:00", "2027-10-02 13:30"),
    ("Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-02 15:45"),  # skipped by half an hour: 02:45
    ("Australia/Lord_Howe", "2027-10-03", "02:30", "2027-10-02 15:30"),
    ("Australia/Lord_Howe", "2027-10-03", "09:00", "2027-10-02 22:00"),
    ("Australia/Lord_Howe", "2027-04-04", "00:00", "2027-04-03 13:00"),
    ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03 14:45"),  # twice: the earlier
    ("Australia/Lord_Howe", "2027-04-04", "02:30", "2027-04-03 16:00"),
    ("Australia/Lord_Howe", "2027-04-04", "09:00", "2027-04-03 22:30"),
]


@pytest.mark.parametrize(("zone", "day", "at", "instant"), CHANGES)
def test_a_post_on_the_day_the_clocks_change(zone: str, day: str, at: str, instant: str) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)

    assert occurrence(date.fromisoformat(day), time.fromisoformat(at), zone) == expected


def test_a_post_on_a_leap_day_and_over_new_year() -> None:
    days = study_days(date(2027, 12, 31), 2)
    leap = study_days(date(2028, 2, 28), 3)

    assert [occurrence(day, time(0), "Asia/Kolkata") for day in [*days, *leap]] == [
        datetime(2027, 12, 30, 18, 30, tzinfo=UTC),
        datetime(2027, 12, 31, 18, 30, tzinfo=UTC),
        datetime(2028, 2, 27, 18, 30, tzinfo=UTC),
        datetime(2028, 2, 28, 18, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 18, 30, tzinfo=UTC),
    ]
