"""Reads the text of a roadmap file: the safe part of YAML 1.2, within limits, with the place of every value.

Anchors, aliases, tags and directives are refused, so that no file can grow, recurse or construct anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from curricula.problems import Finding, Mark
from curricula.scalars import resolved
from curricula.tree import Listing, Mapping, Node, Scalar

MAX_DEPTH = 12
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's document, or None where there is none to look at, and what was wrong on the way."""

    document: Mapping | None
    findings: tuple[Finding, ...] = ()


class _Stop(Exception):
    """Ends the reading of a file of which the rest cannot be trusted."""


@dataclass(slots=True)
class _Reader:
    """Builds nodes from YAML events, one event at a time, and never goes deeper than the limit."""

    events: Iterator[Event]
    findings: list[Finding] = field(default_factory=list)

    def find(self, mark: Mark, message: str, suggestion: str = "") -> None:
        self.findings.append(Finding(mark, message, suggestion))

    def document(self) -> Node | None:
        root = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self.find(_mark(event), "a second document begins here", "one file holds one roadmap")
                    break
                if event.tags or (event.version and tuple(event.version) != (1, 2)):
                    self.find(
                        _mark(event), "directives are not allowed", "remove the line that begins with %"
                    )
                root = self.node(next(self.events), 1)
        return root

    def node(self, event: Event, depth: int) -> Node:
        mark = _mark(event)
        self.refuse_extras(event, mark)
        if depth > MAX_DEPTH and isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self.find(mark, f"is nested more than {MAX_DEPTH} levels deep", "make the roadmap flatter")
            raise _Stop
        if isinstance(event, MappingStartEvent):
            return self.mapping(mark, depth)
        if isinstance(event, SequenceStartEvent):
            return self.listing(mark, depth)
        return self.scalar(event, mark)

    def refuse_extras(self, event: Event, mark: Mark) -> None:
        if isinstance(event, AliasEvent):
            self.find(mark, f"the alias *{event.anchor} is not allowed", "write the value out again")
        elif isinstance(event, NodeEvent) and event.anchor:
            self.find(mark, f"the anchor &{event.anchor} is not allowed", "remove it; there are no aliases")
        if isinstance(event, (ScalarEvent, CollectionStartEvent)) and event.tag:
            self.find(mark, f"the tag {event.tag} is not allowed", "remove it and write the plain value")

    def scalar(self, event: Event, mark: Mark) -> Scalar:
        if not isinstance(event, ScalarEvent):
            return Scalar(None, mark)
        if _SURROGATE.search(event.value):
            self.find(mark, "holds half of a character", r"write the character itself instead of a \u escape")
            return Scalar("?", mark)
        return Scalar(resolved(event.value) if event.implicit[0] else event.value, mark)

    def listing(self, mark: Mark, depth: int) -> Listing:
        entries = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            entries.append(self.node(event, depth + 1))
        return Listing(tuple(entries), mark)

    def mapping(self, mark: Mark, depth: int) -> Mapping:
        mapping = Mapping({}, mark)
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.key(event, depth)
            value = self.value(next(self.events), _mark(event), depth)
            if key in mapping.values:
                first = mapping.keys[key].line
                self.find(_mark(event), f"the key `{key}` is here twice", f"it is already in line {first}")
                continue
            mapping.values[key] = value
            mapping.keys[key] = _mark(event)
        return mapping

    def value(self, event: Event, key: Mark, depth: int) -> Node:
        node = self.node(event, depth + 1)
        if isinstance(event, ScalarEvent) and event.implicit[0] and not event.value:
            # ruamel puts a value that is not there where the next thing begins, often lines further down.
            return Scalar(None, key)
        return node

    def key(self, event: Event, depth: int) -> str:
        node = self.node(event, depth + 1)
        if isinstance(event, ScalarEvent) and isinstance(node, Scalar):
            return str(event.value)
        self.find(node.mark, "a key must be a single word", "write `key: value`")
        return "?"


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def read(text: str) -> Reading:
    """The document in `text` with every place, and everything that is not allowed in it."""
    reader = _Reader(iter(YAML(typ="safe", pure=True).parse(text)))
    root: Node | None = None
    try:
        root = reader.document()
    except _Stop:
        return Reading(None, tuple(reader.findings))
    except (YAMLError, ValueError, OverflowError) as error:
        return Reading(None, (*reader.findings, _syntax_error(error)))
    if not isinstance(root, Mapping):
        reader.find(root.mark if root else Mark(), "holds no roadmap", "it begins with `schema_version: 1`")
        return Reading(None, tuple(reader.findings))
    return Reading(root, tuple(reader.findings))


def _syntax_error(error: Exception) -> Finding:
    if not isinstance(error, MarkedYAMLError):
        # An escape such as \U00110000 names no character: ruamel leaves it to chr() to complain.
        return Finding(Mark(), "holds an escape that names no character", "write the character itself")
    mark = error.problem_mark or error.context_mark
    place = Mark(mark.line + 1, mark.column + 1) if mark else Mark()
    context = f" {error.context}" if error.context else ""
    return Finding(place, f"is not YAML: {error.problem}{context}", _syntax_hint(error.problem or ""))


def _syntax_hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "put a text that holds `: ` in quotes"
    if "\\t" in problem:
        return "indent with spaces, not with tabs"
    return "check the indentation, the quotes and the brackets around this place"
