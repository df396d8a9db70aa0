"""Where a roadmap loses people: how many of a cohort did the days of each of its units. For admins only."""

from collections import defaultdict
from dataclasses import dataclass

from bot.clock import Clock
from bot.services.access import cohort_to_administer
from bot.services.asker import Asker
from bot.services.curricula import Curricula
from bot.services.lessons_content import Heading, outlook_of
from bot.services.timetables import unpacked_day
from bot.services.turnout import turnouts
from storage.database import Database
from storage.repositories.timetables import timetable

LEAST_MEMBERS = 5
"""Smaller groups are not shown: their figures would be those of single people."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A unit with how many check-ins its days had of those that were possible; None where too few could."""

    headings: tuple[Heading, ...]
    days: int
    done: int | None
    possible: int


@dataclass(frozen=True, slots=True)
class Topics:
    """The units of a roadmap that were posted, in order."""

    cohort_id: int
    cohort: str
    least: int
    topics: tuple[Topic, ...]


class CohortTopics:
    """Counts who did what. Asking changes nothing."""

    def __init__(self, database: Database, curricula: Curricula, clock: Clock) -> None:
        self._database = database
        self._curricula = curricula
        self._clock = clock

    async def topics(self, asker: Asker, wanted: str) -> Topics:
        """The units posted so far, without the day that is still open."""
        now = self._clock.now()
        async with self._database.read() as connection:
            found = await cohort_to_administer(connection, asker, wanted)
            days = [day for day in await timetable(connection, found.id) if day.posts_at <= now][:-1]
            counted = await turnouts(connection, found.id, days)
        roadmap = await self._curricula.roadmap(found.curriculum_version_id)
        by_unit = defaultdict(list)
        for day, turnout in zip(days, counted, strict=True):
            by_unit[unpacked_day(day.planned).unit].append((day, turnout))
        topics = []
        for unit_days in by_unit.values():
            first, counts = unit_days[0][0], [turnout for _, turnout in unit_days]
            is_shown = min(each.possible for each in counts) >= LEAST_MEMBERS
            topics.append(
                Topic(
                    headings=outlook_of(roadmap, unpacked_day(first.planned)).headings,
                    days=len(counts),
                    done=sum(each.done for each in counts) if is_shown else None,
                    possible=sum(each.possible for each in counts),
                )
            )
        return Topics(found.id, found.name, LEAST_MEMBERS, tuple(topics))
