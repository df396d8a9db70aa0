"""The clock of most tests: it stands where it was put, until a test moves it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class HandClock:
    """Implements `bot.clock.Clock`."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep(self, **by: float) -> None:
        """Let time go by in which nobody does anything."""
        self.at += timedelta(**by)
