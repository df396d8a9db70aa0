"""What was loaded can be written and read again without a difference; a digest names one version."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.loader import load
from curricula.schema import (
    Bonus,
    Completion,
    Curriculum,
    Item,
    Project,
    Resource,
    Section,
    SectionEntry,
    StandaloneProject,
    Unit,
)
from curricula.text import BIDI_CONTROLS
from curricula.timing import (
    ABSENT,
    CalendarTiming,
    DayNumberTiming,
    DaysTiming,
    MonthsTiming,
    OngoingTiming,
    Timing,
    WeeksTiming,
)
from curricula.writing import as_data, as_yaml, canonical_json, digest

TRICKY = [
    "no",
    "~",
    "1.10",
    "0x1F",
    "- a",
    "a: b",
    "# a",
    "*a",
    "&a",
    "!a",
    "{a}",
    "[",
    "'",
    '"',
    "%YAML",
    "---",
    "1e5",
    ".5",
]
letters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=BIDI_CONTROLS)
lines = st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool) | st.sampled_from(TRICKY)
proses = st.lists(lines, min_size=1, max_size=3).map("\n".join)
urls = st.sampled_from(["https://example.org/", "http://example.org/a?b=c#d", "https://ex.org/ñ"])
ranges = st.tuples(st.integers(1, 9), st.integers(0, 9))


@st.composite
def curricula(draw: st.DrawFn) -> Curriculum:
    numbers = count(1)

    def name() -> str:
        return f"n-{next(numbers)}"

    def item(depth: int) -> Item:
        children = tuple(item(depth - 1) for _ in range(draw(st.integers(0, 2)) if depth else 0))
        role = draw(st.sampled_from(["topic", "group", "task"] if children else ["topic", "task", "filler"]))
        return Item(
            id=name(),
            text=draw(lines),
            note=draw(st.none() | proses),
            url=draw(st.none() | urls),
            role=role,
            children=children,
            lines=(next(numbers),),
        )

    def timing() -> Timing:
        least, more = draw(ranges)
        return draw(
            st.sampled_from(
                [
                    ABSENT,
                    DaysTiming(kind="days", min=least, max=least + more),
                    MonthsTiming(kind="months", min=least, max=least + more),
                    WeeksTiming(kind="weeks", n=least),
                    DayNumberTiming(kind="day_number", n=next(numbers)),
                    OngoingTiming(kind="ongoing"),
                    CalendarTiming(
                        kind="calendar", start="12-30", end="01-05", year=draw(st.none() | st.just(2027))
                    ),
                ]
            )
        )

    def unit(depth: int) -> Unit:
        return Unit(
            id=name(),
            kind=draw(st.sampled_from(["phase", "week", "day", "section", "topic_area"])),
            number=str(next(numbers)),
            title=draw(st.none() | lines),
            icon=draw(st.none() | st.just("🗓️")),
            goal=draw(st.none() | proses),
            timing=timing(),
            items=(item(2), *(item(1) for _ in range(draw(st.integers(0, 2))))),
            projects=tuple(
                Project(
                    id=name(), title=draw(lines), kind=draw(st.sampled_from(["mini", "project", "capstone"]))
                )
                for _ in range(draw(st.integers(0, 2)))
            ),
            resources=tuple(Resource(id=name(), text=draw(lines)) for _ in range(draw(st.integers(0, 1)))),
            children=tuple(unit(depth - 1) for _ in range(draw(st.integers(0, 2)) if depth else 0)),
        )

    units = tuple(unit(1) for _ in range(draw(st.integers(1, 2))))
    return Curriculum(
        schema_version=1,
        id="demo",
        title=draw(lines),
        language=draw(st.sampled_from(["en", "es", "pt-BR", "zh-Hans"])),
        sections=(
            Section(
                id=name(),
                kind="contents",
                text=draw(proses),
                entries=(SectionEntry(id=name(), text=draw(lines), refers_to=units[0].id),),
            ),
        ),
        units=units,
        projects=(StandaloneProject(id=name(), title=draw(lines), number=1, requirements=(draw(lines),)),),
        bonus=Bonus(title=draw(lines), items=(item(0),)),
        completion=Completion(projects_at_least=0, units_required=(units[-1].id,)),
    )


@given(curricula())
@settings(max_examples=30)
def test_a_written_roadmap_reads_back_as_the_same(curriculum: Curriculum) -> None:
    again = load(as_yaml(curriculum))
    assert again == curriculum
    assert digest(again) == digest(curriculum)


@given(curricula())
@settings(max_examples=30)
def test_canonical_json_keeps_everything(curriculum: Curriculum) -> None:
    again = Curriculum.model_validate_json(canonical_json(curriculum))
    assert again == curriculum
    assert canonical_json(again) == canonical_json(curriculum)


@pytest.mark.parametrize(
    "timing",
    [
        DaysTiming(kind="days", min=1, max=1),
        MonthsTiming(kind="months", min=1, max=1),
        WeeksTiming(kind="weeks", n=1),
        DayNumberTiming(kind="day_number", n=1),
        OngoingTiming(kind="ongoing"),
        CalendarTiming(kind="calendar", start="10-21", end="11-03"),
    ],
    ids=lambda timing: timing.kind,
)
def test_dumping_without_defaults_keeps_the_kind_of_a_timing(timing: Timing) -> None:
    unit = Unit(id="u", kind="phase", timing=timing)
    data = unit.model_dump(exclude_defaults=True)
    assert data["timing"]["kind"] == timing.kind
    assert Unit.model_validate(data) == unit


def test_an_absent_timing_is_the_same_written_or_not() -> None:
    written = Unit.model_validate({"id": "u", "kind": "day", "timing": {"kind": "absent"}})
    assert written == Unit(id="u", kind="day")
    assert "timing" not in written.model_dump(exclude_defaults=True)


def test_bundled_roadmaps_survive_being_written(library: dict[str, Curriculum]) -> None:
    for curriculum in library.values():
        assert load(as_yaml(curriculum)) == curriculum


SMALL = """\
schema_version: 1
id: demo
title: Demo
language: en
units:
- {id: u, kind: week, items: [{id: i, text: T}]}
"""


def test_a_digest_ignores_how_a_file_is_laid_out() -> None:
    other = """
        # a comment
        units:
          - kind: 'week'
            id: u
            items:
              - text: "T"
                id: i
                role: topic
        language: en
        title: Demo
        id: demo
        schema_version: 1
        """
    assert digest(load(SMALL)) == digest(load(other))


@pytest.mark.parametrize(
    ("written", "instead"), [("text: T", "text: U"), ("id: i", "id: j"), ("kind: week", "kind: day")]
)
def test_a_digest_changes_with_the_content(written: str, instead: str) -> None:
    assert digest(load(SMALL)) != digest(load(SMALL.replace(written, instead)))


def test_a_digest_is_the_sha256_of_the_canonical_json() -> None:
    assert canonical_json(load(SMALL)) == (
        '{"id":"demo","language":"en","schema_version":1,"title":"Demo",'
        '"units":[{"id":"u","items":[{"id":"i","text":"T"}],"kind":"week"}]}'
    )
    assert digest(load(SMALL)) == "4281305aa80dc97e65dc5e41a1899f0d2a858e55d2c3551bf39770e2cabfb18d"


def test_plain_data_leaves_defaults_out() -> None:
    assert as_data(load(SMALL))["units"] == [{"id": "u", "kind": "week", "items": [{"id": "i", "text": "T"}]}]


def test_a_curriculum_cannot_be_changed() -> None:
    curriculum = load(SMALL)
    with pytest.raises(ValueError, match="frozen"):
        curriculum.title = "Another"  # type: ignore[misc]
