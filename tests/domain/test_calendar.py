"""Zones, deadlines and study days: what a wall clock means as an instant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streak_histories import ROLLOVERS, STARTS, ZONES

from bot.domain.calendar import (
    day_start,
    deadline,
    local,
    occurrence,
    own_day,
    week_of,
    zone_info,
    zone_names,
)
from bot.domain.errors import UnknownZone

SECOND = timedelta(seconds=1)
# Made aware by the strategy.
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
BERLIN = "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("said", ["Europe/Berlin", "europe/berlin", " EUROPE/BERLIN "])
def test_a_zone_is_found_however_it_is_written(said: str) -> None:
    assert zone_info(said).key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Asia/Calcuta", "Asia/Calcutta"),
    ],
)
def test_a_zone_that_does_not_exist_is_refused_with_what_may_have_been_meant(said: str, meant: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        zone_info(said)

    assert refused.value.data["zone"] == said
    assert meant in refused.value.data["nearest"]


@pytest.mark.parametrize(
    "said", ["", "../../etc/passwd", "/etc/localtime", "posixrules", "\0", "<@1>" * 9999]
)
def test_only_names_of_the_list_are_zones(said: str) -> None:
    with pytest.raises(UnknownZone):
        zone_info(said)


def test_every_name_of_the_list_is_a_zone() -> None:
    assert len(zone_names()) > 590
    for name in zone_names():
        assert zone_info(name).key == name


@given(STARTS, ROLLOVERS, ZONES)
def test_a_members_day_begins_when_their_clock_has_passed_the_rollover_for_good(
    day: date, rollover: time, zone: str
) -> None:
    begins = day_start(day, rollover, zone)
    wall = datetime.combine(day, rollover)

    assert local(begins, zone).replace(tzinfo=None) >= wall
    assert local(begins - SECOND, zone).replace(tzinfo=None) < wall
    assert local(begins + timedelta(hours=1), zone).replace(tzinfo=None) >= wall


@given(INSTANTS, ZONES, ROLLOVERS)
def test_a_deadline_is_the_first_rollover_that_leaves_eight_hours(
    posted: datetime, zone: str, rollover: time
) -> None:
    end = deadline(posted, zone, rollover)
    day = own_day(end, rollover, zone)

    assert end == day_start(day, rollover, zone)
    assert end - posted >= timedelta(hours=8)
    assert day_start(day - timedelta(days=1), rollover, zone) - posted < timedelta(hours=8)


@pytest.mark.parametrize(
    ("posted", "zone", "closes"),
    [
        ("2027-01-04 08:00", BERLIN, "2027-01-05 02:00"),
        ("2027-01-04 18:00", BERLIN, "2027-01-05 02:00"),  # 19:00: exactly eight hours until 03:00
        ("2027-01-04 18:01", BERLIN, "2027-01-06 02:00"),
        ("2027-01-04 08:00", "Pacific/Auckland", "2027-01-05 14:00"),  # Monday 21:00 to Wednesday 03:00
        ("2027-01-04 08:00", "America/Los_Angeles", "2027-01-05 11:00"),
        ("2027-03-27 08:00", BERLIN, "2027-03-28 01:00"),  # 03:00 is when the clocks have been put forward
        ("2027-10-30 07:00", BERLIN, "2027-10-31 02:00"),  # an hour more: 03:00 comes after the repeated hour
    ],
)
def test_a_deadline_on_the_members_own_clock(posted: str, zone: str, closes: str) -> None:
    assert deadline(utc(posted), zone) == utc(closes)


def test_a_deadline_may_lie_on_the_evening_before_when_the_clock_goes_back_over_midnight() -> None:
    half_a_minute_past = utc("2010-11-07 02:30:30")  # 00:00:30; at 00:01 it was 23:01 again
    posted = half_a_minute_past - timedelta(hours=8)

    assert deadline(posted, "America/St_Johns", time(23, 30)) == utc("2010-11-07 03:00")


@pytest.mark.parametrize(
    ("day", "rollover", "zone", "begins"),
    [
        (date(2027, 3, 28), time(2, 30), BERLIN, "2027-03-28 01:00"),  # skipped: the first instant after
        (date(2027, 10, 31), time(2, 30), BERLIN, "2027-10-31 01:30"),  # twice: the later
        (date(2027, 3, 14), time(2, 30), "America/New_York", "2027-03-14 07:00"),
        (date(2027, 11, 7), time(1, 30), "America/New_York", "2027-11-07 06:30"),
        (date(2027, 4, 30), time(0), "Africa/Cairo", "2027-04-29 22:00"),
        (date(2027, 10, 28), time(23, 30), "Africa/Cairo", "2027-10-28 21:30"),
        (date(2027, 10, 3), time(2, 15), "Australia/Lord_Howe", "2027-10-02 15:30"),
        (date(2027, 4, 4), time(1, 45), "Australia/Lord_Howe", "2027-04-03 15:15"),
        (date(2011, 12, 30), time(3), "Pacific/Apia", "2011-12-30 10:00"),  # a whole day that never was
    ],
)
def test_a_rollover_that_the_clock_skips_or_repeats(
    day: date, rollover: time, zone: str, begins: str
) -> None:
    assert day_start(day, rollover, zone) == utc(begins)


def test_a_night_owls_day_lasts_until_the_rollover() -> None:
    saturday_night = occurrence(date(2027, 1, 10), time(1), BERLIN)

    assert own_day(saturday_night, time(3), BERLIN) == date(2027, 1, 9)
    assert own_day(saturday_night, time(0), BERLIN) == date(2027, 1, 10)


def test_a_week_over_new_year_is_one_week() -> None:
    assert week_of(date(2027, 12, 31)) == week_of(date(2028, 1, 2)) == date(2027, 12, 27)
    assert week_of(date(2028, 1, 3)) == date(2028, 1, 3)
