"""The real playground as a process of its own, for tests that look at it from outside."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from tests.command_line import ROADMATE, environment

_PATIENCE = 30


class PlaygroundProcess:
    """`roadmate play` on a free port, with all that it keeps in `directory`, or where these settings say."""

    def __init__(self, directory: Path, **settings: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._log = directory / "stderr.log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*ROADMATE, "play", "--port", "0"],
                cwd=directory,  # no .env is read
                env=environment(ROADMATE_DATA=str(directory), **settings),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    @cached_property
    def url(self) -> str:
        """Where the page is; known when the first post is there."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            self.kill()
            problem = f"the playground did not start: {line}{self._log.read_text()}"
            raise RuntimeError(problem)
        return found[0]

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def ends_within(self, seconds: float) -> bool:
        """Whether it ends by itself in so many seconds."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it between two instructions."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, and wait for it: its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        if self._process.poll() is None:
            self._process.send_signal(number)
        self._process.communicate(timeout=_PATIENCE)
        return self._process.returncode


@contextmanager
def playground_process(directory: Path, **settings: str) -> Iterator[PlaygroundProcess]:
    """A playground that is ready, is asked to end afterwards, and must do so in order."""
    process = PlaygroundProcess(directory, **settings)
    try:
        assert process.url
        yield process
    except BaseException:
        process.kill()
        raise
    assert process.stop() == 0
