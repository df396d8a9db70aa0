"""A validated file comes from the cache next time; nothing that happens to it can change what is loaded."""

import json
from pathlib import Path

import pytest

from curricula import cache as curriculum_cache
from curricula.loader import load
from curricula.problems import CurriculumError

SMALL = """\
schema_version: 1
id: demo
title: Demo
language: en
units:
- {id: u, kind: week, items: [{id: i, text: T}]}
"""


def kept_file(directory: Path) -> Path:
    (only,) = directory.iterdir()
    return only


def test_the_second_reading_comes_from_the_cache(tmp_path: Path) -> None:
    first = load(SMALL, cache=tmp_path)
    assert curriculum_cache.kept(tmp_path, SMALL.encode()) == first
    other = load(SMALL.replace("Demo", "Another"))
    curriculum_cache.keep(tmp_path, SMALL.encode(), other)
    assert load(SMALL, cache=tmp_path) == other


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    load(SMALL, cache=tmp_path)
    assert load(SMALL.replace("Demo", "Another"), cache=tmp_path).title == "Another"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_directory_is_made_when_it_is_needed(tmp_path: Path) -> None:
    load(SMALL, cache=tmp_path / "a" / "b")
    assert kept_file(tmp_path / "a" / "b").suffix == ".json"


@pytest.mark.parametrize("damage", [b"", b"\n", b"{}", b"\xff\xfe", b"x" * 64 + b"\n{}", b"not json"])
def test_a_damaged_cache_file_is_ignored_and_rebuilt(tmp_path: Path, damage: bytes) -> None:
    good = load(SMALL, cache=tmp_path)
    path = kept_file(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage)
    assert load(SMALL, cache=tmp_path) == good
    assert path.read_bytes() == whole


def test_a_title_changed_in_the_cache_is_noticed(tmp_path: Path) -> None:
    load(SMALL, cache=tmp_path)
    path = kept_file(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Demo", b"Dumb"))
    assert load(SMALL, cache=tmp_path).title == "Demo"


def test_a_cache_file_cut_short_is_rebuilt(tmp_path: Path) -> None:
    good = load(SMALL, cache=tmp_path)
    path = kept_file(tmp_path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 17):
        path.write_bytes(whole[:length])
        assert load(SMALL, cache=tmp_path) == good
    assert path.read_bytes() == whole


def test_a_directory_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    obstacle = tmp_path / "file"
    obstacle.write_text("in the way")
    assert load(SMALL, cache=obstacle / "cache").title == "Demo"
    assert load(SMALL, cache=obstacle).title == "Demo"
    assert obstacle.read_text() == "in the way"


def test_a_wrong_file_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(CurriculumError):
        load(SMALL.replace("kind: week", "kind: weak"), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_kept_file_is_a_checksum_and_canonical_json(tmp_path: Path) -> None:
    load(SMALL, cache=tmp_path)
    checksum, body = kept_file(tmp_path).read_text().split("\n")
    assert len(checksum) == 64
    assert json.loads(body)["title"] == "Demo"
