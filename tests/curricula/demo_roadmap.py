"""A small roadmap without a mistake, and what the loader says about one with some."""

import pytest

from curricula.loader import load
from curricula.problems import CurriculumError, Problem

GOOD = """\
schema_version: 1
id: demo
title: Demo
language: en
units:
  - id: first
    kind: week
    number: 1
    timing: {kind: days, min: 3, max: 4}
    items:
      - id: one
        text: One
      - id: two
        text: Two
        url: https://example.org/two
    projects:
      - id: build
        title: Build it
  - id: second
    kind: week
    number: 2
    items:
      - id: three
        text: Three
projects:
  - id: last
    title: The last one
    after_unit: second
completion:
  projects_total: 2
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(CurriculumError) as refusal:
        load(text, name="demo.yaml")
    return refusal.value.problems


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem
