"""A roadmap file with mistakes gets all of them named at once, each with its place and a way out."""

from pathlib import Path

import pytest

from curricula.loader import load
from curricula.problems import CurriculumError, Problem

GOOD = """\
schema_version: 1
id: demo
title: Demo
language: en
units:
  - id: first
    kind: week
    number: 1
    timing: {kind: days, min: 3, max: 4}
    items:
      - id: one
        text: One
      - id: two
        text: Two
        url: https://example.org/two
    projects:
      - id: build
        title: Build it
  - id: second
    kind: week
    number: 2
    items:
      - id: three
        text: Three
projects:
  - id: last
    title: The last one
    after_unit: second
completion:
  projects_total: 2
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(CurriculumError) as refusal:
        load(text, name="demo.yaml")
    return refusal.value.problems


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def test_the_good_file_is_good() -> None:
    curriculum = load(GOOD)
    assert [unit.number for unit in curriculum.units] == ["1", "2"]


@pytest.mark.parametrize(
    ("written", "instead", "place", "path", "message", "suggestion"),
    [
        (
            "title: Demo",
            "titel: Demo",
            (3, 1),
            "titel",
            "`titel` is no key of a curriculum",
            "did you mean `title`?",
        ),
        (
            "kind: days",
            "kind: day",
            (9, 13),
            "units[0].timing",
            "`day` is not a kind",
            "did you mean `days`?",
        ),
        (
            "kind: week",
            "kind: weak",
            (7, 11),
            "units[0].kind",
            "`weak` is not allowed",
            "did you mean `week`?",
        ),
        (
            "id: one",
            "idd: one",
            (11, 9),
            "units[0].items[0].idd",
            "`idd` is no key of a item",
            "did you mean `id`?",
        ),
        ("min: 3", "min: 5", (9, 13), "units[0].timing", "has min 5 above max 4", ""),
        ("min: 3", "min: 0", (9, 31), "units[0].timing.min", "must be greater than 0", "The least"),
        (
            "min: 3",
            "min: three",
            (9, 31),
            "units[0].timing.min",
            "must be a whole number, not `three`",
            "The least",
        ),
        (
            "min: 3",
            "min: 1.5",
            (9, 31),
            "units[0].timing.min",
            "must be a whole number, not `1.5`",
            "The least",
        ),
        ("min: 3, ", "", (9, 13), "units[0].timing.min", "the key `min` is missing", "The least"),
        ("kind: days, ", "", (9, 13), "units[0].timing", "the key `kind` is missing", "How long it takes"),
        ("number: 2", "number: 1", (21, 13), "units[1].number", "the week number 1 is already used", "once"),
        ("number: 2", "number: 1.10", (21, 13), "units[1].number", "must be text, not `1.1`", "in quotes"),
        ("text: One", "text: 1", (12, 15), "units[0].items[0].text", "must be text, not `1`", "The topic"),
        ("text: One", "text:", (12, 9), "units[0].items[0].text", "must be text, not nothing", "The topic"),
        ("text: One", 'text: ""', (12, 15), "units[0].items[0].text", "must not be empty", "The topic"),
        (
            "text: One",
            'text: "a\\u202eb"',
            (12, 15),
            "units[0].items[0].text",
            "invisible character U+202E",
            "",
        ),
        ("text: One", 'text: "a\\nb"', (12, 15), "units[0].items[0].text", "invisible character U+000A", ""),
        ("text: One", 'text: " a"', (12, 15), "units[0].items[0].text", "spaces at its beginning or end", ""),
        (
            "text: One",
            "text: One\n        role: grup",
            (13, 15),
            "units[0].items[0].role",
            "`grup`",
            "`group`?",
        ),
        ("id: two", "id: one", (13, 13), "units[0].items[1].id", "the id one is already used", "remembered"),
        (
            "id: two",
            "id: Two Words",
            (13, 13),
            "units[0].items[1].id",
            "`Two Words` has the wrong form",
            "a-z",
        ),
        (
            "https://example.org/two",
            "ftp://x",
            (15, 14),
            "units[0].items[1].url",
            "is not a web address",
            "The page",
        ),
        (
            "https://example.org/two",
            "javascript:x",
            (15, 14),
            "units[0].items[1].url",
            "is not a web address",
            "",
        ),
        ("https://example.org/two", "http://[", (15, 14), "units[0].items[1].url", "", "The page"),
        (
            "after_unit: second",
            "after_unit: sekond",
            (28, 17),
            "projects[0].after_unit",
            "no unit `sekond`",
            "`second`",
        ),
        (
            "projects_total: 2",
            "projects_total: 3",
            (30, 19),
            "completion.projects_total",
            "says 3",
            "there are 2",
        ),
        (
            "projects_total: 2",
            "projects_at_least: 3",
            (30, 22),
            "completion.projects_at_least",
            "more projects",
            "2",
        ),
        (
            "projects_total: 2",
            "units_required: [x]",
            (30, 20),
            "completion.units_required[0]",
            "no unit `x`",
            "one of",
        ),
        (
            "schema_version: 1",
            "schema_version: 2",
            (1, 17),
            "schema_version",
            "`2` is not allowed",
            "one of: 1",
        ),
        ("language: en", "language: English", (4, 11), "language", "`English` has the wrong form", "BCP 47"),
        ("title: Demo", "title: [Demo]", (3, 8), "title", "must be text, not a list", "The roadmap's name"),
        (
            "id: build",
            "id: build\n        lines: [1, 1]",
            (18, 20),
            "units[0].projects[0].lines[1]",
            "line 1",
            "one part",
        ),
        (
            "id: one",
            "id: one\n        id: uno",
            (12, 9),
            "",
            "the key `id` is here twice",
            "already in line 11",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_way_out(
    written: str, instead: str, place: tuple[int, int], path: str, message: str, suggestion: str
) -> None:
    text = GOOD.replace(written, instead, 1)
    assert text != GOOD
    problem = next(problem for problem in problems(text) if problem.path == path)
    assert (problem.file, problem.line, problem.column) == ("demo.yaml", *place)
    assert message in problem.message
    assert suggestion in problem.suggestion


@pytest.mark.parametrize(
    ("text", "place", "message", "suggestion"),
    [
        ("title: a: b", (1, 9), "is not YAML: mapping values are not allowed here", "in quotes"),
        ("title: 'a\n", (2, 1), "is not YAML: found unexpected end of stream", "quotes"),
        ("a:\n\t- b\n", (2, 1), "is not YAML: found character", "not with tabs"),
        ("units: [1, 2\n", (2, 1), "is not YAML: expected ',' or ']'", "brackets"),
        ('title: "\\U00110000"\n', (1, 1), "an escape that names no character", "the character itself"),
        ('title: "\\ud83d"\n', (1, 8), "half of a character", "the character itself"),
        ("", (1, 1), "holds no roadmap", "schema_version: 1"),
        ("# nothing\n", (1, 1), "holds no roadmap", "schema_version: 1"),
        ("- a\n- b\n", (1, 1), "holds no roadmap", "schema_version: 1"),
        ("just text\n", (1, 1), "holds no roadmap", "schema_version: 1"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    text: str, place: tuple[int, int], message: str, suggestion: str
) -> None:
    problem = next(problem for problem in problems(text) if message in problem.message)
    assert (problem.line, problem.column) == place
    assert suggestion in problem.suggestion


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    text = (
        GOOD.replace("language: en\n", "")
        .replace("kind: week", "kind: weak", 1)
        .replace("id: two", "id: one")
        .replace("after_unit: second", "after_unit: third")
    )
    named = [(problem.line, problem.path) for problem in problems(text)]
    assert named == [
        (1, "language"),
        (6, "units[0].kind"),
        (12, "units[0].items[1].id"),
        (27, "projects[0].after_unit"),
    ]


def test_a_wrong_unit_does_not_make_the_list_of_units_too_short() -> None:
    text = GOOD[: GOOD.index("  - id: first")] + "  - id: x\n    kind: y\n"
    assert [problem.path for problem in problems(text)] == ["units", "units[0].kind"]
    assert problems(text)[0].message == "has nothing to study"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("{id: i, text: Heading, role: group}", "a group has no children"),
        ("{id: i, text: etc., role: filler, children: [{id: j, text: J}]}", "a filler has children"),
    ],
)
def test_a_role_must_fit_its_item(item: str, message: str) -> None:
    text = GOOD.replace("      - id: one\n        text: One\n", f"      - {item}\n")
    assert (only(text).line, only(text).message) == (11, message)


def test_a_study_day_belongs_to_one_unit() -> None:
    text = GOOD.replace("number: 2", "number: 2\n    timing: {kind: day_number, n: 7}").replace(
        "{kind: days, min: 3, max: 4}", "{kind: day_number, n: 7}"
    )
    assert only(text).message == "the study day 7 is already used by units[0].timing"


@pytest.mark.parametrize("day", ["02-30", "13-01", "00-10", "11-31"])
def test_a_day_that_no_year_has_is_refused(day: str) -> None:
    text = GOOD.replace("{kind: days, min: 3, max: 4}", f'{{kind: calendar, start: "{day}", end: 03-01}}')
    assert "is no day of the year" in only(text).message


def test_29_february_is_a_day() -> None:
    text = GOOD.replace("{kind: days, min: 3, max: 4}", "{kind: calendar, start: 02-29, end: 03-01}")
    timing = load(text).units[0].timing
    assert timing.kind == "calendar"
    assert timing.start_month_day == (2, 29)


def test_words_of_older_yaml_stay_text() -> None:
    curriculum = load(GOOD.replace("text: One", "text: no").replace("text: Two", "text: 2027-01-04"))
    assert [item.text for item in curriculum.units[0].items] == ["no", "2027-01-04"]


def test_a_problem_reads_like_a_compilers() -> None:
    text = GOOD.replace("title: Demo", "titel: Demo")
    assert (
        str(problems(text)[1])
        == "demo.yaml:3:1: titel: `titel` is no key of a curriculum (did you mean `title`?)"
    )


def test_the_error_says_every_problem() -> None:
    error = CurriculumError(
        [Problem("b.yaml", 2, 1, "", "second"), Problem("b.yaml", 1, 5, "x", "first", "hint")]
    )
    assert str(error) == "b.yaml:1:5: x: first (hint)\nb.yaml:2:1: second"


def test_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: x\n")
    with pytest.raises(CurriculumError) as refusal:
        load(path)
    assert {problem.file for problem in refusal.value.problems} == {str(path)}


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_cannot_be_opened_is_a_problem_too(tmp_path: Path, name: str) -> None:
    with pytest.raises(CurriculumError) as refusal:
        load(tmp_path / name)
    assert "cannot be read" in refusal.value.problems[0].message
