"""The watch that every test is under works: secrets and markup in payloads, logs and files are noticed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.harmless import assert_harmless_on_discord, assert_harmless_on_telegram

NOBODY = {"allowed_mentions": {"parse": []}}


def on_discord(text: str, **more: object) -> dict[str, object]:
    return {"components": [{"type": 17, "components": [{"type": 10, "content": text}]}], **NOBODY, **more}


@pytest.mark.parametrize(
    "text",
    [
        "hello @everyone",
        "`@here`",
        "<@1>",
        "<@&1>",
        "<#1>",
        "</join:1>",
        "<https://e.vil",
        "[Winter](javascript:x)",
        "[x](https://e.vil)",
        "**half",
        "*slanted*",
        "__under__",
        "~~gone~~",
        "||hidden||",
        "`open",
        "a ``` b",
        "\\`code`",
        "`\\`<@1>",
    ],
)
def test_what_acts_on_discord_is_seen(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless_on_discord(on_discord(text))


@pytest.mark.parametrize(
    "text",
    [
        "# Day 1\n- **Learn**: `x = [1]`\n-# until <t:1799064000:t>",
        r"\<@1\> \*a\* \`b\` \[c\]\(d\)",
        "",
        "1. one",
        "[docs](<https://docs.python.org/3/a_b.html>)",
        "<https://a.b/c_d>",
        "``a`b``",
        "`a\\`",
    ],
)
def test_what_is_ours_on_discord_is_let_pass(text: str) -> None:
    assert_harmless_on_discord(on_discord(text))


@pytest.mark.parametrize(
    "body",
    [
        on_discord("hello", allowed_mentions={"parse": ["users"]}),
        {"content": "hello"},
        {"type": 4, "data": on_discord("hello", allowed_mentions=None)},
        {"name": "a thread", "message": on_discord("hello", allowed_mentions={"parse": [], "roles": ["1"]})},
    ],
)
def test_a_message_that_may_ping_is_seen(body: object) -> None:
    with pytest.raises(AssertionError):
        assert_harmless_on_discord(body)


@pytest.mark.parametrize(
    "text",
    [
        "a < b",
        "a & b",
        "&nbsp;",
        "<b>open",
        "<b><i>crossed</b></i>",
        "</b>",
        "<script>x</script>",
        "<u>x</u>",
        "<a href='javascript:x'>x</a>",
        "<a href='https://a.b' onclick='x'>x</a>",
        "<b class='x'>y</b>",
        "<!-- x -->",
        "<a>x</a>",
        "<?x?>",
        "a > b",
    ],
)
def test_what_acts_on_telegram_is_seen(text: str) -> None:
    with pytest.raises(AssertionError):
        assert_harmless_on_telegram({"text": text, "parse_mode": "HTML"})


def test_text_without_a_parse_mode_and_keys_that_hold_too_much_are_seen() -> None:
    key = {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]}
    door = {"inline_keyboard": [[{"text": "x", "url": "javascript:x"}]]}
    for data in (
        {"text": "hello"},
        {"text": "hello", "parse_mode": "HTML", "reply_markup": key},
        {"caption": "hello", "parse_mode": "HTML", "reply_markup": door},
    ):
        with pytest.raises(AssertionError):
            assert_harmless_on_telegram(data)


def test_what_is_ours_on_telegram_is_let_pass() -> None:
    when = '<tg-time unix="1" format="t">09:00</tg-time>'
    text = f'<b>Day &lt;1&gt;</b> <a href="https://a.b/?x&amp;y">x</a> {when}'
    assert_harmless_on_telegram({"text": text, "parse_mode": "HTML"})
    assert_harmless_on_telegram({"callback_query_id": "1", "text": "a < b"})


@pytest.mark.parametrize(
    "leak",
    [
        "print(CANARY)",
        "import sys; print(CANARY, file=sys.stderr)",
        "import logging; logging.getLogger('theirs').warning('POST /bot%s', CANARY)",
        "tmp_path.joinpath('log.db').write_text(CANARY)",
    ],
)
def test_a_test_that_lets_a_secret_out_fails(leak: str, tmp_path: Path) -> None:
    (tmp_path / "test_leak.py").write_text(
        f"from tests.canaries import CANARY\n\ndef test_leak(tmp_path):\n    {leak}\n"
    )
    (tmp_path / "conftest.py").write_text(
        "from tests.conftest import _no_secret_is_left_behind, pytest_runtest_makereport\n"
    )
    root = Path(__file__).parents[2]
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        "--basetemp",
        str(tmp_path / "made"),
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path / "test_leak.py")],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": ""},
    )
    assert ran.returncode == 1
    assert "let a secret out" in ran.stdout or "log.db" in ran.stdout
    for left in tmp_path.rglob("log.db"):
        left.unlink()
