"""What can be wanted of a person: the kinds of argument, a closed union.

A platform offers each kind in its native way. Nothing here knows a platform or a rule of studying.
"""

from dataclasses import dataclass
from enum import Enum


class Source(Enum):
    """Where the entries of a `Pick` come from; the dispatcher suggests them as somebody types."""

    COHORTS = "cohorts"
    CURRICULA = "curricula"
    ZONES = "zones"
    LANGUAGES = "languages"
    COUNTRIES = "countries"
    COMMANDS = "commands"
    PROJECTS = "projects"
    SUBMISSIONS = "submissions"
    BUDDY_ACTIONS = "buddy_actions"
    RANKINGS = "rankings"
    PACES = "paces"
    WEEKDAYS = "weekdays"
    LATE_POLICIES = "late_policies"
    FEELINGS = "feelings"
    WAYS = "ways"


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of a known list; the value is the entry's id.

    Free text is matched against the list too.
    """

    label: str
    source: Source


@dataclass(frozen=True, slots=True)
class Prose:
    """Free text of at most `most` characters; `long` asks for a field of several lines."""

    label: str
    most: int
    long: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from `least` to `most`, both included."""

    label: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date."""

    label: str


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time on a wall clock, to the minute."""

    label: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of this space."""

    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """A room the bot can speak in; by default the one in which the command is said."""

    label: str


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file of at most `most` bytes."""

    label: str
    most: int


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    label: str


Kind = Pick | Prose | Count | Day | TimeOfDay | Person | Place | File | YesNo


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a `Pick`: the value to hand over, and the label people see (it may carry live
    information).
    """

    value: str
    label: str
