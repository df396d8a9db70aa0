"""Finds units, items and projects, with their locations, in a roadmap's raw data, which may be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from curricula.tree import Location


@dataclass(frozen=True, slots=True)
class Place:
    """A mapping of the data and where it is."""

    location: Location
    data: dict[str, object]

    def text(self, key: str) -> str | None:
        """The value of `key` if it is text."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None

    def number(self, key: str) -> int | None:
        """The value of `key` if it is a whole number."""
        value = self.data.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def values(self, key: str) -> list[tuple[Location, object]]:
        """The members of the list below `key`, if it is one, with their locations."""
        value = self.data.get(key)
        members = value if isinstance(value, list) else []
        return [((*self.location, key, index), member) for index, member in enumerate(members)]

    def members(self, key: str) -> "list[Place]":
        """The mappings in the list below `key`."""
        return [Place(where, member) for where, member in self.values(key) if isinstance(member, dict)]

    def part(self, key: str) -> "Place":
        """The mapping below `key`, or an empty one."""
        value = self.data.get(key)
        return Place((*self.location, key), value if isinstance(value, dict) else {})


def _with_children(place: Place) -> Iterator[Place]:
    yield place
    for child in place.members("children"):
        yield from _with_children(child)


def units(root: Place) -> list[Place]:
    """Every unit, parents before their children."""
    return [place for unit in root.members("units") for place in _with_children(unit)]


def items(root: Place) -> list[Place]:
    """Every item of the units and of the bonus, parents before their children."""
    owners = [*units(root), root.part("bonus")]
    return [place for owner in owners for item in owner.members("items") for place in _with_children(item)]


def everything(place: Place) -> Iterator[Place]:
    """Every mapping of the data."""
    yield place
    for key, value in place.data.items():
        if isinstance(value, dict):
            yield from everything(place.part(key))
        for member in place.members(key):
            yield from everything(member)
