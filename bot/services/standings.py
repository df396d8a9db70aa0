"""Where people stand: the streak, the receipt behind it, and progress. Asking never changes an answer."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.errors import Forbidden, NotFound
from bot.domain.standing import Standing
from bot.domain.streak import explain, explain_weeks
from bot.domain.streak_windows import posted_by
from bot.domain.study_log import Mode
from bot.interface.address import PersonRef
from bot.services.access import cohort_to_see, may_see_standing, own_cohort
from bot.services.asker import Asker
from bot.services.learners import Learners
from bot.services.study_facts import Progress, Receipt, StreakOf, Whose
from bot.services.study_pace import days_on_top, keeping_up, pace_of
from bot.services.study_windows import open_window, whereabouts
from storage.connection import Connection
from storage.database import Database
from storage.repositories.people import person_known_as
from storage.repositories.standings import MemberKey, storing
from storage.repositories.standings_board import own_row, stale_members
from storage.running import OnConnection

AT_ONCE = 500
_IN_ONE_BREATH = 8
_LINES = 10


class Standings:
    """Reads standings off the log, and keeps the cached ones fresh."""

    def __init__(self, database: Database, learners: Learners) -> None:
        self._database = database
        self._learners = learners

    async def streak(self, asker: Asker, cohort: str, member: PersonRef | None = None) -> StreakOf:
        """The asker's streak, or that of a member whose standing they may see.

        Raises NotFound (`no_such_member`), Forbidden (`standing_private`) and what `own_cohort` raises.
        """
        async with self._database.read() as connection:
            key, whose = await member_to_see(connection, asker, cohort, member)
            studies = (await self._learners.read(OnConnection(connection), [key]))[key]
        standing = studies.standing(asker.at)
        return StreakOf(whereabouts(studies), whose, standing, open_window(studies, standing))

    async def why(self, asker: Asker, cohort: str, page: int = 1) -> Receipt:
        """The receipt behind the asker's streak, newest day first; raises what `own_cohort` raises."""
        async with self._database.read() as connection:
            key, _ = await member_to_see(connection, asker, cohort, None)
            studies = await self._learners.read_whole(OnConnection(connection), key)
        course = studies.course
        lines = explain(studies.windows, asker.at)
        shown = lines[: posted_by(course.timetable, asker.at) + 1][::-1]
        pages = max(1, -(-len(shown) // _LINES))
        page = min(max(1, page), pages)
        on_page = shown[(page - 1) * _LINES : page * _LINES]
        is_weekly = course.policy.mode is Mode.WEEKLY
        weeks = explain_weeks(studies.windows, asker.at) if is_weekly else ()
        return Receipt(
            where=whereabouts(studies),
            standing=studies.standing(asker.at),
            lines=on_page,
            numbers=[course.number_of(line.day) for line in on_page],
            weeks=weeks,
            page=page,
            pages=pages,
        )

    async def progress(self, asker: Asker, cohort: str, member: PersonRef | None = None) -> Progress:
        """The way through the roadmap so far, the asker's or another's; raises what `streak` raises."""
        async with self._database.read() as connection:
            key, whose = await member_to_see(connection, asker, cohort, member)
            studies = await self._learners.read_whole(OnConnection(connection), key)
        lines, way = explain(studies.windows, asker.at), studies.way
        posted = posted_by(studies.course.timetable, asker.at)
        return Progress(
            where=whereabouts(studies),
            whose=whose,
            standing=studies.standing(asker.at),
            lines=lines[:posted],
            to_come=[line.day for line in lines[posted:]],
            extra=days_on_top(studies),
            pace=pace_of(studies, lines, asker.at, way),
            keeping_up=keeping_up(studies, lines, asker.at, way),
        )

    async def refresh_stale(self, now: datetime, limit: int = AT_ONCE, cohort_id: int | None = None) -> int:
        """Brings cached standings up to `now`, at most `limit` of them; returns how many.

        A few at a time: thousands may go stale in the same minute, when a day closes, and nobody who
        speaks meanwhile should have to wait for all of them.
        """
        refreshed, fresh = 0, limit
        while fresh and refreshed < limit:
            fresh = await self._refresh_some(now, min(_IN_ONE_BREATH, limit - refreshed), cohort_id)
            refreshed += fresh
        return refreshed

    async def _refresh_some(self, now: datetime, limit: int, cohort_id: int | None) -> int:
        async with self._database.read() as connection:
            if not await stale_members(connection, now, 1, cohort_id):
                return 0
        async with self._database.write() as connection:
            keys = await stale_members(connection, now, limit, cohort_id)
            runs = OnConnection(connection)
            found = await self._learners.read(runs, keys)
            await runs.run(storing([each.cached(each.standing(now), now) for each in found.values()]))
        return len(found)

    async def corrected(
        self, connection: Connection, keys: list[MemberKey], now: datetime
    ) -> Mapping[MemberKey, Standing]:
        """Standings at `now`, computed without keeping them."""
        found = await self._learners.read(OnConnection(connection), keys)
        return {key: studies.standing(now) for key, studies in found.items()}


async def member_to_see(
    connection: Connection, asker: Asker, wanted: str, member: PersonRef | None
) -> tuple[MemberKey, Whose]:
    """The asker in a cohort of theirs, or a member of one whom they may see.

    Raises NotFound (`no_such_member`), Forbidden (`standing_private`) and what `own_cohort` raises.
    """
    if member is None or member.external_id == asker.external_id:
        own, _ = await own_cohort(connection, asker, wanted)
        return (asker.person_id, own.id), Whose(asker.name, own=True)
    cohort = await cohort_to_see(connection, asker, wanted)
    who = await person_known_as(connection, asker.platform, member.external_id)
    row = None if who is None else await own_row(OnConnection(connection), cohort.id, who.id)
    if row is None:
        raise NotFound("no_such_member", name=member.name, cohort=cohort.name)
    if not may_see_standing(asker, cohort, listed=row.listed):
        raise Forbidden("standing_private", name=row.name)
    return (row.person_id, cohort.id), Whose(row.name, own=False)
