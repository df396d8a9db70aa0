"""The team's streak of a cohort, read from the check-ins day by day, backwards, as far as it reaches."""

from datetime import datetime

from bot.domain.calendar import deadline
from bot.domain.team import TeamDay, team_run
from bot.services.features import features_of
from storage.connection import Connection
from storage.repositories.cohorts import CohortRow
from storage.repositories.digests import people_by_day
from storage.repositories.excused import cohort_days_off
from storage.repositories.timetables import timetable

ACTIVE_SPAN = 5
_STRETCH = 10


async def team_streak(connection: Connection, cohort: CohortRow, now: datetime) -> int | None:
    """How many of the cohort's study days in a row were the team's; None where that is turned off.

    A day off of the whole cohort is passed over. The day that is still open adds to a run and ends none.
    """
    share = features_of(cohort.features).team
    if not share:
        return None
    days = [day for day in await timetable(connection, cohort.id) if day.posts_at <= now]
    off = {row.day for row in await cohort_days_off(connection, cohort.id)}
    open_day = days[-1].day if days and now < deadline(days[-1].posts_at, cohort.zone) else None
    read: list[TeamDay] = []
    while days and all(each.counts(share) or each.day == open_day for each in read):
        reach = [day.day for day in days[-_STRETCH - ACTIVE_SPAN :]]
        did = await people_by_day(connection, cohort.id, reach[0], reach[-1])
        for end in range(len(reach), max(0, len(reach) - _STRETCH), -1):
            day, around = reach[end - 1], reach[max(0, end - 1 - ACTIVE_SPAN) : end]
            if day not in off:
                active = set().union(*(did.get(each, ()) for each in around))
                read.append(TeamDay(day, len(did.get(day, ())), len(active)))
        days = days[:-_STRETCH]
    return team_run(read, share, open_day)
