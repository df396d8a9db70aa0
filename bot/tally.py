"""What this process has sent so far, counted for those who watch it. Knows no message and no room."""

from collections import Counter
from datetime import datetime


class Tally:
    """Counts by platform and outcome: `sent`, `late` (sent, but not in time) or `unsent`."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.last_success: dict[str, datetime] = {}

    def arrived(self, platform: str, at: datetime, *, late: bool) -> None:
        """A message has arrived at that instant (aware UTC)."""
        self.counts[platform, "late" if late else "sent"] += 1
        self.last_success[platform] = at

    def failed(self, platform: str) -> None:
        """A message has not arrived, or nobody knows; it may be tried again."""
        self.counts[platform, "unsent"] += 1
