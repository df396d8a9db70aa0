"""How often somebody may do something: so many times in a stretch of time, counted in this process only.

A restart forgets it, which costs nothing: it keeps one person from keeping the bot from all others.
"""

from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta


class Allowance:
    """`most` times `within` a stretch of time for each asker; with 0 as often as they like.

    What is counted goes by the instants of events (aware UTC), so that what waited on a platform while the
    bot was away is not taken for a flood.
    """

    def __init__(self, most: int, within: timedelta) -> None:
        self.most = most
        self._within = within
        self._taken: dict[Hashable, deque[datetime]] = {}

    def again_at(self, who: Hashable, at: datetime) -> datetime | None:
        """Takes one, and returns None; or, when there is none left, the instant at which there is one."""
        if not self.most:
            return None
        self._forget(at - self._within)
        taken = self._taken.pop(who, deque())
        while taken and taken[0] <= at - self._within:
            taken.popleft()
        self._taken[who] = taken  # those who did something last stand last
        if len(taken) >= self.most:
            return taken[-self.most] + self._within
        taken.append(at)
        return None

    def _forget(self, before: datetime) -> None:
        """Lets go of who did nothing for the whole stretch, so that there are never more than come in one."""
        while self._taken:
            who, taken = next(iter(self._taken.items()))
            if taken and taken[-1] > before:
                return
            del self._taken[who]
