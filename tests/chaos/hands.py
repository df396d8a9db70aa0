"""The clocks of a chaos run: the true one, by which platforms go, and the machine's, which may be wrong."""

import time as stopwatch
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Hands:
    """Both clocks. The true one only leaps ahead; the machine's goes by it, except while it is `put_wrong`.

    `stretches` are the clock's lives between two leaps: (from when on, by the stopwatch; the instant then).
    """

    def __init__(self, file: Path, at: datetime) -> None:
        self.file = file
        self.stretches: list[tuple[float, datetime]] = []
        self.leap(at)

    def now(self) -> datetime:
        """The true time (aware UTC)."""
        since, at = self.stretches[-1]
        return at + timedelta(seconds=stopwatch.monotonic() - since)

    def leap(self, at: datetime) -> None:
        """Moves both on."""
        self.stretches.append((stopwatch.monotonic(), at))
        self.put_wrong(timedelta())

    def put_wrong(self, by: timedelta) -> None:
        """Sets the machine's clock so far ahead of the true one."""
        written = self.file.with_suffix(".new")
        written.write_text(f"{(self.now() + by).timestamp() - stopwatch.monotonic():.3f}")
        written.replace(self.file)

    def passed(self, at: datetime) -> float | None:
        """When the true clock showed that instant, by the stopwatch; None if it did not."""
        for (since, begun), later in zip(self.stretches, [*self.stretches[1:], None], strict=True):
            moment = since + (at - begun).total_seconds()
            if since <= moment <= (stopwatch.monotonic() if later is None else later[0]):
                return moment
        return None


def offset_in(file: Path) -> float:
    """What the machine's clock is ahead of the stopwatch, in seconds since 1970."""
    return float(file.read_text())


BEGINNING = datetime(2027, 1, 3, 12, tzinfo=UTC)
