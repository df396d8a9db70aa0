"""Wakes everybody who watches the rooms; they look for themselves what is new."""

import asyncio


class Bell:
    """Rings for all who wait. Take `next_ring` before looking, so that no ring is missed."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.is_closed = False

    @property
    def next_ring(self) -> asyncio.Event:
        """Set at the next ring."""
        return self._event

    def ring(self) -> None:
        """Something is new."""
        rung, self._event = self._event, asyncio.Event()
        rung.set()

    def close(self) -> None:
        """Nothing will be new any more: everybody goes home."""
        self.is_closed = True
        self.ring()
