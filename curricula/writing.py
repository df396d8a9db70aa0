"""Writes a curriculum down: as canonical JSON, as the digest that names a version, and as a roadmap file."""

import hashlib
import io
import json

from ruamel.yaml import YAML

from curricula.schema import Curriculum

# Wide enough never to fold: ruamel leaves a space at the end of a folded line.
_WIDTH = 10_000


def as_data(curriculum: Curriculum) -> dict[str, object]:
    """Plain data without what has its default value; `kind` always stays, because it has no default."""
    return curriculum.model_dump(mode="json", exclude_defaults=True)


def canonical_json(curriculum: Curriculum) -> str:
    """The same text for the same curriculum, whatever the spacing and the order of keys in its file."""
    return json.dumps(as_data(curriculum), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(curriculum: Curriculum) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal: a cohort pins its curriculum's version by it."""
    return hashlib.sha256(canonical_json(curriculum).encode()).hexdigest()


def as_yaml(curriculum: Curriculum) -> str:
    """A roadmap file that reads back as the same curriculum."""
    writer = YAML()
    writer.width = _WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    file = io.StringIO()
    writer.dump(as_data(curriculum), file)
    return file.getvalue()
