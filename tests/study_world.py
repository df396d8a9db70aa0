"""A whole study world for tests: a real database, the real services, a platform in memory, a clock to set."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import update

from bot.announcer import Announcer
from bot.domain.calendar import local, occurrence
from bot.domain.standing import Standing
from bot.interface.address import RoomAddress
from bot.letters import buddy_letters, project_letters, recall_letters, reminder_letters, summary_letters
from bot.messages.voice import voice_of
from bot.room_letters import RoomLetters
from bot.services.asker import Asker
from bot.services.buddies import Buddies
from bot.services.buddy_news import BuddyNews
from bot.services.check_ins import CheckIns
from bot.services.cohort_announcements import CohortAnnouncements
from bot.services.cohort_edits import CohortEdits
from bot.services.cohort_holidays import CohortHolidays
from bot.services.cohort_settings import Wishes
from bot.services.cohort_states import CohortStates
from bot.services.cohort_status import CohortReports
from bot.services.cohorts import Cohorts
from bot.services.curricula import Curricula
from bot.services.digests import Digests
from bot.services.joining import Joining
from bot.services.learners import Learners
from bot.services.ledger import Ledger
from bot.services.ledger_late import LatePosts
from bot.services.lessons import Lessons
from bot.services.nudges import Nudges
from bot.services.pauses import Pauses
from bot.services.people import People
from bot.services.people import Wishes as OwnWishes
from bot.services.recall import Recall
from bot.services.recall_decks import RecallDecks
from bot.services.recall_prompts import RecallPrompts
from bot.services.reminders import Reminders
from bot.services.review_news import ReviewNews
from bot.services.standings import Standings
from bot.teller import Teller
from storage.database import Database
from storage.repositories.cohorts import CohortRow, cohort
from storage.repositories.memberships import add_membership
from storage.repositories.people import add_person, person_known_as
from storage.repositories.places import note_room, note_space
from storage.repositories.timetables import DayRow, timetable
from storage.running import OnConnection
from storage.tables.cohorts import timetable_days
from tests.databases import address
from tests.hand_clock import HandClock
from tests.memory_platform import GENERAL, MemoryPlatform
from tests.plain_words import words

__all__ = ["BERLIN", "GENERAL", "MONDAY", "MemoryPlatform", "World", "at", "day", "study_world", "words"]

BERLIN = "Europe/Berlin"
MONDAY = date(2027, 1, 4)
EVE = datetime(2027, 1, 3, 12, tzinfo=UTC)


def at(day: date, shown: str = "09:00", zone: str = BERLIN) -> datetime:
    """When the zone's clock shows that time on that day."""
    return occurrence(day, time.fromisoformat(shown), zone)


def day(passed: int) -> date:
    """So many days after the first Monday."""
    return MONDAY + timedelta(days=passed)


