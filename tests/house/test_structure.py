"""The rules of the house that a linter does not know."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "curricula", "storage")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
TOP_LEVEL = {
    *PACKAGES,
    "tests",
    "docs",
    ".ci",
    ".dockerignore",
    ".env.example",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Dockerfile",
    "LICENSE",
    "Makefile",
    "PRIVACY.md",
    "README.md",
    "compose.yaml",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
}


def _sources(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "versions" not in path.parts)


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{_named(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_a_module_fits_in_the_head() -> None:
    lines = {_named(path): len(path.read_text("utf-8").splitlines()) for path in _sources(*PACKAGES, "tests")}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE} == {}


def test_a_function_fits_on_a_screen() -> None:
    functions = dict(found for path in _sources(*PACKAGES) for found in _functions(path))
    assert {name: count for name, count in functions.items() if count > LONGEST_FUNCTION} == {}


def test_every_module_has_a_name_that_says_what_it_is() -> None:
    words = {_named(path): {*path.relative_to(ROOT).with_suffix("").parts} for path in _sources(*PACKAGES)}
    parts = {name: {part for word in found for part in word.split("_")} for name, found in words.items()}
    assert {name for name, found in parts.items() if found & EMPTY_NAMES} == set()


def test_a_package_does_nothing_when_it_is_imported() -> None:
    entrances = [path for path in _sources(*PACKAGES) if path.name == "__init__.py"]
    assert [_named(path) for path in entrances if path.stat().st_size] == []


def test_nothing_else_lies_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {line.partition("/")[0] for line in listed.stdout.splitlines()} <= TOP_LEVEL


def test_the_domain_imports_the_standard_library_only() -> None:
    strangers = {
        f"{_named(path)} imports {name}"
        for path in _sources("bot/domain")
        for name in _imports(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("bot.domain")
    }
    assert strangers == set()


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import UTC, datetime; at = datetime.now(UTC)",
        "import datetime; at = datetime.datetime.now(datetime.UTC)",
        "import datetime as dt; at = dt.datetime.utcnow()",
        "from datetime import date; day = date.today()",
        "from datetime import datetime; now = datetime.now",
        "import time; at = time.time()",
        "from time import time_ns; at = time_ns()",
    ],
)
def test_asking_for_the_time_anywhere_but_in_the_clock_is_a_lint_error(line: str) -> None:
    def found(name: str) -> int:
        command = [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--quiet",
            "--select",
            "TID251",
            "--stdin-filename",
            name,
        ]
        return subprocess.run([*command, "-"], cwd=ROOT, input=line, text=True, check=False).returncode

    assert found("bot/services/example.py") == 1
    assert found("bot/clock.py") == 0
