"""A roadmap file with mistakes gets all of them named at once, each with its place and a way out."""

import pytest
from demo_roadmap import GOOD, problems

from curricula.loader import load


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
            "`idd` is no key of an item",
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
