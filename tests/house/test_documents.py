"""What the documents say can be done, can be done."""

import os
import re
import signal
import socket
import subprocess
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PATIENCE = 180.0


def test_the_two_commands_stand_at_the_top_and_the_others_are_verbs_of_the_program() -> None:
    assert re.match(r"# Roadmate\n\n```sh\nmake run\nmake test\n```\n", README)
    _, *others = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert all(
        line.startswith(".venv/bin/roadmate ") for fenced in others for line in fenced.splitlines()
    )  # tests/house/test_command_line.py says each of them
    assert README.count("```") == 2 * (1 + len(others))
    assert not re.search(r"^    \S", README, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"`make ([a-z]+)", document.read_text(encoding="utf-8")))
    assert named <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_linked_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    files = [link for link in links if "://" not in link]
    assert [link for link in files if not (document.parent / link).exists()] == []


def test_the_gate_runs_make_test() -> None:
    gate = ROOT / ".ci" / "run"
    assert os.access(gate, os.X_OK)
    assert gate.read_text(encoding="utf-8").splitlines()[-1] == "exec make --no-print-directory test"


@pytest.mark.parametrize("target", ["run", "test"])
def test_an_install_takes_nothing_that_has_no_hash(target: str) -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "--always-make", target], cwd=ROOT, capture_output=True, text=True, check=True
    )
    installs = [line for line in planned.stdout.splitlines() if "pip" in line and " install " in line]
    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert "--no-deps --no-build-isolation" in installs[1]


@pytest.mark.slow
@pytest.mark.loopback
def test_make_run_serves_the_playground_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"ROADMATE_HTTP": f"127.0.0.1:{port}", "ROADMATE_DATA": str(tmp_path)}
    environment |= {"MAKEFLAGS": "", "ARGS": ""}  # what `make test` was told is not for this one
    # The test runs inside `make test` or an own environment, and neither shall be installed into again.
    command = ["make", "--old-file", ".venv/run.stamp", "run"]
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
    )
    watchdog = threading.Timer(PATIENCE, os.killpg, (running.pid, signal.SIGKILL))
    watchdog.start()
    try:
        said = _until(running, f"http://127.0.0.1:{port}")
        with urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as page:
            assert page.status == 200, said
    finally:
        os.killpg(running.pid, signal.SIGINT)
        rest = running.communicate()[0]
        watchdog.cancel()
    assert "Traceback" not in said + rest


def _until(running: subprocess.Popen[str], text: str) -> str:
    """What the process says until it says `text`."""
    said = ""
    for line in running.stdout or ():
        said += line
        if text in line:
            return said
    pytest.fail(f"it ended without saying {text}:\n{said}")