@dataclass(slots=True)
class World:
    """The services around one database file; `restarted` is the same file in another process."""

    directory: Path
    database: Database
    clock: HandClock
    platform: MemoryPlatform
    curricula: Curricula
    events: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def cohorts(self) -> Cohorts:
        return Cohorts(self.database, self.curricula, self.clock)

    @property
    def states(self) -> CohortStates:
        return CohortStates(self.database, self.curricula, self.clock)

    @property
    def announcements(self) -> CohortAnnouncements:
        return CohortAnnouncements(self.database, self.clock)

    @property
    def holidays(self) -> CohortHolidays:
        return CohortHolidays(self.database, self.curricula, self.clock)

    @property
    def edits(self) -> CohortEdits:
        return CohortEdits(self.database, self.curricula, self.clock)

    async def stored(self, cohort_id: int) -> tuple[CohortRow | None, list[DayRow]]:
        """A cohort and its timetable as they are stored."""
        async with self.database.read() as connection:
            return await cohort(connection, cohort_id), await timetable(connection, cohort_id)

    @property
    def reports(self) -> CohortReports:
        return CohortReports(self.database, self.clock, Standings(self.database, Learners()))

    def ledger(self) -> Ledger:
        """The ledger as a process has it after its start."""
        return Ledger(self.database, LatePosts(self.database, self.curricula), self.clock)

    def announcer(
        self, platform: MemoryPlatform | None = None, *, bound: timedelta = timedelta(seconds=60)
    ) -> Announcer:
        """An announcer as a process has it after its start."""
        lessons = Lessons(self.database, self.curricula)
        places = {"demo": platform or self.platform}
        digests = self.digests
        features = [
            project_letters(ReviewNews(self.database, self.clock)),
            buddy_letters(self.buddy_news),
            reminder_letters(self.reminders),
            summary_letters(digests),
            recall_letters(self.prompts),
        ]
        told = Teller(self.nudges, features, places)
        letters = RoomLetters(lessons, digests, voice_of, self.clock)
        return Announcer(self.ledger(), letters, told, voice_of, places, self.clock, bound=bound)

    @property
    def digests(self) -> Digests:
        return Digests(self.database, self.curricula, Standings(self.database, Learners()), self.clock)

    @property
    def nudges(self) -> Nudges:
        return Nudges(self.database, self.clock)

    @property
    def buddies(self) -> Buddies:
        return Buddies(self.database, self.clock)

    @property
    def buddy_news(self) -> BuddyNews:
        return BuddyNews(self.database, Learners(), self.clock)

    @property
    def joining(self) -> Joining:
        return Joining(self.database)

    @property
    def pauses(self) -> Pauses:
        return Pauses(self.database, self.clock, Learners())

    @property
    def decks(self) -> RecallDecks:
        return RecallDecks(self.database, self.curricula, Learners())

    @property
    def prompts(self) -> RecallPrompts:
        return RecallPrompts(self.database, self.decks, self.clock)

    @property
    def recall(self) -> Recall:
        return Recall(self.database, self.decks)

    @property
    def reminders(self) -> Reminders:
        return Reminders(self.database, self.curricula, Learners(), self.clock)

    async def somebody(
        self,
        name: str = "Ada",
        *,
        room: RoomAddress = GENERAL,
        administers: bool = True,
        zone: str = BERLIN,
    ) -> Asker:
        """A person who says something now, in a room, as an admin unless told otherwise."""
        async with self.database.write() as connection:
            space_id = await note_space(connection, room.platform, room.space, room.space)
            room_id = await note_room(connection, space_id, room.channel, room.thread, room.name)
            known = await person_known_as(connection, room.platform, name.lower())
            person_id = (
                await add_person(connection, room.platform, name.lower(), name, self.clock.now())
                if known is None
                else known.id
            )
        return Asker(
            person_id=person_id,
            name=name,
            external_id=name.lower(),
            language="en",
            zone=zone,
            administers=administers,
            space_id=space_id,
            room_id=room_id,
            room=room,
            event_id=str(next(self.events)),
            at=self.clock.now(),
        )

    async def cohort(
        self,
        name: str = "Winter",
        *,
        curriculum: str = "py-backend-20d",
        room: RoomAddress = GENERAL,
        wishes: Wishes | None = None,
    ) -> int:
        """A cohort that runs from Monday on, at nine in Berlin, without digests unless wished otherwise."""
        admin = await self.somebody(room=room)
        wished = replace(wishes or Wishes(start=MONDAY, zone=BERLIN, digest=False, summary=False), name=name)
        preview = await self.cohorts.create(admin, curriculum, wished)
        await self.states.start(await self.somebody(room=room), str(preview.cohort_id))
        return preview.cohort_id

    async def member(self, cohort_id: int, name: str, joined: datetime | None = None) -> Asker:
        """Somebody who has joined."""
        asker = await self.somebody(name, administers=False)
        async with self.database.write() as connection:
            await add_membership(connection, cohort_id, asker.person_id, joined or self.clock.now())
        return asker

    async def wishes(self, name: str, wishes: OwnWishes) -> None:
        """Somebody changes their settings now."""
        asker = await self.somebody(name, administers=False)
        await People(self.database).change_settings(asker, wishes)

    async def goes_by(self, until: datetime) -> None:
        """Lets everything happen that is due until an instant, each at its own."""
        announcer, before = self.announcer(), None
        while (due := await announcer.next_due_at()) is not None and due <= until and due != before:
            before = due
            self.clock.at = max(self.clock.at, due)
            await announcer.run_once()
        self.clock.at = until

    async def posted_until(self, last: date) -> None:
        """Lets everything be posted that is due by noon of a day in Berlin, which it is then."""
        announcer = self.announcer()
        while (due := await announcer.next_due_at()) is not None and due <= at(last, "12:00"):
            self.clock.at = due
            await announcer.run_once()
        self.clock.at = at(last, "12:00")

    def numbers(self) -> list[int]:
        """The numbers of the days posted in the room called general."""
        return [int(title.split()[1]) for title in self.platform.titles()]

    async def checks_in(self, name: str, cohort_id: int, instant: datetime) -> None:
        """A member presses Done on the post of that day (in Berlin)."""
        asker = replace(await self.somebody(name, administers=False), at=instant)
        on = local(instant, BERLIN).date()
        await CheckIns(self.database, self.clock, Learners()).check_in(asker, str(cohort_id), on)

    async def streak(self, name: str, cohort_id: int) -> Standing:
        """A member's standing now."""
        person_id = (await self.somebody(name, administers=False)).person_id
        async with self.database.read() as connection:
            studies = await Learners().read_whole(OnConnection(connection), (person_id, cohort_id))
        return studies.standing(self.clock.now())

    async def breaks_planned_day(self, cohort_id: int, day: date) -> None:
        """Spoils a stored day, as only a mistake of ours could."""
        async with self.database.write() as connection:
            await connection.execute(
                update(timetable_days)
                .where(timetable_days.c.cohort_id == cohort_id, timetable_days.c.day == day)
                .values(planned={"kind": "nothing", "unit": "nowhere"})
            )


@asynccontextmanager
async def study_world(directory: Path, clock: HandClock | None = None) -> AsyncIterator[World]:
    """A world on the database file in a directory, which may hold one already."""
    database = await Database.open(address(directory / "roadmate.db"))
    try:
        curricula = Curricula(database, cache=directory.parent / "curricula")
        yield World(directory, database, clock or HandClock(EVE), MemoryPlatform(), curricula)
    finally:
        await database.close()
