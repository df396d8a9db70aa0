"""A clock that can be moved, for the playground: the work that falls due on the way is done at its time."""

from datetime import datetime, timedelta
from typing import Protocol


class Timepiece(Protocol):
    """Shows the time and moves it forward, never back."""

    def now(self) -> datetime:
        """The present instant (aware UTC)."""

    async def forward(self, by: timedelta) -> None:
        """Move on by a stretch of time; everything that falls due meanwhile happens at its own instant."""

    async def to_next_post(self) -> bool:
        """Move to the next announcement and let it be posted; False when none is planned."""
