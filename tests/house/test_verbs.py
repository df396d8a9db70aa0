"""Every verb of the command line, said to the real program."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import app, curriculum

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIBRARY = ROOT / "curricula" / "library"
NEEDED = ("PATH", "HOME", "TMPDIR", "LANG")


def roadmate(directory: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """What the program says in a directory, with these settings and none of this machine's."""
    environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=directory,
        env=environment | {"PYTHONPATH": str(ROOT)} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def verbs() -> set[str]:
    """The verbs there are."""
    own = {command.callback.__name__ for command in app.registered_commands if command.callback}
    under = {command.callback.__name__ for command in curriculum.registered_commands if command.callback}
    return own | {f"curriculum {verb}" for verb in under}


def test_every_verb_is_said_here() -> None:
    said = Path(__file__).read_text(encoding="utf-8")
    for verb in verbs():
        words = ", ".join(f'"{word}"' for word in verb.split())
        assert re.search(rf"roadmate\(\w+, {words}", said), verb


def test_the_readme_names_only_verbs_that_there_are() -> None:
    named = set(re.findall(r"(?:`|bin/)roadmate ((?:curriculum )?[a-z]+)", README))
    assert named <= verbs()


def test_help_names_every_verb(tmp_path: Path) -> None:
    said = roadmate(tmp_path, "--help").stdout
    assert all(verb.split()[0] in said for verb in verbs())


def test_a_week_is_told_as_a_story(tmp_path: Path) -> None:
    told = roadmate(tmp_path, "play", "--once")
    assert told.returncode == 0, told.stderr
    for part in (
        "Day 1 of 20",
        "[Done] [Note / proof] [Open]",
        "counted within its grace",
        "freeze",
        "/why",
        "/leaderboard",
    ):
        assert part in told.stdout
    assert "Something went wrong" not in told.stdout
    assert told.stderr == ""


def test_without_a_token_run_says_what_there_is_instead(tmp_path: Path) -> None:
    ended = roadmate(tmp_path, "run")
    assert ended.returncode == 1
    assert "roadmate play" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_database_is_made_copied_and_brought_back(tmp_path: Path) -> None:
    assert roadmate(tmp_path, "migrate").returncode == 0
    copied = roadmate(tmp_path, "backup", "copy.db")
    assert (copied.returncode, copied.stdout) == (0, "Saved copy.db\n")
    with sqlite3.connect(tmp_path / "data" / "roadmate.db") as database:
        database.execute("INSERT INTO meta VALUES ('later', 'than the copy')")
    database.close()
    restored = roadmate(tmp_path, "restore", "copy.db")
    assert restored.returncode == 0, restored.stderr
    assert "Restored from copy.db. What was there is now" in restored.stdout
    with sqlite3.connect(tmp_path / "data" / "roadmate.db") as database:
        assert database.execute("SELECT * FROM meta WHERE key = 'later'").fetchall() == []
    database.close()


def test_nobody_answers_for_the_health_of_a_bot_that_does_not_run(tmp_path: Path) -> None:
    asked = roadmate(tmp_path, "health", ROADMATE_HTTP="127.0.0.1:9")
    assert asked.returncode == 1
    assert "No Roadmate answers at http://127.0.0.1:9" in asked.stderr


def test_a_good_roadmap_is_summed_up_and_a_bad_one_corrected(tmp_path: Path) -> None:
    good = roadmate(tmp_path, "curriculum", "check", str(LIBRARY / "py-backend-a-z.yaml"))
    assert good.returncode == 0
    assert "study days  71 at the fastest, 80 in the middle, 89 at the slowest" in good.stdout
    (tmp_path / "bad.yaml").write_text("schema_version: 1\ntitel: Wrong\n", encoding="utf-8")
    bad = roadmate(tmp_path, "curriculum", "check", "bad.yaml")
    assert bad.returncode == 1
    assert "bad.yaml:2:1" in bad.stdout
    assert "title" in bad.stdout


@pytest.mark.parametrize("as_json", [False, True])
def test_the_doctor_looks_at_what_there_is(tmp_path: Path, as_json: bool) -> None:
    found = roadmate(tmp_path, "doctor", *(["--json"] if as_json else []))
    assert found.returncode == 0
    if as_json:
        assert [line["ok"] for line in json.loads(found.stdout)] == [True, True, True]
    else:
        assert "ok   Discord: not used" in found.stdout


def test_the_doctor_says_how_to_mend_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "roadmate.db").write_bytes(b"no database" * 1000)
    found = roadmate(tmp_path, "doctor")
    assert found.returncode == 1
    assert "BAD  database: it cannot be read" in found.stdout
    assert "roadmate restore" in found.stdout


def test_there_is_nobody_to_invite_without_a_token(tmp_path: Path) -> None:
    asked = roadmate(tmp_path, "invite")
    assert asked.returncode == 1
    assert "DISCORD_TOKEN" in asked.stderr
