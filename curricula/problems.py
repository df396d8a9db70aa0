"""What is wrong with a roadmap file: where it stands, what is wrong, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; both numbers count from 1, as editors do."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a roadmap file."""

    file: str
    line: int
    column: int
    path: str
    """Where in the data, such as `units[0].items[2].text`; empty for the file as a whole."""
    message: str
    suggestion: str = ""
    """What to write instead, or what was expected."""

    def __str__(self) -> str:
        """One line in the form that compilers use and editors can jump to."""
        hint = f" ({self.suggestion})" if self.suggestion else ""
        where = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}:{self.column}: {where}{self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place, before it is known in which file."""

    mark: Mark
    message: str
    suggestion: str = ""
    path: str = ""

    def in_file(self, file: str) -> Problem:
        """The problem that this is in `file`."""
        return Problem(file, self.mark.line, self.mark.column, self.path, self.message, self.suggestion)


class CurriculumError(Exception):
    """A roadmap file cannot be used; `problems` holds everything wrong with it, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        super().__init__("\n".join(map(str, self.problems)))
