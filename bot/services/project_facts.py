"""What the services of projects answer: facts without sentences, for `bot.messages.project` and its like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.reviewing import Decision
from bot.services.study_facts import Whereabouts, Whose


@dataclass(frozen=True, slots=True)
class Given:
    """What a reviewer said; `suggestion` may be empty."""

    review_id: int
    reviewer: str
    works: bool
    clear: bool
    suggestion: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """A project that somebody handed in, as its newest version is. `waiting` is how many reviews are still
    waited for, `versions` how often it was handed in.
    """

    submission_id: int
    cohort_id: int
    author: str
    project: str
    title: str
    link: str
    note: str
    first_at: datetime
    at: datetime
    versions: int
    decision: Decision
    waiting: int
    given: Sequence[Given]


@dataclass(frozen=True, slots=True)
class Completion:
    """How many projects are handed in and accepted, of those `needed` to finish; `of` is all of them."""

    handed_in: int
    accepted: int
    needed: int
    of: int

    @property
    def is_met(self) -> bool:
        """Whether enough are handed in."""
        return self.handed_in >= self.needed


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Somebody's projects, in the order of the roadmap; where it has none, there is no completion.

    `to_review` is how many of others wait for them, where it is the asker; `is_open` whether more are taken.
    """

    where: Whereabouts
    whose: Whose
    pieces: Sequence[Piece]
    completion: Completion | None
    to_review: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A project was handed in; `credited` study days ask for no check-in any more."""

    where: Whereabouts
    piece: Piece
    credited: int
    completion: Completion


@dataclass(frozen=True, slots=True)
class ToReview:
    """Somebody's project that waits for the asker; `requirements` are the roadmap's.

    `until` is when somebody else is asked, `more` how many others wait.
    """

    where: Whereabouts
    piece: Piece
    requirements: Sequence[str]
    until: datetime
    more: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The asker's review was kept; `more` is how many projects still wait for them."""

    title: str
    author: str
    fine: bool
    more: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What was said to the asker's own project."""

    where: Whereabouts
    piece: Piece


@dataclass(frozen=True, slots=True)
class NothingToReview:
    """Nothing waits for the asker, and they have handed in nothing."""
