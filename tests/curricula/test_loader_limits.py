"""An uploaded roadmap cannot grow, recurse, construct or stall anything: it loads or gets its problems."""

import random
import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curricula.decoding import MAX_BYTES
from curricula.loader import load
from curricula.problems import CurriculumError, Problem
from curricula.schema import Curriculum

HEAD = (
    "schema_version: 1\nid: demo\ntitle: Demo\nlanguage: en\nunits:\n  - id: u\n    kind: phase\n    items:\n"
)
GOOD = HEAD + "      - {id: i, text: Topic}\n"
BUNDLED = {file.name: file.read_bytes() for file in (files("curricula") / "library").iterdir()}


def problems(source: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(CurriculumError) as refusal:
        load(source)
    return refusal.value.problems


def messages(source: str | bytes) -> str:
    return " / ".join(f"{problem.line}:{problem.column} {problem.message}" for problem in problems(source))


def with_items(count: int) -> str:
    return HEAD + "".join(f"      - {{id: i-{n}, text: T}}\n" for n in range(count))


def nested(depth: int) -> str:
    """A document whose deepest mapping is `depth` levels deep; the outermost mapping is the first level."""
    levels = (depth - 5) // 2 if depth > 5 else 0
    inner = "{id: last, text: T}"
    for level in range(levels):
        inner = f"{{id: i-{level}, text: T, children: [{inner}]}}"
    return HEAD + f"      - {inner}\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GOOD.replace("Topic", "&a Topic"), "9:23 the anchor &a is not allowed"),
        (GOOD + "projects: *a\n", "10:11 the alias *a is not allowed"),
        (
            GOOD.replace("Topic", "!!python/object:os.system ls"),
            "9:23 the tag tag:yaml.org,2002:python/object:os.system",
        ),
        (GOOD + "bonus: &a\n", "10:8 the anchor &a is not allowed"),
        (GOOD.replace("Topic", "!secret x"), "9:23 the tag !secret is not allowed"),
        (GOOD.replace("Topic", "!!binary aGk="), "9:23 the tag tag:yaml.org,2002:binary is not allowed"),
        (
            GOOD.replace("title: Demo", "title: !!str Demo"),
            "3:8 the tag tag:yaml.org,2002:str is not allowed",
        ),
        ("%YAML 1.1\n---\n" + GOOD, "2:1 directives are not allowed"),
        ("%TAG ! tag:example.org,2000:\n---\n" + GOOD, "2:1 directives are not allowed"),
        (GOOD + "---\n" + GOOD, "10:1 a second document begins here"),
        (GOOD + "<<: {title: x}\n", "10:1 `<<` is no key of a curriculum"),
        (GOOD + "[a, b]: c\n", "10:1 a key must be a single word"),
        (GOOD + "{a: b}: c\n", "10:1 a key must be a single word"),
    ],
)
def test_everything_that_yaml_could_hide_is_refused(text: str, place: str) -> None:
    assert place in messages(text)


def test_version_1_2_may_be_declared() -> None:
    assert load("%YAML 1.2\n---\n" + GOOD) == load(GOOD)


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    began = time.process_time()
    found = problems(GOOD + bomb)
    assert time.process_time() - began < 10
    assert sum("alias" in problem.message for problem in found) == 29 * 9


def test_an_alias_to_itself_is_refused() -> None:
    assert "10:9 the alias *a is not allowed" in messages(GOOD + "x: &a [ *a ]\n")


def test_depth_12_is_let_pass_and_depth_13_is_not() -> None:
    item = load(nested(12)).units[0].items[0]
    assert item.children[0].children[0].children[0].text == "T"
    assert "is nested more than 12 levels deep" in messages(nested(14))
    flow = GOOD + "x: " + "[" * 11 + "]" * 11 + "\n"
    assert "nested" not in messages(flow)
    assert "10:15 is nested more than 12 levels deep" in messages(flow.replace("[]", "[[]]"))


STAIRS = "".join(f"{' ' * depth}a:\n" for depth in range(1_000))


@pytest.mark.parametrize(
    "nest", [*(each * 30_000 for each in ("[", "{a: ", "- ", "? ")), STAIRS], ids=range(5)
)
def test_a_deep_nest_ends_the_reading_soon(nest: str) -> None:
    began = time.process_time()
    assert "is nested more than 12 levels deep" in messages(nest)
    assert time.process_time() - began < 10


def test_4000_items_are_let_pass_and_4001_are_not() -> None:
    assert len(load(with_items(4_000)).units[0].items) == 4_000
    assert "has 4,001 items" in messages(with_items(4_001))


def test_one_mebibyte_is_let_pass_and_a_byte_more_is_not() -> None:
    padded = GOOD.encode() + b"#" * (MAX_BYTES - len(GOOD))
    assert load(padded) == load(GOOD)
    assert "has 1,048,577 bytes" in messages(padded + b"#")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (GOOD.encode("utf-16"), "1:1 is not UTF-8"),
        (GOOD.replace("Demo", "Día").encode("latin-1"), "3:9 is not UTF-8"),
        (b"\xef\xbb\xbf" + GOOD.replace("Demo", "Día").encode("latin-1"), "3:9 is not UTF-8"),
        (GOOD.replace("Demo", "De\0mo").encode(), "3:10 holds the control character U+0000"),
        (GOOD.replace("Demo", "De\x1bmo").encode(), "3:10 holds the control character U+001B"),
        (GOOD.replace("Demo", "De\u2028mo").encode(), "3:10 holds the control character U+2028"),
        (
            GOOD.replace("\n", "\r\n").replace("Demo", "De\x07mo").encode(),
            "3:10 holds the control character U+0007",
        ),
        (b"\x89PNG\r\n\x1a\n", "1:1 is not UTF-8"),
        ("\ud83d".encode("utf-8", "surrogatepass"), "1:1 is not UTF-8"),
        (GOOD.replace("Demo", '"De\\0mo"').encode(), "3:8 holds the invisible character U+0000"),
    ],
)
def test_bytes_that_are_no_text_are_refused_where_they_stand(content: bytes, place: str) -> None:
    assert place in messages(content)


def test_a_text_with_half_a_character_is_refused() -> None:
    assert "is not UTF-8" in messages(GOOD.replace("Demo", "\ud83d"))


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_order_mark_and_any_line_end_are_let_pass(mark: bytes, line_end: bytes) -> None:
    assert load(mark + GOOD.encode().replace(b"\n", line_end)) == load(GOOD)


def outcome(content: bytes) -> Curriculum | tuple[Problem, ...]:
    """What loading comes to; any error but a list of problems fails the test."""
    try:
        return load(content)
    except CurriculumError as error:
        return error.problems


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=150)
def test_any_bytes_get_a_curriculum_or_problems_with_places(content: bytes) -> None:
    found = outcome(content)
    assert isinstance(found, tuple)
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in found)


@given(st.sampled_from(sorted(BUNDLED)), st.integers(0, 2**32), st.integers(1, 6))
@settings(max_examples=40)
def test_a_bundled_file_with_damage_gets_a_curriculum_or_problems_in_it(
    name: str, seed: int, wounds: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - damage needs no secrecy
    content = bytearray(BUNDLED[name][:6_000])
    for _ in range(wounds):
        place = chance.randrange(len(content))
        content[place : place + chance.randrange(4)] = chance.choice(
            [b":", b"\n", b"  ", b"- ", b"x", b"[", b"\xff", b"'"]
        )
    found = outcome(bytes(content))
    if isinstance(found, tuple):
        lines = content.count(b"\n") + content.count(b"\r") + 1
        assert found
        assert all(1 <= problem.line <= lines + 1 for problem in found)
