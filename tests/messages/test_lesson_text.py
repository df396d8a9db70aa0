"""A roadmap's words come out as spans, and nothing of them is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interface.reply import Code, Link, Plain, Span, Strong
from bot.messages.lesson_text import day_title, heading_text, learn_line, plain_of, spans_of
from bot.messages.voice import voice_of
from bot.services.lessons_content import Heading, LearnLine
from curricula import shelf
from curricula.walk import stops, with_children

SAY = voice_of("en")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("plain words", (Plain("plain words"),)),
        ("add `/add` now", (Plain("add "), Code("/add"), Plain(" now"))),
        ("`GET /books/<id>`", (Code("GET /books/<id>"),)),
        ("**strong** words", (Strong("strong"), Plain(" words"))),
        ("see [docs](https://a.example/b)", (Plain("see "), Link("docs", "https://a.example/b"))),
        ("[click](javascript:alert(1))", (Plain("[click](javascript:alert(1))"),)),
        ("<b>no</b> & *markup* of others", (Plain("<b>no</b> & *markup* of others"),)),
        ("`__init__` and __init__", (Code("__init__"), Plain(" and __init__"))),
        ("2*3*4 snake_case_name &amp;", (Plain("2*3*4 snake_case_name &amp;"),)),
        ("@everyone <@1> #general", (Plain("@everyone <@1> #general"),)),
    ],
)
def test_inline_markdown_becomes_spans(text: str, spans: tuple[Span, ...]) -> None:
    assert spans_of(text) == spans


@given(
    st.text(alphabet=st.characters(exclude_characters="`*_[]()\\<>!~\0\r\n", exclude_categories=("Cs", "Cc")))
)
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert plain_of(text) == text.strip() or plain_of(text) == text


@pytest.mark.parametrize("slug", shelf.bundled())
def test_every_bundled_topic_keeps_its_letters(slug: str) -> None:
    for stop in stops(shelf.open(slug)):
        for item in with_children(stop.unit.items):
            unmarked = item.text.replace("`", "").replace("**", "")
            assert plain_of(item.text) == unmarked


@pytest.mark.parametrize(
    ("headings", "text"),
    [
        ([("phase", "1", "Basics"), ("week", "3", "Async programming")], "Week 3 - Async programming"),
        ([("phase", "1", "Basics"), ("week", "3", "")], "Week 3 - Basics"),
        ([("week", "1", ""), ("day", "2", "Core concepts")], "Week 1 - Core concepts"),
        ([("phase", "2", "Web"), ("section", "2.1", "HTTP")], "2.1 - HTTP"),
        ([("topic_area", "", "Databases")], "Databases"),
        ([("phase", "7", "")], "Phase 7"),
    ],
)
def test_a_day_is_named_by_its_nearest_unit(headings: list[tuple[str, str, str]], text: str) -> None:
    assert heading_text(SAY, [Heading(*heading) for heading in headings]) == text


def test_the_title_counts_the_days() -> None:
    headings = [Heading("week", "3", "Async programming")]
    assert day_title(SAY, 12, 63, headings) == "Day 12 of 63 - Week 3 - Async programming"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (LearnLine("Loops"), "Loops"),
        (LearnLine("Loops", part=2, parts=3), "Loops (part 2 of 3)"),
        (LearnLine("Basics", is_heading=True), "Basics"),
        (LearnLine("Basics", is_heading=True, continued=True), "Basics (cont.)"),
        (LearnLine("Loops", note="for and while"), "Loops - for and while"),
    ],
)
def test_lines_say_what_part_they_are(line: LearnLine, text: str) -> None:
    assert "".join(getattr(span, "text", "") for span in learn_line(SAY, line)) == text


def test_a_topic_with_a_page_is_a_link() -> None:
    line = LearnLine("**HTTP** basics", url="https://a.example")
    assert learn_line(SAY, line) == (Link("HTTP basics", "https://a.example"),)


def test_deeper_lines_are_indented_without_marks_of_any_platform() -> None:
    indent, words = learn_line(SAY, LearnLine("Loops", depth=2))
    assert words == Plain("Loops")
    assert isinstance(indent, Plain)
    assert indent.text.isspace()
