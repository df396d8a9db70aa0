"""Every point at which a process can die, found by watching it live once: no such point is written down.

Each call that leaves the process (a statement, a commit, a request to a platform) is a point before it and a
point after it, named by what is called. At each of them a photograph is taken of what a SIGKILL would leave
behind: the files as they are, and what the other side has got. A test starts again from every photograph and
remembers nothing else. Points that leave the same behind share one photograph.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

import pytest

from storage.drivers import SqliteConnection

T = TypeVar("T")
Content = dict[str, bytes]

_WORDS = 4


@dataclass(slots=True)
class Photograph(Generic[T]):
    """What is left behind at these points: files by name, and the other side as it then is."""

    points: list[str]
    files: Content
    outside: T

    def restored(self, directory: Path) -> Path:
        """The files in a directory of their own."""
        directory.mkdir(parents=True)
        for name, content in self.files.items():
            (directory / name).write_bytes(content)
        return directory


@dataclass(slots=True)
class Camera(Generic[T]):
    """Photographs a directory; `outside` tells how the other side is, as a value that never changes."""

    directory: Path
    outside: Callable[[], T]
    album: list[Photograph[T]] = field(default_factory=list)
    _one: Lock = field(default_factory=Lock)

    @property
    def points(self) -> list[str]:
        """All points, in the order in which they were passed."""
        return [point for photograph in self.album for point in photograph.points]

    def take(self, point: str) -> None:
        """A photograph, unless everything is as it was on the last one."""
        with self._one:  # a platform may have a thread of its own
            files, outside = _content(self.directory), self.outside()
            last = self.album[-1] if self.album else None
            if last is not None and (last.files, last.outside) == (files, outside):
                last.points.append(point)
            else:
                self.album.append(Photograph([point], files, outside))

    async def around(self, name: str, call: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - whatever it answers
        """Makes a call, with a photograph before and after."""
        self.take(f"before {name}")
        try:
            return await call()
        finally:
            self.take(f"after {name}")


@contextmanager
def watched(camera: Camera[T]) -> Iterator[Camera[T]]:
    """Photographs around every call to a SQLite database; other seams call `camera.around` themselves."""
    original = SqliteConnection._execute  # noqa: SLF001 - the one door through which each call goes

    async def execute(self: SqliteConnection, work: Callable[..., Any], *args: Any, **more: Any) -> Any:  # noqa: ANN401 - aiosqlite's own
        return await camera.around(_named(work, args), lambda: original(self, work, *args, **more))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqliteConnection, "_execute", execute)
        yield camera


def directories(parent: Path) -> Iterator[Path]:
    """Names of directories that are not there yet."""
    return (parent / f"restart-{number}" for number in count(1))


def _named(work: Callable[..., Any], args: tuple[Any, ...]) -> str:
    statement = " ".join(args[0].split()[:_WORDS]) if args and isinstance(args[0], str) else ""
    return statement or getattr(work, "__name__", type(work).__name__).strip("_")


def _content(directory: Path) -> Content:
    """The databases and their logs; the index of a log is made anew by whoever opens it."""
    kept = (path for path in sorted(directory.iterdir()) if path.name.endswith((".db", ".db-wal")))
    return {path.name: path.read_bytes() for path in kept}
