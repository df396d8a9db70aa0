"""A fuse for each room: whatever goes wrong, nobody hears from us more often than a person could bear."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

MOST = 30
WITHIN = timedelta(hours=1)
_MANY_ROOMS = 4_096


class Breaker:
    """Counts what was sent to each room of late. Told the time, it remembers nothing older than an hour."""

    def __init__(self) -> None:
        self._sent: dict[str, deque[datetime]] = {}
        self._open: set[str] = set()

    def wait(self, room: str, now: datetime) -> timedelta | None:
        """How long nothing more may be sent to a room; None while it may."""
        sent = self._sent.get(room)
        if sent is None or len(sent) < MOST or now - sent[0] >= WITHIN:
            self._open.discard(room)
            return None
        return WITHIN - max(timedelta(), now - sent[0])

    def sent(self, room: str, now: datetime) -> None:
        """Something was sent to a room, or may have been."""
        if len(self._sent) > _MANY_ROOMS:
            self._sent = dict(_lately(self._sent.items(), now))
        self._sent.setdefault(room, deque(maxlen=MOST)).append(now)

    def opens(self, room: str) -> bool:
        """Whether the room has just been cut off: True once for each time that it is."""
        is_new = room not in self._open
        self._open.add(room)
        return is_new


def _lately(
    rooms: Iterable[tuple[str, deque[datetime]]], now: datetime
) -> Iterable[tuple[str, deque[datetime]]]:
    return ((room, sent) for room, sent in rooms if now - sent[-1] < WITHIN)
