"""What authors read about roadmap files is true and complete."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from curricula import schema
from curricula.checks import MAX_ITEMS
from curricula.decoding import MAX_BYTES
from curricula.loader import load
from curricula.source import MAX_DEPTH
from curricula.summary import summary

PAGE = (Path(__file__).parents[2] / "docs" / "curricula.md").read_text()
EXAMPLE = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]
PARTS = [
    part
    for name, part in vars(schema).items()
    if isinstance(part, type) and issubclass(part, BaseModel) and part is not BaseModel and name[0] != "_"
]
TIMINGS = get_args(get_args(schema.Timing)[0])


def kind_of(timing: type[BaseModel]) -> str:
    (kind,) = get_args(timing.model_fields["kind"].annotation)
    return str(kind)


def test_the_example_loads() -> None:
    facts = summary(load(EXAMPLE))
    assert dict(facts.units) == {"week": 2}
    assert dict(facts.items) == {"topic": 5, "group": 1, "filler": 1}
    assert (facts.projects, facts.requirements, facts.resources, facts.links) == (2, 2, 1, 2)


@pytest.mark.parametrize("timing", TIMINGS, ids=kind_of)
def test_every_timing_on_the_page_loads(timing: type[BaseModel]) -> None:
    (written,) = re.findall(rf"\{{kind: {kind_of(timing)}.*?\}}", PAGE.partition("| means |")[2])
    curriculum = load(EXAMPLE.replace("{kind: days, min: 4, max: 5}", written))
    assert type(curriculum.units[0].timing) is timing


@pytest.mark.parametrize("kind", get_args(schema.UnitKind) + get_args(schema.ProjectKind))
def test_every_kind_is_named_on_the_page(kind: str) -> None:
    assert re.search(rf"\b{kind}\b", PAGE)


@pytest.mark.parametrize("model", [*PARTS, *TIMINGS], ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    assert model.__doc__
    unexplained = [
        name for name, field in model.model_fields.items() if not field.description and name != "kind"
    ]
    assert not unexplained


def test_the_limits_on_the_page_are_those_of_the_loader() -> None:

    assert f"{MAX_BYTES // 1024 // 1024} MiB of UTF-8, {MAX_ITEMS:,} items, {MAX_DEPTH} levels" in PAGE
