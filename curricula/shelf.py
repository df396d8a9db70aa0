"""The roadmaps that come with Roadmate. Each is a file of curricula/library/ and is named by its slug."""

from importlib.resources import as_file, files
from pathlib import Path

from rapidfuzz import process

from curricula.loader import load
from curricula.schema import Curriculum

_LIBRARY = files("curricula") / "library"
_SUFFIX = ".yaml"


class UnknownCurriculum(LookupError):
    """No bundled roadmap has this slug. `nearest` holds the most similar ones, best first."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug
        self.nearest = tuple(match for match, _, _ in process.extract(slug, bundled(), limit=3))


def bundled() -> tuple[str, ...]:
    """The slugs of all bundled roadmaps, in alphabetical order. Nothing is read."""
    names = (file.name for file in _LIBRARY.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def open(slug: str, *, cache: Path | None = None) -> Curriculum:  # noqa: A001 - always said as shelf.open
    """The bundled roadmap with this slug; `cache` as for `load`. Raises UnknownCurriculum."""
    if slug not in bundled():
        raise UnknownCurriculum(slug)
    with as_file(_LIBRARY / f"{slug}{_SUFFIX}") as path:
        return load(path, name=path.name, cache=cache)
