"""Whom to bring together, and for how long somebody has been quiet."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buddying import Seeker, pairs, quiet_after, quiet_days, shared_hours
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Excuse, Log, Mode, Policy
from tests.domain.streak_story import BERLIN, at, day, days, learner, timetable

NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)
KOLKATA, AUCKLAND, LISBON = "Asia/Kolkata", "Pacific/Auckland", "Europe/Lisbon"
ZONES = (BERLIN, KOLKATA, AUCKLAND, LISBON, "America/New_York")


def seeker(who: int, zone: str = BERLIN, waited: int = 0, usual: int | None = None) -> Seeker:
    """Somebody who has waited for so many hours and usually checks in at that hour (UTC)."""
    times = () if usual is None else [LONG_AGO + timedelta(days=day, hours=usual - 12) for day in range(5)]
    return Seeker(who, zone, NOW - timedelta(hours=waited), times)


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [(BERLIN, BERLIN, 14), (BERLIN, LISBON, 13), (BERLIN, KOLKATA, 9), (BERLIN, AUCKLAND, 4)],
)
def test_waking_hours_are_shared_the_same_both_ways(one: str, other: str, hours: int) -> None:
    assert shared_hours(one, other, NOW) == shared_hours(other, one, NOW) == hours


def test_those_who_are_up_at_the_same_time_come_together_and_the_odd_one_waits() -> None:
    found = pairs(
        [seeker(1, AUCKLAND), seeker(2), seeker(3, KOLKATA), seeker(4), seeker(5, KOLKATA)], (), NOW
    )
    assert found == [(2, 4), (3, 5)]


def test_among_as_many_hours_the_usual_time_decides_then_who_waited_longest() -> None:
    assert pairs([seeker(1, usual=7), seeker(2, usual=20), seeker(3, usual=21)], (), NOW) == [(2, 3)]
    late, early = seeker(1, usual=23), seeker(2, usual=1)  # across midnight
    assert pairs([late, seeker(3, usual=19), early], (), NOW) == [(1, 2)]
    assert pairs([seeker(1, waited=1), seeker(2, waited=9), seeker(3, waited=5)], (), NOW) == [(2, 3)]


def test_two_who_parted_are_not_brought_together_again() -> None:
    assert pairs([seeker(1), seeker(2)], {frozenset((1, 2))}, NOW) == []
    assert pairs([seeker(1), seeker(2), seeker(3, AUCKLAND)], {frozenset((1, 2))}, NOW) == [(1, 3)]


@given(st.lists(st.tuples(st.sampled_from(ZONES), st.integers(0, 90)), max_size=9), st.randoms())
def test_nobody_has_two_and_at_most_one_waits_whatever_the_order(
    drawn: list[tuple[str, int]], random: object
) -> None:
    seekers = [seeker(who, zone, waited) for who, (zone, waited) in enumerate(drawn)]
    found = pairs(seekers, (), NOW)
    taken = [who for two in found for who in two]
    assert len(set(taken)) == len(taken) == len(seekers) // 2 * 2
    random.shuffle(seekers)  # type: ignore[attr-defined]
    assert {frozenset(two) for two in pairs(seekers, (), NOW)} == {frozenset(two) for two in found}


def quiet(moment: str, since: str = "Mon1 20:00", **log: object) -> int:
    pauses = log.pop("pauses", ())
    windows = Windows(timetable(), learner(pauses=pauses), Log(**log), Policy())  # type: ignore[arg-type]
    return quiet_days(windows, day(since[:4]), at(since), at(moment))


def test_a_day_counts_as_quiet_once_its_window_has_closed() -> None:
    assert quiet("Wed1 02:59") == 0
    assert quiet("Wed1 03:01") == 1
    assert quiet("Thu1 12:00") == 2
    assert quiet("Mon2 08:00") == 4


def test_a_check_in_for_any_day_ends_the_quiet() -> None:
    assert quiet("Thu1 12:00", since="Thu1 11:00") == 0
    assert quiet("Sun1 12:00", since="Sat1 13:00") == 0


def test_what_asks_nothing_of_somebody_is_no_quiet_of_theirs() -> None:
    assert quiet("Fri1 12:00", pauses=["Tue1-Wed1"]) == 1
    assert quiet("Fri1 12:00", excused={day("Tue1"): Excuse.HOLIDAY}) == 2
    assert quiet("Fri1 12:00", excused=dict.fromkeys(days("Tue1-Thu1"), Excuse.ADMIN)) == 0


def test_where_weeks_are_counted_what_they_can_spare_comes_on_top() -> None:
    assert quiet_after(Policy()) == 2
    assert quiet_after(Policy(mode=Mode.WEEKLY, quota=3, week_days=5)) == 4
    assert quiet_after(Policy(mode=Mode.WEEKLY, quota=5, week_days=5)) == 2
