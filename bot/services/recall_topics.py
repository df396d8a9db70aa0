"""Which topics are learnt on which study day of a cohort; kept, as what was posted never changes."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.pacing import PlannedDay
from bot.services.curricula_roadmap import Roadmap
from bot.services.study_context import Course
from bot.services.timetables import unpacked_day
from storage.connection import Connection
from storage.repositories.timetables import timetable

_KEPT = 256
_TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by its id, with the ids of its unit and of the items that it stands below, outermost first."""

    id: str
    unit: str
    above: tuple[str, ...]


TopicsByDay = Mapping[date, tuple[Topic, ...]]


def topics_of(roadmap: Roadmap, planned: PlannedDay) -> tuple[Topic, ...]:
    """What is learnt when a study day is done: a topic of several parts with its last one; no tasks."""
    return tuple(
        Topic(entry.item, planned.unit, entry.headings)
        for entry in planned.entries
        if not entry.filler and entry.part == entry.parts and roadmap.items[entry.item].role == _TOPIC
    )


class RecallTopics:
    """Loads the topics of cohorts, and keeps those in use."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int], TopicsByDay] = OrderedDict()

    async def of(self, connection: Connection, course: Course, roadmap: Roadmap) -> TopicsByDay:
        """The topics of a cohort's study days, at the revision that this very transaction sees."""
        key = (course.cohort_id, course.revision)
        known = self._known.get(key)
        if known is None:
            days = await timetable(connection, course.cohort_id)
            known = {day.day: topics_of(roadmap, unpacked_day(day.planned)) for day in days}
            self._known[key] = known
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return known
