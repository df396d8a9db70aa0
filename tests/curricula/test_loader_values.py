"""What is wrong with a roadmap file although YAML and keys are right, and what is not wrong."""

from pathlib import Path

import pytest
from demo_roadmap import GOOD, only, problems

from curricula.loader import load
from curricula.problems import CurriculumError, Problem


@pytest.mark.parametrize(
    ("written", "instead", "message", "suggestion"),
    [
        ("title: Demo", "title: {a: b}", "must be text, not keys and values", "The roadmap's name."),
        ("number: 1", "number: true", "must be text, not `true`", "Its number"),
        ("{kind: days, min: 3, max: 4}", "5", "must be keys and values, not `5`", "How long it takes"),
        ("{kind: days, min: 3, max: 4}", "{kind: [days]}", "is not a kind", "did you mean `days`?"),
        ("schema_version: 1", 'schema_version: "1"', "`1` is not allowed here", "write 1 without quotes"),
        ("kind: week", "kind: [week]", "a list is not allowed here", "did you mean `week`?"),
        ("  - id: second", "  - 5\n  - id: second", "must be keys and values, not `5`", "The roadmap itself"),
        ("title: Demo", f"title: {'x' * 301}", "is longer than 300 characters", "The roadmap's name."),
        ("projects_total: 2", "projects_at_least: -1", "must be at least 0", "How many projects"),
    ],
)
def test_a_value_of_the_wrong_sort_says_what_was_expected(
    written: str, instead: str, message: str, suggestion: str
) -> None:
    problem = only(GOOD.replace(written, instead, 1))
    assert message in problem.message
    assert suggestion in problem.suggestion


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
