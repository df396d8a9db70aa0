"""When there is room for one more private message."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.nudging import next_room


def at(day: int, hour: int) -> datetime:
    return datetime(2027, 1, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "now", "room"),
    [
        ([], at(4, 12), at(5, 8)),
        ([], at(4, 23), at(5, 8)),
        ([at(4, 12)], at(4, 12), at(5, 8)),
        ([at(4, 12), at(5, 20), at(6, 20)], at(6, 21), at(11, 12)),
        ([at(5, 20), at(7, 20), at(11, 9)], at(11, 10), at(12, 20)),
    ],
)
def test_there_is_room_when_a_night_is_over_or_a_message_a_week_old(
    told: list[datetime], now: datetime, room: datetime
) -> None:
    assert next_room(told, now, "UTC", 3) == room


def test_who_wants_none_has_room_for_none_and_who_wants_one_a_week_later() -> None:
    assert next_room([], at(4, 12), "UTC", 0) is None
    assert next_room([at(4, 12)], at(5, 12), "UTC", 1) == at(4, 12) + timedelta(weeks=1)
