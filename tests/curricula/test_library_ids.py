"""Progress is kept by the ids of the bundled roadmaps, so they are unique and never go away."""

import json
from pathlib import Path

from curricula.schema import Curriculum
from curricula.walk import parts

Library = dict[str, Curriculum]
PUBLISHED: dict[str, list[str]] = json.loads((Path(__file__).parent / "published_ids.json").read_text())


def ids(curriculum: Curriculum) -> list[str]:
    return [
        name for part in parts(curriculum) if part is not curriculum and (name := getattr(part, "id", None))
    ]


def test_no_published_id_has_gone(library: Library) -> None:
    gone = {slug: set(published) - set(ids(library[slug])) for slug, published in PUBLISHED.items()}
    assert gone == {slug: set() for slug in PUBLISHED}


def test_every_id_is_published_so_that_it_cannot_go_later(library: Library) -> None:
    assert {slug: set(ids(curriculum)) for slug, curriculum in library.items()} == {
        slug: set(published) for slug, published in PUBLISHED.items()
    }


def test_ids_are_unique_over_the_whole_library(library: Library) -> None:
    everything = [name for curriculum in library.values() for name in ids(curriculum)]
    assert len(everything) == len(set(everything))


def test_ids_say_nothing_about_position_or_title(library: Library) -> None:
    for curriculum in library.values():
        for name in ids(curriculum):
            kind, _, rest = name.partition("-")
            assert kind in {"u", "i", "p", "r", "s", "e", "g"}
            assert len(rest) == 5
