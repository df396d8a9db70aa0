"""`roadmate` as a person runs it: a process of its own, in a directory where it keeps its data."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROADMATE = (sys.executable, "-m", "bot")
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "TMPDIR")
_PATIENCE = 180


def environment(**settings: str) -> dict[str, str]:
    """The environment of a program that has these settings, and none of those of whoever runs the tests."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | settings


def roadmate(
    directory: Path, *words: str, exit_code: int = 0, **settings: str
) -> subprocess.CompletedProcess[str]:
    """What `roadmate` answers to these words; it must end with that exit code, and without a traceback."""
    ended = subprocess.run(
        [*ROADMATE, *words],
        cwd=directory,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert ended.returncode == exit_code, ended
    assert "Traceback" not in ended.stderr
    return ended
