"""Weekdays as admins write them: `mon-fri`, `mon, wed, fri`, `every day`, `weekends`."""

import re

from bot.domain.errors import Invalid

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WHOLE = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALL = frozenset(range(7))
_GROUPS = {
    "every day": _ALL,
    "everyday": _ALL,
    "daily": _ALL,
    "all": _ALL,
    "weekdays": frozenset(range(5)),
    "workdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
}
_RANGE = re.compile(r"([a-z]+)\s*(?:-|\N{EN DASH}|\bto\b|\.\.)\s*([a-z]+)")
_LEAST_LETTERS = 2


def study_weekdays(text: str) -> frozenset[int]:
    """The weekdays (Monday is 0) that a text names; raises Invalid(`bad_weekdays`) where it names none."""
    words = " ".join(text.casefold().split())
    if words in _GROUPS:
        return _GROUPS[words]
    days: set[int] = set()
    for part in re.split(r"\s*(?:,|;|/|\+|&|\band\b)\s*", _RANGE.sub(r"\1-\2", words)):
        for word in part.split():
            days |= _named(word, text)
    if not days:
        raise Invalid("bad_weekdays", value=text)
    return frozenset(days)


def _named(word: str, text: str) -> frozenset[int]:
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.partition("-")
    start = _weekday(first, text)
    end = _weekday(last, text) if dash else start
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


def _weekday(word: str, text: str) -> int:
    plain = word.rstrip(".").removesuffix("s") if len(word) > _LEAST_LETTERS + 1 else word.rstrip(".")
    if len(plain) >= _LEAST_LETTERS:
        for number, whole in enumerate(_WHOLE):
            if whole.startswith(plain) or plain == _NAMES[number]:
                return number
    raise Invalid("bad_weekdays", value=text)
