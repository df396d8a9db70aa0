"""Words that messages about cohorts share: states, settings and their values, lists of days."""

from collections.abc import Mapping
from datetime import date, time

from babel import Locale
from babel.dates import get_day_names

from bot.messages.voice import Voice, mark
from bot.services.cohort_settings import Value
from storage.repositories.excused import ExcusedRow

_WHOLE_WEEK = 7
_LEAST_RANGE = 3

STATES: Mapping[str, str] = {
    "draft": mark("a draft"),
    "running": mark("running"),
    "paused": mark("paused"),
    "ended": mark("ended"),
    "deleted": mark("deleted"),
}

SETTINGS: Mapping[str, str] = {
    "name": mark("Name"),
    "start": mark("Start"),
    "time": mark("Time"),
    "zone": mark("Time zone"),
    "days": mark("Study days"),
    "language": mark("Language"),
    "late": mark("When posts were missed"),
    "threads": mark("A thread a day"),
    "pace": mark("Pace"),
    "items": mark("Items a day"),
    "review": mark("Review days"),
    "catchup": mark("Catch-up day after"),
    "streak": mark("Streaks count"),
    "quota": mark("Days a week"),
    "grace": mark("Days of grace"),
    "reminders": mark("Reminders"),
    "digest": mark("Weekly digest"),
    "summary": mark("Weekly summary for the admin"),
    "leaderboard": mark("Leaderboard"),
    "projects": mark("Projects"),
    "keepup": mark("Own catch-up plans"),
    "buddies": mark("Buddies"),
    "recall": mark("Recall"),
    "team": mark("Per cent who make a day the team's"),
}

_VALUES: Mapping[tuple[str, str], str] = {
    ("late", "shift"): mark("the roadmap waits"),
    ("late", "skip"): mark("the roadmap goes on"),
    ("pace", "min"): mark("fast"),
    ("pace", "mid"): mark("in the middle"),
    ("pace", "max"): mark("slow"),
    ("streak", "daily"): mark("every study day"),
    ("streak", "weekly"): mark("days of a week"),
}


def state_word(say: Voice, state: str) -> str:
    """A cohort's state in a word."""
    return say.plain(STATES[state])


def setting_value(say: Voice, setting: str, value: Value) -> str:
    """A setting's value as people say it."""
    match value:
        case bool():
            return say.plain("yes") if value else say.plain("no")
        case None:
            return say.plain("none")
        case date():
            return say.long_day(value)
        case time():
            return say.clock(value)
        case frozenset():
            return weekdays_text(say, value)
        case _:
            known = _VALUES.get((setting, str(value)))
            return str(value) if known is None else say.plain(known)


def weekdays_text(say: Voice, weekdays: frozenset[int]) -> str:
    """Weekdays as people say them: `Mon to Fri`, `Mon, Wed, Fri`, `every day`."""
    if len(weekdays) == _WHOLE_WEEK:
        return say.plain("every day")
    names = get_day_names("abbreviated", locale=Locale.parse(say.language, sep="-"))
    days = sorted(weekdays)
    if len(days) >= _LEAST_RANGE and days[-1] - days[0] == len(days) - 1:
        return say.plain("{first} to {last}", first=names[days[0]], last=names[days[-1]])
    return ", ".join(names[day] for day in days)


def days_off_text(say: Voice, day: ExcusedRow) -> str:
    """A day off with its name, if it has one."""
    return f"{say.day(day.day)} - {day.reason}" if day.reason else say.day(day.day)
