"""Whose turn it is to review a project, and what the reviews of one come to. Only values, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

REVIEWERS = 2
"""How many members look at a project, where a cohort has so many."""

PATIENCE = timedelta(hours=72)
"""How long a review may take before somebody else is asked."""

LATELY = timedelta(days=7)
"""Who has not checked in for so long is asked only where nobody else is left."""


class Decision(StrEnum):
    """What the reviews of a project come to."""

    WAITING = "waiting"
    REVISE = "revise"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer says: whether all is fine, None while they have not said anything."""

    reviewer: int
    fine: bool | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who may be asked. `asked` is how many reviews they were asked for; `quiet` ones are away."""

    who: int
    asked: int
    quiet: bool = False


def decision(opinions: Iterable[Opinion]) -> Decision:
    """What opinions come to, in the order in which they were asked for: the last one of each reviewer counts.

    One wish for changes is enough to ask for them; it is accepted once all who were asked are content.
    """
    latest = {opinion.reviewer: opinion.fine for opinion in opinions}
    if False in latest.values():
        return Decision.REVISE
    return Decision.WAITING if None in latest.values() or not latest else Decision.ACCEPTED


def next_in_turn(candidates: Iterable[Candidate], wanted: int) -> list[int]:
    """The members to ask: of those who have been here lately, who was asked least often; ties by their ids.

    What lapsed counts as asked too, or who never reviews would be asked for ever.
    """
    in_turn = sorted(candidates, key=lambda each: (each.quiet, each.asked, each.who))
    return [each.who for each in in_turn[: max(0, wanted)]]
