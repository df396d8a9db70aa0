from pathlib import Path

import pytest

from curricula import shelf
from curricula.loader import load
from curricula.schema import Curriculum


def test_opening_gives_the_roadmap_of_the_file(library: dict[str, Curriculum]) -> None:
    path = Path(shelf.__file__).parent / "library" / "py-backend-20d.yaml"
    assert shelf.open("py-backend-20d") == load(path) == library["py-backend-20d"]


@pytest.mark.parametrize("slug", ["py-backend-20", "../schema", "", "py-backend-20d.yaml", "PY-BACKEND-20D"])
def test_an_unknown_slug_is_refused_with_similar_ones(slug: str) -> None:
    with pytest.raises(shelf.UnknownCurriculum) as refusal:
        shelf.open(slug)
    assert refusal.value.slug == slug
    assert set(refusal.value.nearest) <= set(shelf.bundled())


def test_the_most_similar_slug_comes_first() -> None:
    assert shelf.UnknownCurriculum("py-backend-20").nearest[0] == "py-backend-20d"


def test_the_shelf_uses_the_cache_that_it_is_given(tmp_path: Path) -> None:
    first = shelf.open("py-backend-topics", cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    assert shelf.open("py-backend-topics", cache=tmp_path) == first
