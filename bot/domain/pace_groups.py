"""Small groups of similar pace, drawn anew each week: the same for everybody who asks in that week."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

SIZE = 8
_BAND = 3 * SIZE


@dataclass(frozen=True, slots=True)
class Paced:
    """A learner with how many study days they did in the weeks before."""

    who: int
    pace: int


def pace_groups(learners: Sequence[Paced], week: str) -> list[list[Paced]]:
    """Groups of about eight. Neighbours in pace form bands of three groups, in which `week` draws lots."""
    ordered = sorted(learners, key=lambda each: (-each.pace, each.who))
    bands = [ordered[start : start + _BAND] for start in range(0, len(ordered), _BAND)]
    if len(bands) > 1 and len(bands[-1]) < SIZE:
        bands[-2:] = [bands[-2] + bands[-1]]
    return [group for band in bands for group in _drawn(band, week)]


def nearest_group(groups: Sequence[Sequence[Paced]], own: Paced) -> Sequence[Paced]:
    """The group somebody is in, or else that of the pace nearest to theirs; empty where there is none."""
    for group in groups:
        if any(each.who == own.who for each in group):
            return group
    return min(groups, key=lambda group: min(abs(each.pace - own.pace) for each in group), default=())


def _drawn(band: Sequence[Paced], week: str) -> list[list[Paced]]:
    lots = sorted(band, key=lambda each: sha256(f"{week}:{each.who}".encode()).digest())
    count = max(1, round(len(lots) / SIZE))
    return [lots[place::count] for place in range(count)]
