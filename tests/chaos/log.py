"""What was done to whom in a chaos run, and when nobody could be on time for it."""

import time as stopwatch
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_AFTERMATH = 8.0  # seconds until a start, or a leap of the clock, is over


@dataclass(frozen=True, slots=True)
class Disturbance:
    """A time, by the stopwatch, in which nobody can be on time."""

    began: float
    ended: float


@dataclass(slots=True)
class Log:
    """How often each trouble befell the machine or a room, and the disturbances by those of the machine."""

    troubles: dict[str, int] = field(default_factory=dict)
    disturbances: list[Disturbance] = field(default_factory=list)

    def count(self, what: str) -> None:
        """It has happened once more."""
        self.troubles[what] = self.troubles.get(what, 0) + 1

    @contextmanager
    def noted(self, what: str) -> Iterator[None]:
        """Something that befalls everybody, for as long as the block lasts."""
        self.count(what)
        began = stopwatch.monotonic()
        try:
            yield
        finally:
            self.disturbances.append(Disturbance(began, stopwatch.monotonic() + _AFTERMATH))
