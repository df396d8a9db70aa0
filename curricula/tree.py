"""A YAML document as nodes that know where they stand in the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from curricula.problems import Mark

Step = str | int
Location = tuple[Step, ...]
Atom = None | bool | int | float | str


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    value: Atom
    mark: Mark


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML sequence."""

    entries: "tuple[Node, ...]"
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """A YAML mapping; a key that was written twice is here once, with its first value."""

    values: "dict[str, Node]"
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)


Node = Scalar | Listing | Mapping


def plain(node: Node) -> object:
    """The data without its places."""
    match node:
        case Scalar(value):
            return value
        case Listing(entries):
            return [plain(entry) for entry in entries]
        case Mapping(values):
            return {key: plain(value) for key, value in values.items()}
        case _:
            assert_never(node)


def mark_of(node: Node, location: Sequence[Step], *, key: bool = False) -> Mark:
    """Where `location`, or else the nearest node around it, stands; with `key`, where its key stands."""
    mark = node.mark
    for step in location:
        if isinstance(node, Mapping) and step in node.values:
            mark = node.keys[str(step)] if key else node.values[str(step)].mark
            node = node.values[str(step)]
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.entries):
            node = node.entries[step]
            mark = node.mark
        else:
            break
    return mark


def path_of(location: Sequence[Step]) -> str:
    """The location as people write it: `units[0].title`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return "".join(steps).removeprefix(".")
