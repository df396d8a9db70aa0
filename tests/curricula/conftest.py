"""The bundled roadmaps, read once for all tests of this directory."""

import pytest

from curricula import shelf
from curricula.schema import Curriculum


@pytest.fixture(scope="session")
def library() -> dict[str, Curriculum]:
    return {slug: shelf.open(slug) for slug in shelf.bundled()}
