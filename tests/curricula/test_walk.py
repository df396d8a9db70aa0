"""The ways through a curriculum that pacing and messages take."""

from curricula.loader import load
from curricula.schema import Curriculum
from curricula.summary import summary
from curricula.walk import parts, projects, projects_after, stops, with_children

TEXT = """\
schema_version: 1
id: demo
title: Demo
language: en
units:
  - id: phase
    kind: phase
    number: 1
    items:
      - id: a
        text: A
        role: group
        children: [{id: b, text: B, url: https://example.org/}, {id: c, text: C, role: task}]
    projects: [{id: end-of-phase, title: P, requirements: [r, s]}]
    resources: [{id: book, text: Book, url: https://example.org/}]
    children:
      - id: week
        kind: week
        number: 2
        timing: {kind: weeks, n: 1}
        projects: [{id: end-of-week, title: W}]
  - {id: other, kind: phase, number: 2}
projects:
  - {id: at-the-end, title: E, kind: capstone}
  - {id: after-week, title: A, after_unit: week}
  - {id: after-phase, title: A, after_unit: phase}
bonus: {title: More, items: [{id: x, text: X, children: [{id: "y", text: "Y"}]}]}
"""
CURRICULUM = load(TEXT)


def test_units_come_in_order_with_the_units_around_them() -> None:
    way = [([unit.id for unit in stop.path], not stop.unit.children) for stop in stops(CURRICULUM)]
    assert way == [(["phase"], False), (["phase", "week"], True), (["other"], True)]


def test_a_path_tells_the_numbers_of_a_unit(library: dict[str, Curriculum]) -> None:
    paths = [[unit.number for unit in stop.path] for stop in stops(library["py-backend-12w"])]
    assert paths[:4] == [["1"], ["1", "1"], ["1", "2"], ["2"]]


def test_items_come_with_their_children_and_roles() -> None:
    items = [(item.id, item.role) for item in with_children(CURRICULUM.units[0].items)]
    assert items == [("a", "group"), ("b", "topic"), ("c", "task")]


def test_projects_come_when_they_are_due() -> None:
    due = [project.id for project in projects(CURRICULUM)]
    assert due == ["end-of-week", "after-week", "end-of-phase", "after-phase", "at-the-end"]
    assert [project.id for project in projects_after(CURRICULUM, "week")] == ["after-week"]
    assert [project.id for project in projects_after(CURRICULUM, None)] == ["at-the-end"]


def test_the_parts_are_everything() -> None:
    ids = [getattr(part, "id", None) for part in parts(CURRICULUM)]
    assert ids.count(None) == 4  # three timings and the bonus
    assert {"demo", "phase", "a", "b", "week", "book", "at-the-end", "x", "y"} <= set(ids)


def test_a_summary_counts_every_kind_of_part() -> None:
    facts = summary(CURRICULUM)
    assert dict(facts.units) == {"phase": 2, "week": 1}
    assert dict(facts.items) == {"group": 1, "topic": 1, "task": 1}
    assert (facts.projects, facts.requirements, facts.resources, facts.bonus) == (5, 2, 1, 2)
    assert (facts.links, facts.distinct_links) == (2, 1)
    assert dict(facts.timing) == {"absent": 2, "weeks": 1}
