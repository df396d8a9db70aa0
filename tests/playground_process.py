"""The real playground as a process of its own, for tests that look at it from outside."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "TMPDIR")
_PATIENCE = 30


class PlaygroundProcess:
    """`roadmate play` on a free port, with all that it keeps in `directory`; ready when it is made."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._errors = (directory / "stderr.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "play", "--port", "0"],
            cwd=directory,  # no .env is read
            env={name: os.environ[name] for name in _KEPT if name in os.environ}
            | {"ROADMATE_DATA": str(directory), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self.url = self._said_url(directory)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def kill(self) -> None:
        """End it between two instructions."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, and wait for it: its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        if self._process.returncode is None:
            self._process.send_signal(number)
        self._process.communicate(timeout=_PATIENCE)
        self._errors.close()
        return self._process.returncode

    def _said_url(self, directory: Path) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            self.kill()
            problem = f"the playground did not start: {line}{(directory / 'stderr.log').read_text()}"
            raise RuntimeError(problem)
        return found[0]


@contextmanager
def playground_process(directory: Path) -> Iterator[PlaygroundProcess]:
    """A playground that is asked to end afterwards, and must do so in order."""
    process = PlaygroundProcess(directory)
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    assert process.stop() == 0
