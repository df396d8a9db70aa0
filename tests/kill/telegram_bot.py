"""The real bot in a process that is forked, so that its start takes no longer than its work."""

import multiprocessing
import multiprocessing.context
import os
import signal
from pathlib import Path


class Bot:
    """The program, forked; it keeps all it has in the directory."""

    def __init__(self, directory: Path, settings: dict[str, str]) -> None:
        self._directory = directory
        self._settings = settings
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bot.__main__", "bot.app", "bot.platforms.telegram.platform"])
        self._process = self._made()

    def start(self) -> None:
        """Starts it."""
        self._process = self._made()
        self._process.start()

    def kill(self) -> None:
        """Ends it between two instructions; it must have lived until then."""
        if self._process.exitcode is not None:
            problem = f"it ended by itself with {self._process.exitcode}"
            raise RuntimeError(problem)
        os.kill(self._process.pid or 0, signal.SIGKILL)
        self._process.join()

    def stop(self) -> int | None:
        """Asks it to end: its exit code."""
        self._process.terminate()
        self._process.join(60)
        return self._process.exitcode

    def _made(self) -> multiprocessing.context.ForkServerProcess:
        return self._context.Process(target=_serve, args=(self._directory, self._settings))


def _serve(directory: Path, settings: dict[str, str]) -> None:
    """The body of the forked process: `roadmate run`."""
    from bot.__main__ import run as run_program  # noqa: PLC0415 - it is loaded where the fork comes from

    os.chdir(directory)
    os.environ.update(settings)
    with Path("program.log").open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    run_program()
