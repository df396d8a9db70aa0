import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interface.reply import Code, Link, Member, Plain, Span, Strong, When, WhenStyle
from bot.platforms.discord.markup import escaped, rendered

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _slanted_ ~~gone~~ ||hidden||", r"\*bold\* \_slanted\_ \~\~gone\~\~ \|\|hidden\|\|"),
        ("`code`", r"\`code\`"),
        (
            "# Head\n- item\n1. first\n2) second\n+ more",
            "\\# Head\n\\- item\n1\\. first\n2\\) second\n\\+ more",
        ),
        ("-# small", r"\-# small"),
        ("> quoted", r"\> quoted"),
        ("[here](https://evil.example)", r"\[here\](https\://evil.example)"),
        ("<@1> <@&2> <#3> <t:1:R> </say:4> <:e:5>", r"\<@1\> \<@&2\> \<#3\> \<t:1:R\> \</say:4\> \<:e:5\>"),
        ("@everyone and @here", "@\u200beveryone and @\u200bhere"),
        ("C:\\ and 5 - 3 = 2.0", r"C:\\ and 5 - 3 = 2.0"),
        ("evil\u202egnp.exe\x1b[31m\x00", r"evilgnp.exe\[31m"),
        ("👩🏽‍💻 Зоя\r\nü", "👩🏽‍💻 Зоя\nü"),
    ],
)
def test_text_stays_text(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Strong("12 *days*"), r"**12 \*days\***"),
        (Strong(" around "), " **around** "),
        (Strong("  "), "  "),
        (Code("/add"), "`/add`"),
        (Code("a`b"), "``a`b``"),
        (Code("`tick"), "`` `tick ``"),
        (Code("@everyone\nnow"), "`@\u200beveryone now`"),
        (Code(""), ""),
        (
            Link("the [docs]", "https://docs.example/a_(b)?c=d e"),
            r"[the \[docs\]](<https://docs.example/a_%28b%29?c=d%20e>)",
        ),
        (Link("https://docs.example/", "https://docs.example/"), "<https://docs.example/>"),
        (Link("press", "javascript:alert(1)"), "press"),
        (When(NOON, WhenStyle.TIME), "<t:1799064000:t>"),
        (When(NOON, WhenStyle.DAY), "<t:1799064000:D>"),
        (When(NOON, WhenStyle.MOMENT), "<t:1799064000:f>"),
        (When(NOON, WhenStyle.RELATIVE), "<t:1799064000:R>"),
        (Member("<@1> Zoë", (("discord", "1"),)), r"**\<@1\> Zoë**"),
    ],
)
def test_every_span_has_its_markup(span: Span, shown: str) -> None:
    assert rendered((span,)) == shown


def test_the_marks_of_neighbours_stay_apart() -> None:
    assert rendered((Strong("a"), Strong("b"), Code("c"), Code("d"))) == "**a**\u200b**b**`c`\u200b`d`"


@given(st.text(alphabet="@everyonh<>#&!/:t[]()*_`~|\\ \n-+.0123abcé", max_size=80))
def test_no_text_can_ping_link_or_head_anything(text: str) -> None:
    shown = rendered((Plain(text), Strong(text), Code(text)))
    assert "@everyone" not in shown
    assert "@here" not in shown
    outside = escaped(text)
    acting = re.sub(r"\\[^a-zA-Z0-9\s]", "x", outside)
    assert not set(acting) & set("<>[]*_`~|\\")
    assert not re.search(r"(?m)^[ \t]*([#+-]|\d+[.)])", acting)
    assert "://" not in acting
    assert outside.replace("\\", "").replace("\u200b", "") == text.replace("\\", "")
