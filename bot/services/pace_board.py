"""The board of similar pace: about eight members, drawn anew each week, by what they do in that week."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.calendar import local, week_of
from bot.domain.errors import Conflict
from bot.domain.pace_groups import Paced, nearest_group, pace_groups
from bot.domain.ranking import By, Entry, places
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.features import features_of
from bot.services.study_facts import Ranked, Whereabouts
from storage.database import Database
from storage.repositories.standings_pace import paced_members

_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class PaceBoard:
    """The asker's group; `rows` hold days done since `monday`. `own_listed` is whether others see them."""

    where: Whereabouts
    monday: date
    rows: tuple[Ranked, ...]
    own_listed: bool


class PaceBoards:
    """Shows people of similar pace to each other, among those who let themselves be listed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def group(self, asker: Asker, wanted: str) -> PaceBoard:
        """The asker's group; raises Conflict(`no_leaderboard`) and what `own_cohort` raises."""
        now = max(asker.at, self._clock.now())
        async with self._database.read() as connection:
            cohort, member = await own_cohort(connection, asker, wanted)
            if not features_of(cohort.features).leaderboard:
                raise Conflict("no_leaderboard", cohort=cohort.name)
            monday = week_of(local(now, cohort.zone).date())
            found = await paced_members(connection, cohort.id, monday - _WEEKS, monday)
        listed = {row.membership_id: row for row in found if row.listed}
        own = next(row for row in found if row.membership_id == member.id)
        groups = pace_groups(
            [Paced(row.membership_id, row.pace) for row in listed.values()], f"{cohort.id}:{monday}"
        )
        group = nearest_group(groups, Paced(own.membership_id, own.pace))
        entries = [Entry(each.who, 0, 0.0, listed[each.who].done) for each in group]
        rows = [
            Ranked(
                place.rank,
                listed[place.entry.who].name,
                place.entry.days,
                own=place.entry.who == own.membership_id,
            )
            for place in places(entries, By.DAYS)
        ]
        where = Whereabouts(cohort.id, cohort.name, asker.zone or cohort.zone)
        return PaceBoard(where, monday, tuple(rows), own.listed)
