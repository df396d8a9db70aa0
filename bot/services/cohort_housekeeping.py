"""What happens to cohorts with time: the finished end, and what was deleted goes for good."""

from datetime import timedelta

from bot.clock import Clock
from bot.services.cohort_states import KEPT
from storage.database import Database
from storage.repositories.cohorts_writing import delete_for_good, end_finished

_LAST_WINDOW = timedelta(days=4)


class CohortHousekeeping:
    """Nightly work on all cohorts at once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def end_finished(self) -> int:
        """Ends cohorts whose last day nobody can check in for any more; returns how many."""
        now = self._clock.now()
        async with self._database.write() as connection:
            return await end_finished(connection, now - _LAST_WINDOW, now)

    async def forget_deleted(self) -> int:
        """Removes for good what was deleted thirty days ago; returns how many cohorts that were."""
        async with self._database.write() as connection:
            return await delete_for_good(connection, self._clock.now() - KEPT)
