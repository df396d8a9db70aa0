"""How numbers and days read in English, put together here without the bot's help."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

_SHOWN = 12


def many(count: int, one: str, several: str = "") -> str:
    """`1 day`, `2 days`."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def percent(share: float) -> str:
    return f"{Decimal(str(share)).scaleb(2).quantize(Decimal(1), ROUND_HALF_EVEN)}%"


def short_day(day: date) -> str:
    return f"{day:%a, %b} {day.day}"


def long_day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def moment(at: datetime) -> str:
    """As `tests.plain_words` shows an instant."""
    return f"{at:%Y-%m-%d %H:%M}"


def standing(streak: int, freezes: int) -> str:
    return f"Streak {streak}, {many(freezes, 'freeze')} left."


def lead(days: int) -> str:
    if not days:
        return "on track"
    return f"{many(abs(days), 'day')} {'ahead' if days > 0 else 'behind'}"


def names(of: Iterable[str]) -> str:
    """The first of them by the alphabet, and how many more."""
    found = sorted(of)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def catching_up(days: Sequence[date]) -> str:
    """How to make up for what was left out, on these days off."""
    shown = ", ".join(short_day(day) for day in days[:6])
    if len(days) > 6:
        return f"one check-in on each day off: {shown} and so on; level by {long_day(days[-1])}"
    return f"one check-in on each of these days off: {shown}"
