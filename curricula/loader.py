"""Loads a roadmap file into a curriculum, or says everything that is wrong with it at once."""

from pathlib import Path

from curricula import cache as curriculum_cache
from curricula.checks import checked, too_large
from curricula.decoding import MAX_BYTES, decoded
from curricula.problems import CurriculumError, Finding, Mark
from curricula.schema import Curriculum
from curricula.source import read
from curricula.tree import Mapping
from curricula.validation import validated


def load(source: Path | str | bytes, *, name: str = "", cache: Path | None = None) -> Curriculum:
    """The curriculum in a file, or in a text or bytes that were received.

    `name` is what problems call the file. `cache` is a directory that keeps validated files for next time.
    Raises CurriculumError with every problem that was found; a file that cannot be opened is one.
    """
    name = name or (str(source) if isinstance(source, Path) else "<text>")
    content = _content(source, name)
    if cache and (curriculum := curriculum_cache.kept(cache, content)):
        return curriculum
    curriculum = _curriculum(content, name)
    if cache:
        curriculum_cache.keep(cache, content, curriculum)
    return curriculum


def _content(source: Path | str | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        return source
    if isinstance(source, str):
        return source.encode("utf-8", "surrogatepass")
    try:
        with source.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        finding = Finding(
            Mark(), f"cannot be read: {error.strerror}", "check the name and the rights of the file"
        )
        raise CurriculumError([finding.in_file(name)]) from error


def _curriculum(content: bytes, name: str) -> Curriculum:
    result = _read(content)
    if isinstance(result, Curriculum):
        return result
    raise CurriculumError(finding.in_file(name) for finding in result)


def _read(content: bytes) -> Curriculum | tuple[Finding, ...]:
    text = decoded(content)
    if isinstance(text, Finding):
        return (text,)
    reading = read(text)
    if reading.document is None:
        return reading.findings
    return too_large(reading.document) or _judged(reading.document, reading.findings)


def _judged(document: Mapping, findings: tuple[Finding, ...]) -> Curriculum | tuple[Finding, ...]:
    result = validated(document)
    findings += checked(document)
    if isinstance(result, Curriculum):
        return findings or result
    return findings + result
