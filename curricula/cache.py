"""Keeps validated curricula as JSON by the hash of their file: reading YAML takes hundreds of times that."""

import hashlib
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from curricula.schema import Curriculum
from curricula.writing import canonical_json

# Part of every name: raise it whenever the schema or a check changes what a file means.
_FORMAT = 1


def _path(directory: Path, content: bytes) -> Path:
    return directory / f"{hashlib.sha256(content).hexdigest()}.{_FORMAT}.json"


def kept(directory: Path, content: bytes) -> Curriculum | None:
    """The curriculum that was kept for a file with this content; None if there is none or it was damaged."""
    try:
        stored = _path(directory, content).read_bytes()
        checksum, _, body = stored.partition(b"\n")
        if checksum.decode("ascii") != hashlib.sha256(body).hexdigest():
            return None
        return Curriculum.model_validate_json(body)
    except (OSError, UnicodeDecodeError, ValidationError):
        return None


def keep(directory: Path, content: bytes, curriculum: Curriculum) -> None:
    """Keep the curriculum of a file. A directory that cannot be written costs time only: no error."""
    body = canonical_json(curriculum).encode()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=directory, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        Path(name).replace(_path(directory, content))
    except OSError:
        return
