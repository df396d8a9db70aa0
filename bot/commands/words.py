"""Words as people type them: clean text, dates, times of day, yes and no."""

import re
import unicodedata
from datetime import date, time, timedelta

from bot.domain.errors import Invalid
from bot.domain.nudging import BEFORE_THE_END, ReminderWish
from bot.domain.recall import USUAL_HOUR

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_DATE = re.compile(r"(20\d\d|21\d\d)-?(\d\d)-?(\d\d)", re.ASCII)
_YES = frozenset({"yes", "y", "true", "on", "1", "ok"})
_NO = frozenset({"no", "n", "false", "off", "0"})
_NEVER = frozenset({"off", "no", "none", "never"})
_BEFORE = frozenset({"before", "before the end"})
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)\w*")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200c\u200d")
_BREAKS = frozenset("\t\n\r\v\f\x85\u2028\u2029")
_NOON = 12


def clean(text: str, *, lines: bool = False) -> str:
    """The text in NFC without control, bidi and other invisible characters, which people use to deceive.

    Joiners stay: emoji and several scripts need them. With `lines`, line breaks stay too.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (
        character
        if _is_visible(character) or (lines and character == "\n")
        else (" " if character in _BREAKS else "")
        for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    )
    return "".join(kept).strip()


def day(name: str, text: str, today: date) -> date:
    """`2027-01-04`, `today`, `yesterday`, `tomorrow`, or a weekday: the next such day from today on."""
    word = text.strip().casefold()
    if word in _RELATIVE:
        return today + timedelta(days=_RELATIVE[word])
    if weekday := _WEEKDAY.fullmatch(word):
        return today + timedelta(days=(_WEEKDAYS.index(weekday[1]) - today.weekday()) % len(_WEEKDAYS))
    if found := _DATE.fullmatch(word):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise Invalid("bad_day", argument=name, value=text) from None
    raise Invalid("bad_day", argument=name, value=text)


def clock(name: str, text: str) -> time:
    """`9`, `9:30`, `09.30`, `9pm`, `21h15`: a time of day, to the minute."""
    found = _CLOCK.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        raise Invalid("bad_time", argument=name, value=text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    try:
        return time(_hour_of_day(hour, half), minute)
    except ValueError:
        raise Invalid("bad_time", argument=name, value=text) from None


def reminder(name: str, text: str) -> ReminderWish | None:
    """A time of day, `before` for some time before one's day ends, or `off`: None."""
    word = text.strip().casefold()
    if word in _NEVER:
        return None
    return BEFORE_THE_END if word in _BEFORE else clock(name, text)


def recall_hour(name: str, text: str) -> time | None:
    """A time of day, `on` for the usual one, or `off`: None."""
    word = text.strip().casefold()
    if word in _NEVER | _NO:
        return None
    return USUAL_HOUR if word in _YES else clock(name, text)


def yes_no(name: str, text: str) -> bool:
    """`yes` or `no` in the usual spellings."""
    word = text.strip().casefold()
    if word in _YES | _NO:
        return word in _YES
    raise Invalid("bad_yes_no", argument=name, value=text)


def _hour_of_day(hour: int, half: str) -> int:
    """The hour from 0 to 23; `half` is `a`, `p` or empty. Raises ValueError for `13pm`."""
    if not half:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError(hour)
    return hour % _NOON + (_NOON if half == "p" else 0)


def _is_visible(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _INVISIBLE
