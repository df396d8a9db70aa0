"""Every verb of the command line, said as a person would say it, to the program itself."""

import asyncio
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from bot.__main__ import app
from storage.database import Database
from storage.tables.people import people
from tests.command_line import roadmate
from tests.databases import address
from tests.playground_process import playground_process

LIBRARY = Path(__file__).parents[2] / "curricula" / "library"
SAID_HERE = {"run", "play", "migrate", "backup", "restore", "health", "doctor", "invite", "curriculum check"}


def test_every_verb_is_said_here() -> None:
    root = typer.main.get_command(app)
    verbs = {
        f"{name} {inner}" if inner else name
        for name, command in getattr(root, "commands", {}).items()
        for inner in (*getattr(command, "commands", ()),) or ("",)
    }
    assert verbs == SAID_HERE


def test_help_names_every_verb_and_is_what_is_said_to_who_says_nothing(tmp_path: Path) -> None:
    told = roadmate(tmp_path, "--help").stdout
    assert all(verb.split()[0] in told for verb in SAID_HERE)
    assert "Usage" in roadmate(tmp_path, exit_code=2).stdout + told


def test_a_verb_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "fly" in roadmate(tmp_path, "fly", exit_code=2).stderr


def test_without_a_token_run_offers_the_playground(tmp_path: Path) -> None:
    told = roadmate(tmp_path, "run", exit_code=1)
    assert told.stdout == ""
    assert "`roadmate play`" in told.stderr


def test_a_database_is_made_copied_and_brought_back(tmp_path: Path) -> None:
    assert roadmate(tmp_path, "migrate").stdout == "The database is ready for this version.\n"

    beside = roadmate(tmp_path, "backup").stdout
    assert re.fullmatch(r"Saved data/backups/roadmate-\d{8}T\d{6}Z\.db\n", beside)
    assert roadmate(tmp_path, "backup", "mine.db").stdout == "Saved mine.db\n"
    assert "mine.db already" in roadmate(tmp_path, "backup", "mine.db", exit_code=1).stderr

    told = roadmate(tmp_path, "restore", "mine.db").stdout
    assert told == "Restored from mine.db. What was there is now data/roadmate-replaced.db.\n"
    assert "nowhere.db" in roadmate(tmp_path, "restore", "nowhere.db", exit_code=1).stderr
    assert roadmate(tmp_path, "migrate").stdout == "The database is ready for this version.\n"


@pytest.mark.loopback
def test_a_running_bot_is_well_and_one_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with playground_process(tmp_path) as running:
        address = running.url.removeprefix("http://")
        told = roadmate(tmp_path, "health", ROADMATE_HTTP=address, http_proxy="http://127.0.0.1:9")
        assert json.loads(told.stdout)["ok"] is True
    missed = roadmate(tmp_path, "health", exit_code=1, ROADMATE_HTTP=address)
    assert missed.stderr == f"No Roadmate answers at http://{address}: start it, or check ROADMATE_HTTP.\n"


@pytest.mark.loopback
@pytest.mark.databases("postgresql")
def test_what_there_is_moves_to_a_server_and_the_bot_works_there(tmp_path: Path) -> None:
    asyncio.run(_with_somebody(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'roadmate.db'}"))
    url = address(tmp_path / "roadmate.db")
    told = roadmate(tmp_path, "migrate", "--to", url).stdout
    assert told.startswith("        1  people\nEverything is there, counted on both sides (rows: 1).")
    with playground_process(tmp_path / "data", DATABASE_URL=url):
        assert "ok   database: it can be used" in roadmate(tmp_path, "doctor", DATABASE_URL=url).stdout


async def _with_somebody(url: str) -> None:
    database = await Database.open(url)
    async with database.write() as connection:
        await connection.execute(
            people.insert().values(name="Ada", created_at=datetime(2027, 1, 4, tzinfo=UTC))
        )
    await database.close()


def test_roadmaps_are_checked_and_one_that_is_wrong_fails_all(tmp_path: Path) -> None:
    right = str(LIBRARY / "py-backend-20d.yaml")
    told = roadmate(tmp_path, "curriculum", "check", right).stdout
    assert "study days  20 at the fastest" in told

    (tmp_path / "wrong.yaml").write_text("schema_version: 1\ntitel: Mine\n", encoding="utf-8")
    told = roadmate(tmp_path, "curriculum", "check", "wrong.yaml", right, exit_code=1).stdout
    assert "wrong.yaml:2:1: titel:" in told
    assert "did you mean `title`?" in told
    assert "study days  20 at the fastest" in told


def test_the_story_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    told = roadmate(tmp_path, "play", "--once")
    assert told.stderr == ""
    assert told.stdout.count("=== ") == 8
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_nothing_wrong_where_nothing_is_set(tmp_path: Path) -> None:
    told = roadmate(tmp_path, "doctor").stdout
    assert "BAD" not in told
    found = json.loads(roadmate(tmp_path, "doctor", "--json").stdout)
    assert [line["ok"] for line in found] == [True] * len(found)
    assert all(line["check"] in told for line in found)


def test_nobody_is_invited_without_a_token(tmp_path: Path) -> None:
    assert "DISCORD_TOKEN" in roadmate(tmp_path, "invite", exit_code=1).stderr


def test_the_doctor_says_how_to_mend_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "roadmate.db").write_bytes(b"no database" * 1000)
    told = roadmate(tmp_path, "doctor", exit_code=1).stdout
    assert "BAD  database: it cannot be used" in told
    assert "roadmate restore" in told


def test_the_readme_names_only_verbs_that_there_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|bin/)roadmate ((?:curriculum )?[a-z]+)", readme)) <= SAID_HERE
