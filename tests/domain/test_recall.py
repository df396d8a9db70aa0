"""When a learnt topic comes back: on a day of the member's own clock, once, and in turn."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import zone_names
from bot.domain.recall import Card, Memory, due_cards, own_day_at

BERLIN = "Europe/Berlin"
MONDAY = date(2027, 1, 4)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - of UTC
ROLLOVERS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))


def at(day: int, shown: str) -> datetime:
    """An instant of January 2027, as a clock in Berlin shows it."""
    return datetime.combine(date(2027, 1, day), time.fromisoformat(shown), UTC) - timedelta(hours=1)


def new(learnt_at: datetime, topic: str = "loops") -> Card:
    return Card(topic, MONDAY, 0, learnt_at)


def known(due_at: datetime, recalled_at: datetime, topic: str = "loops") -> Card:
    return Card(topic, MONDAY, 0, recalled_at, Memory(2, 2.3, 5.0, due_at, recalled_at, 1))


def is_due(card: Card, now: datetime) -> bool:
    return card.is_due(own_day_at(now, BERLIN, time(3)))


def test_a_topic_comes_back_for_the_first_time_on_the_day_after_it_was_learnt() -> None:
    learnt = new(at(4, "20:00"))
    assert not is_due(learnt, at(5, "02:59"))
    assert is_due(learnt, at(5, "03:00"))
    assert learnt.comes_back_on(own_day_at(at(4, "21:00"), BERLIN, time(3))) == date(2027, 1, 5)


def test_a_topic_is_due_on_its_whole_day_whatever_the_hour_at_which_it_was_recalled() -> None:
    card = known(due_at=at(7, "21:00"), recalled_at=at(5, "21:00"))
    assert not is_due(card, at(6, "23:00"))
    assert is_due(card, at(7, "08:00"))
    assert is_due(card, at(9, "08:00"))


def test_what_fades_comes_before_what_is_new_and_each_the_oldest_first() -> None:
    cards = [
        new(at(5, "20:00"), "newer"),
        new(at(4, "20:00"), "new"),
        known(at(8, "20:00"), at(5, "20:00"), "later"),
        known(at(7, "20:00"), at(5, "20:00"), "first"),
    ]
    due = due_cards(cards, own_day_at(at(9, "12:00"), BERLIN, time(3)))
    assert [card.topic for card in due] == ["first", "later", "new", "newer"]


@pytest.mark.parametrize(
    "turn", [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]
)
def test_what_comes_back_in_a_day_does_so_on_the_next_one_also_when_the_clocks_turn(turn: datetime) -> None:
    for minutes in range(-48 * 60, 48 * 60, 17):
        recalled_at = turn + timedelta(minutes=minutes)
        card = known(recalled_at + timedelta(days=1), recalled_at)
        today = own_day_at(recalled_at, BERLIN, time(3))
        assert not card.is_due(today)
        assert card.comes_back_on(today) in {today.day + timedelta(days=1), today.day + timedelta(days=2)}
        assert card.is_due(own_day_at(recalled_at + timedelta(hours=49), BERLIN, time(3)))


@given(INSTANTS, st.sampled_from(zone_names()), ROLLOVERS, st.integers(1, 40))
def test_nothing_comes_back_twice_a_day_in_any_zone(
    now: datetime, zone: str, rollover: time, days: int
) -> None:
    today = own_day_at(now, zone, rollover)
    assert today.begins <= now < today.ends
    card = known(now + timedelta(days=days), now)
    assert not card.is_due(today)
    assert card.is_due(own_day_at(card.memory.due_at + timedelta(days=2), zone, rollover))  # type: ignore[union-attr]
    assert card.comes_back_on(today) > today.day
