"""What the services of buddies answer: facts without sentences, for `bot.messages.buddy`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.services.study_facts import Whereabouts


class Stage(StrEnum):
    """How far somebody has come with having a buddy; but for NONE as it is stored.

    ASKED have been offered somebody, AGREED have said yes and wait for the other's.
    """

    NONE = "none"
    LOOKING = "looking"
    ASKED = "asked"
    AGREED = "agreed"
    PAIRED = "paired"


class About(StrEnum):
    """What somebody is told in private; but for QUIET as it is stored as their news."""

    OFFER = "offer"
    PAIRED = "paired"
    ALONE = "alone"
    HELLO = "hello"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class BuddyOf:
    """How it stands. `whom` is the membership of who is or may become the buddy, `hours` how many of a day
    both are awake, `until` when an offer ends that the asker was told of.
    """

    where: Whereabouts
    stage: Stage
    name: str = ""
    whom: int = 0
    hours: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The asker looks no more, or has no buddy any more; `had_one` is which of the two."""

    where: Whereabouts
    had_one: bool


@dataclass(frozen=True, slots=True)
class Greeted:
    """A hello is passed on; `is_back` is whether the other has checked in again meanwhile."""

    where: Whereabouts
    name: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class BuddyLetter:
    """Something to say in private. `quiet_for` counts the study days for which `name` has been quiet.

    `last` is whether nothing follows unless this is answered.
    """

    about: About
    of: BuddyOf
    language: str
    quiet_for: int
    last: bool
