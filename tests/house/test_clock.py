from datetime import UTC, datetime

from bot.clock import Clock, SystemClock


def test_the_system_clock_gives_the_present_instant_in_utc() -> None:
    clock: Clock = SystemClock()
    before = datetime.now(UTC)  # noqa: TID251 - what the clock is compared with
    assert before <= clock.now() <= datetime.now(UTC)  # noqa: TID251 - the same
    assert clock.now().tzinfo is UTC
