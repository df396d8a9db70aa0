"""Splitting: things over days, and days over shares. It knows no units and no dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Thing:
    """An item or a project by its id; `had` of its `of` parts were posted already (0 of 0: none was)."""

    id: str
    had: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One day's part of a thing."""

    id: str
    part: int
    parts: int


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` days by weight: largest remainder, the earlier first on a tie, at least 1 each.

    There must be a day for each weight, and no weight may be 0.
    """
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: -(total * weights[at] % whole))
    for at in islice(by_remainder, total - sum(shares)):
        shares[at] += 1
    for _ in range(shares.count(0)):
        shares[shares.index(max(shares))] -= 1
        shares[shares.index(0)] += 1
    return shares


@dataclass(frozen=True, slots=True)
class Share:
    """A claim on days: by `weight` on all, by `owed` on those still to come, with `used` days spent."""

    weight: int
    used: int
    owed: int
    is_open: bool


def shares_left(shares: Sequence[Share], days: int) -> list[int]:
    """How many of the `days` to come each share gets.

    The first division holds for as long as it adds up; once a holiday or an edit has broken it, the days to
    come are divided anew among those with something owed. There must be a day for each of these.
    """
    whole = apportion(days + sum(share.used for share in shares), [share.weight for share in shares])
    left = [max(got - share.used, 0) * share.is_open for got, share in zip(whole, shares, strict=True)]
    if sum(left) == days and all(got or not share.owed for got, share in zip(left, shares, strict=True)):
        return left
    owed = [at for at, share in enumerate(shares) if share.owed]
    again = dict(zip(owed, apportion(days, [shares[at].owed for at in owed]), strict=True))
    return [again.get(at, 0) for at in range(len(shares))]


def spread(things: Sequence[Thing], days: int, *, catch_up: bool) -> list[tuple[Part, ...]]:
    """What each of the `days` has of the `things`, in order; nothing at all is a free day.

    Enough things: contiguous blocks whose sizes differ by at most 1, larger first. Spare days: one stays free
    at the end if `catch_up`, the others give the earliest things another part. Splitting what is left after
    some of the days gives what was left of the first splitting.
    """
    if not things:
        return [()] * days
    if len(things) >= days:
        return _blocks(things, days)
    first, rest = things[0], things[1:]
    if first.had:
        due = first.of - first.had
        fits = days - due >= len(rest) if rest or catch_up else days == due
        if fits:
            return [*_parts(first, due), *spread(rest, days - due, catch_up=catch_up)]
    return _stretched(things, days - 1 if catch_up else days) + ([()] if catch_up else [])


def _blocks(things: Sequence[Thing], days: int) -> list[tuple[Part, ...]]:
    least, larger = divmod(len(things), days)
    remaining = iter(things)
    return [
        tuple(
            Part(thing.id, thing.had + 1, thing.had + 1)
            for thing in islice(remaining, least + (day < larger))
        )
        for day in range(days)
    ]


def _stretched(things: Sequence[Thing], days: int) -> list[tuple[Part, ...]]:
    least, longer = divmod(days, len(things))
    return [part for at, thing in enumerate(things) for part in _parts(thing, least + (at < longer))]


def _parts(thing: Thing, days: int) -> list[tuple[Part, ...]]:
    parts = thing.had + days
    return [(Part(thing.id, part, parts),) for part in range(thing.had + 1, parts + 1)]
