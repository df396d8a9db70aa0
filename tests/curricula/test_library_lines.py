"""Nothing of a document is lost: each line belongs to one part of the roadmap, and facts stand there."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from pydantic import BaseModel
from source_documents import content, repaired, written_lines

from curricula import shelf
from curricula.schema import (
    Bonus,
    Curriculum,
    Item,
    Project,
    ProjectGroup,
    Resource,
    Section,
    SectionEntry,
    Unit,
)
from curricula.walk import parts

Library = dict[str, Curriculum]
SLUGS = shelf.bundled()
# A word that names something and so survives being put in other words: CSV, FastAPI, CI/CD, /add, 12.
NAME = re.compile(r"(?<!\w)/\w+(?:/<\w+>)?|\w*[a-z]?[A-Z0-9][\w/]*[A-Z0-9]\w*|\d+")


def owned(curriculum: Curriculum) -> list[int]:
    return [line for part in parts(curriculum) for line in getattr(part, "lines", ())]


@pytest.fixture(params=SLUGS)
def roadmap(request: pytest.FixtureRequest, library: Library) -> tuple[Curriculum, list[str]]:
    """A bundled roadmap and its document's repaired lines; the line with number n has index n."""
    curriculum = library[request.param]
    document = content(curriculum)
    if document is None or curriculum.source is None:
        pytest.skip("the document is not on this machine")
    return curriculum, ["", *repaired(document.decode(), curriculum.source.encoding_repair)]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_written_line_belongs_to_exactly_one_part(library: Library, slug: str) -> None:
    assert Counter(owned(library[slug])) == Counter(written_lines(slug))


def test_what_is_kept_about_the_document_is_true(roadmap: tuple[Curriculum, list[str]]) -> None:
    curriculum, lines = roadmap
    document = content(curriculum)
    assert curriculum.source is not None
    assert document is not None
    assert hashlib.sha256(document).hexdigest() == curriculum.source.sha256
    assert {number for number, line in enumerate(lines) if line.strip()} == written_lines(curriculum.id)


def facts(part: BaseModel, *, slug: str) -> Iterator[str]:
    """The texts of a part that must stand in its lines letter by letter."""
    match part:
        case Item(text=text):
            # Its topics are sentences, so they are in our own words.
            yield from () if slug == "py-backend-20d" else (text,)
        case Resource(text=text) | ProjectGroup(title=text):
            yield text
        case Project(kind=kind, title=title, icon=icon, requirements=requirements):
            # An assignment has no title in its document.
            yield from (icon or "", *requirements, "" if kind == "assignment" else title)
        case Unit(title=title, icon=icon, number=number):
            yield from (title or "", icon or "", number or "")
        case Section(title=title, icon=icon) | Bonus(title=title, icon=icon):
            yield from (title or "", icon or "")
        case Curriculum(title=title, icon=icon, lines=lines):
            yield from (title, icon or "") if lines else ()
        case SectionEntry(text=text, refers_to=refers_to, url=url):
            yield text if refers_to or url else text.partition(": ")[0] if text.startswith("**") else ""
    yield getattr(part, "url", None) or ""
    yield str(getattr(part, "number", None) or "")


def test_titles_links_and_numbers_stand_in_the_lines_of_their_part(
    roadmap: tuple[Curriculum, list[str]],
) -> None:
    curriculum, lines = roadmap
    checked = 0
    for part in parts(curriculum):
        standing = "\n".join(lines[number] for number in getattr(part, "lines", ()))
        for fact in facts(part, slug=curriculum.id):
            assert fact in standing
            checked += bool(fact)
    assert checked >= 44


def test_every_link_of_the_document_is_in_the_roadmap(roadmap: tuple[Curriculum, list[str]]) -> None:
    curriculum, lines = roadmap
    written = re.findall(r"https?://[^\s)]+", "\n".join(lines))
    kept = [url for part in parts(curriculum) if (url := getattr(part, "url", None))]
    assert Counter(kept) == Counter(written)


def words(part: BaseModel) -> str:
    """Everything that a part says itself, its numbers and dates included."""
    own = {
        name: value for name in type(part).model_fields if (value := getattr(part, name)) and name != "lines"
    }
    texts = [str(value) for value in own.values() if not _is_inner(value)]
    return " ".join([*texts, *getattr(part, "requirements", ())])


def _is_inner(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], BaseModel)


def test_names_survive_in_the_sentences_that_were_put_in_other_words(
    roadmap: tuple[Curriculum, list[str]],
) -> None:
    curriculum, lines = roadmap
    for part in parts(curriculum):
        said = words(part).casefold()
        for number in getattr(part, "lines", ()):
            without_markup = re.sub(r"^\d+\. |\(#\w+\)|</?a[^>]*>|\*\*", "", lines[number])
            for name in NAME.findall(without_markup):
                assert _stem(name) in said, (number, name)


def _stem(name: str) -> str:
    """`APIs` and `API` name the same; `10` and `Oct 10` are told apart by the other tests."""
    return name.casefold().removesuffix("s")


def test_sentences_are_in_other_words(roadmap: tuple[Curriculum, list[str]]) -> None:
    curriculum, lines = roadmap
    document = "\n".join(lines).casefold()
    for part in parts(curriculum):
        for sentence in (
            getattr(part, "goal", None),
            getattr(part, "description", None),
            getattr(part, "note", None),
        ):
            assert not sentence or sentence.rstrip(".").casefold() not in document
