"""Text on Telegram: shown exactly as it stands, whatever is in it, and split where it may be."""

import html
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_school import PNG, SmallSchool, post
from telegram_stage import ROOM

from bot.interface.reply import (
    Board,
    Card,
    Code,
    Fact,
    Link,
    Member,
    Notice,
    Picture,
    Plain,
    Reply,
    Row,
    Section,
    Strong,
    Text,
    When,
    WhenStyle,
)
from bot.platforms.telegram.drawing import Drawing, beginning, toast
from bot.platforms.telegram.markup import Markup, bare, legible, units, units_of

MARKUP = Markup(("help", "cohort create"))
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def draw(*blocks: Notice | Card | Board) -> list[str]:
    return [draft.text for draft in Drawing(SmallSchool().buttons, MARKUP).drafts(Reply(blocks), ROOM)]


def read(marked_up: str) -> str:
    """As Telegram shows it."""
    return html.unescape(re.sub(r"<[^>]*>", "", marked_up))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Plain("a < b && <b>c</b>"), "a &lt; b &amp;&amp; &lt;b&gt;c&lt;/b&gt;"),
        (Plain("call /add and @app.get"), "call <code>/add</code> and <code>@app.get</code>"),
        (Plain("and/or 1/2 me@home.net"), "and/or 1/2 me@home.net"),
        (Plain("say /help or /start"), "say /help or /start"),
        (Strong("GET /users"), "<b>GET </b><code>/users</code>"),
        (Strong("/cohort create"), "<b>/cohort_create</b>"),
        (Code("<id> $O$ /add"), "<code>&lt;id&gt; $O$ /add</code>"),
        (Link("R&D", "https://a.b/?x=1&y=\"2"), '<a href="https://a.b/?x=1&amp;y=&quot;2">R&amp;D</a>'),
        (Link("no", "javascript:alert(1)"), "no"),
        (Member("<Ada>"), "<b>&lt;Ada&gt;</b>"),
        (Plain("a\u202eb\x00c"), "abc"),
    ],
)  # fmt: skip
def test_spans_become_html_that_shows_just_what_they_say(
    span: Plain | Strong | Code | Link | Member, expected: str
) -> None:
    assert MARKUP.rendered((span,)) == expected


@pytest.mark.parametrize(
    ("style", "form", "words"),
    [
        (WhenStyle.TIME, "t", "13:00"),
        (WhenStyle.DAY, "wD", "Mon, Jan 4"),
        (WhenStyle.MOMENT, "wDt", "Mon, Jan 4, 13:00"),
        (WhenStyle.RELATIVE, "r", "Mon, Jan 4, 13:00"),
    ],
)
def test_instants_stand_on_the_readers_clock(style: WhenStyle, form: str, words: str) -> None:
    when = When(NOON, style, "Europe/Berlin")
    assert MARKUP.rendered((when,)) == f'<tg-time unix="1799064000" format="{form}">{words}</tg-time>'
    assert bare((when,)) == words


@given(st.lists(st.builds(Plain, WORDS) | st.builds(Strong, WORDS) | st.builds(Code, WORDS), max_size=4))
def test_any_text_can_be_read_as_it_was_written(spans: list[Plain | Strong | Code]) -> None:
    shown = read(MARKUP.rendered(tuple(spans)))
    written = "".join(legible(span.text) for span in spans)
    assert shown.replace("/cohort_create", "/cohort create") == written


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_length_is_counted_in_utf16_after_parsing(text: str) -> None:
    expected = len(legible(text).encode("utf-16-le")) // 2
    assert units(MARKUP.rendered((Plain(text),))) == units_of(legible(text)) == expected


def test_a_card_stands_in_its_order() -> None:
    card = Card(
        "Day 1",
        lead=(Plain("Welcome"),),
        facts=(Fact("Streak", (Plain("12 days"),)),),
        sections=(
            Section("Learn", ((Plain("one\nline"),), (Plain("two"),))),
            Section("Next", ((Plain("three"),),), bulleted=False),
        ),
        closing=(Plain("Soon"),),
    )
    [text] = draw(card)
    assert text == (
        "<b>Day 1</b>\nWelcome\n\n<b>Streak</b>: 12 days\n\n<b>Learn</b>\n• one line\n• two\n\n"
        "<b>Next</b>\nthree\n\n<i>Soon</i>"
    )


def test_a_board_marks_the_own_row_without_colour() -> None:
    rows = (Row("1", (Plain("Ada"),)), Row("2", (Plain("Bo"),), own=True))
    assert draw(Board("Leaders", rows, 1, 2, (Plain("Fair"),))) == [
        "<b>Leaders</b> (1/2)\n<code>1</code> Ada\n→ <code>2</code> Bo\n\n<i>Fair</i>"
    ]


def test_blocks_of_text_share_a_message() -> None:
    assert draw(Notice((Plain("One."),)), Notice((Plain("Two."),))) == ["One.\n\nTwo."]


@given(
    st.lists(st.text(st.sampled_from("ab 😀<&/@"), max_size=3_000), min_size=1, max_size=12),
    st.booleans(),
)
def test_long_cards_are_split_between_lines_and_lose_nothing(lines: list[str], strong: bool) -> None:
    text: list[Text] = [((Strong if strong else Plain)(line),) for line in lines]
    messages = draw(Card("Title", sections=(Section("Head", tuple(text)),)))
    assert all(0 < units(message) <= 4_096 for message in messages)
    assert all(message.count("</") <= 100 for message in messages)
    assert all(message.count("<b>") == message.count("</b>") for message in messages)
    written = "".join("".join(line.split()) for line in lines)
    shown = "".join(read(message) for message in messages)
    assert "".join(shown.replace("•", "").split()) == f"TitleHead{written}"


def test_a_heading_goes_with_its_first_line() -> None:
    lines = tuple((Plain("word " * 100),) for _ in range(20))
    for message in draw(Card("T", sections=(Section("One", lines), Section("Two", lines)))):
        assert not message.endswith("</b>")


def test_a_caption_that_is_too_long_becomes_a_text_before_the_picture() -> None:
    picture = Picture(PNG, "alt text")
    short = Card("Title", picture=picture)
    long = Card("Title", lead=(Plain("word " * 250),), picture=picture)
    drawing = Drawing(SmallSchool().buttons, MARKUP)
    [draft] = drawing.drafts(Reply((short,)), ROOM)
    assert draft.text == "<b>Title</b>\n\n<i>alt text</i>"
    text, bare_picture = drawing.drafts(Reply((long,)), ROOM)
    assert (text.file, bare_picture.text, bare_picture.is_picture) == (None, "", True)


def test_only_the_last_message_has_the_buttons_in_rows_that_can_be_read() -> None:
    drafts = Drawing(SmallSchool().buttons, MARKUP).drafts(post(items=60), ROOM)
    assert [bool(draft.rows) for draft in drafts] == [*[False] * (len(drafts) - 1), True]
    for row in drafts[-1].rows:
        for button in row:
            assert 0 < len(button.data.encode()) <= 64


def test_a_toast_holds_short_notices_and_nothing_else() -> None:
    short, long = Notice((Strong("Day 1"), Plain(" counted."))), Notice((Plain("Word. " * 60),))
    assert toast(Reply((short,))) == "Day 1 counted."
    assert toast(Reply((long,))) is None
    assert toast(Reply((Card("Today"),))) is None
    assert beginning(Reply((long,))).startswith("Word. Word.")
    assert len(beginning(Reply((long,)))) <= 200
