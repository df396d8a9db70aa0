"""A real database with a cohort to study with: Monday to Friday at 09:00 in Berlin, from 2027-01-04 on."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bot.domain.calendar import occurrence
from bot.interface.address import RoomAddress
from bot.services.asker import Asker
from bot.services.check_ins import CheckIns
from bot.services.curricula import Curricula
from bot.services.learners import Learners
from bot.services.pauses import Pauses
from bot.services.projects import Projects
from bot.services.recall import Recall
from bot.services.recall_decks import RecallDecks
from bot.services.reviews import Reviews
from bot.services.standings import Standings
from bot.services.standings_board import Leaderboard
from storage.connection import Connection
from storage.database import Database
from storage.repositories.cohorts_writing import NewCohort, add_draft, add_room, change_cohort
from storage.repositories.memberships import add_membership, drop_standings, membership
from storage.repositories.people import ClockRow, add_clock, add_person, change_person
from storage.repositories.places import note_room, note_space
from storage.repositories.timetables import NewDay, replace_movable
from storage.tables.cohorts import curriculum_versions
from storage.tables.study import check_ins, excused_days, memberships
from tests.databases import address
from tests.hand_clock import HandClock

BERLIN = "Europe/Berlin"
MONDAY = date(2027, 1, 4)
LONG_AGO = datetime(2026, 12, 1, tzinfo=UTC)
ROOM = RoomAddress("playground", "club", "general", name="general")
ROADMAP = json.dumps(
    {
        "schema_version": 1,
        "id": "road",
        "title": "Road",
        "language": "en",
        "units": [{"id": "week", "kind": "week", "number": 1}],
        "projects": [{"id": "shop", "title": "The shop"}, {"id": "blog", "title": "The blog"}],
        "completion": {"projects_at_least": 1, "projects_total": 2},
    }
)
REST = {"kind": "review", "unit": "week"}
"""A study day with nothing new on it."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(name: str) -> date:
    """ "Tue2" is the Tuesday of the second week."""
    return MONDAY + timedelta(days=WEEKDAYS.index(name[:3]), weeks=int(name[3:]) - 1)


def days(names: str) -> list[date]:
    """ "w1 Mon2 Wed2-Fri2": whole study weeks, single days and ranges."""
    found: list[date] = []
    for name in names.split():
        first, _, last = (f"Mon{name[1:]}-Fri{name[1:]}" if name.startswith("w") else name).partition("-")
        ends = day(first), day(last or first)
        found += [ends[0] + timedelta(days=passed) for passed in range((ends[1] - ends[0]).days + 1)]
    return found


def at(moment: str, zone: str = BERLIN) -> datetime:
    """ "Tue2 20:00" on the zone's clock."""
    name, shown = moment.split()
    return occurrence(day(name), time.fromisoformat(shown), zone)


@dataclass(slots=True)
class CohortOf:
    """A cohort with the services that study in it; who is not told otherwise acts in its room."""

    database: Database
    clock: HandClock
    learners: Learners
    check_ins: CheckIns
    standings: Standings
    leaderboard: Leaderboard
    pauses: Pauses
    space_id: int
    room_id: int
    cohort_id: int
    events: "count[int]"

    async def person(self, name: str, *, listed: bool = False, zone: str = "") -> Asker:
        """Somebody who is known, and no member yet."""
        async with self.database.write() as connection:
            return await self._person(connection, name, listed=listed, zone=zone)

    async def member(
        self, name: str, *, listed: bool = False, zone: str = "", joined: datetime = LONG_AGO
    ) -> Asker:
        """A new member."""
        asker = await self.person(name, listed=listed, zone=zone)
        async with self.database.write() as connection:
            await add_membership(connection, self.cohort_id, asker.person_id, joined)
        return asker

    async def members(self, zones: Mapping[str, str]) -> list[Asker]:
        """Many new members at once, given by their names with their zones."""
        async with self.database.write() as connection:
            found = [
                await self._person(connection, name, listed=True, zone=zone) for name, zone in zones.items()
            ]
            for asker in found:
                await add_membership(connection, self.cohort_id, asker.person_id, LONG_AGO)
        return found

    async def _person(self, connection: Connection, name: str, *, listed: bool, zone: str) -> Asker:
        person_id = await add_person(connection, "playground", name.lower(), name, LONG_AGO)
        await change_person(connection, person_id, listed=listed)
        if zone:
            await add_clock(connection, person_id, ClockRow(LONG_AGO, zone, 180))
        return Asker(
            person_id=person_id,
            name=name,
            external_id=name.lower(),
            language="en",
            zone=zone,
            administers=False,
            space_id=self.space_id,
            room_id=self.room_id,
            room=ROOM,
            event_id="",
            at=LONG_AGO,
        )

    @property
    def projects(self) -> Projects:
        """Where projects are handed in."""
        return Projects(self.database, Curricula(self.database), self.learners, self.clock)

    @property
    def recall(self) -> Recall:
        """Where topics come back."""
        return Recall(self.database, RecallDecks(self.database, Curricula(self.database), self.learners))

    @property
    def reviews(self) -> Reviews:
        """Where they are reviewed."""
        return Reviews(self.database, Curricula(self.database), self.clock)

    def says(self, who: Asker, moment: datetime | str) -> Asker:
        """The same person, saying something new at that instant."""
        instant = at(moment) if isinstance(moment, str) else moment
        self.clock.at = max(self.clock.at, instant)
        return replace(who, at=instant, event_id=str(next(self.events)))

    async def did(self, who: Asker, names: str, shown: str = "20:00") -> None:
        """Presses the button of each of these days on the day itself."""
        for each in days(names):
            asker = self.says(who, occurrence(each, time.fromisoformat(shown), who.zone or BERLIN))
            await self.check_ins.check_in(asker, str(self.cohort_id), each)

    async def excuse(self, names: str, kind: str = "holiday", who: Asker | None = None) -> None:
        """Excuses days of everybody, or of one member, as the services for admins do."""
        async with self.database.write() as connection:
            member = None if who is None else await membership(connection, self.cohort_id, who.person_id)
            row = {"cohort_id": self.cohort_id, "membership_id": member and member.id, "kind": kind}
            for each in days(names):
                values = {**row, "day": each, "created_at": self.clock.now()}
                await connection.execute(insert(excused_days).values(values))
            await change_cohort(connection, self.cohort_id)
            await drop_standings(connection, cohort_id=self.cohort_id)

    async def check_in_rows(self, who: Asker) -> list[dict[str, Any]]:
        """Everything that is stored of somebody's check-ins, what was undone too."""
        query = select(check_ins).where(check_ins.c.person_id == who.person_id).order_by(check_ins.c.id)
        async with self.database.read() as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def cache_of(self, who: Asker) -> dict[str, Any]:
        """The membership's row as it is stored."""
        query = select(memberships).where(
            memberships.c.person_id == who.person_id, memberships.c.cohort_id == self.cohort_id
        )
        async with self.database.read() as connection:
            return dict((await connection.execute(query)).mappings().one())


@asynccontextmanager
async def cohort_of(
    directory: Path,
    weeks: int = 4,
    streak: Mapping[str, Any] | None = None,
    blocks: Mapping[str, str] | None = None,
) -> AsyncIterator[CohortOf]:
    """A running cohort in a new database; `blocks` maps a project's id to its days."""
    database = await Database.open(address(directory / "roadmate.db"))
    clock, learners = HandClock(LONG_AGO), Learners()
    try:
        async with database.write() as connection:
            space_id = await note_space(connection, ROOM.platform, ROOM.space, "Club")
            room_id = await note_room(connection, space_id, ROOM.channel, ROOM.thread, ROOM.name)
            cohort_id = await add_cohort(connection, space_id, "Winter", streak or {})
            await add_room(connection, cohort_id, room_id)
            dates = [each for week in range(1, weeks + 1) for each in days(f"w{week}")]
            await add_timetable(connection, cohort_id, dates, blocks or {})
        standings = Standings(database, learners)
        yield CohortOf(
            database=database,
            clock=clock,
            learners=learners,
            check_ins=CheckIns(database, clock, learners),
            standings=standings,
            leaderboard=Leaderboard(database, clock, standings),
            pauses=Pauses(database, clock, learners),
            space_id=space_id,
            room_id=room_id,
            cohort_id=cohort_id,
            events=count(1),
        )
    finally:
        await database.close()


async def add_cohort(connection: Connection, space_id: int, name: str, streak: Mapping[str, Any]) -> int:
    """A cohort under way, of a small roadmap."""
    version = insert(curriculum_versions).values(
        slug="road", digest=name, title="Road", content=ROADMAP, created_at=LONG_AGO
    )
    version_id = (await connection.execute(version.returning(curriculum_versions.c.id))).scalar_one()
    draft = NewCohort(
        space_id=space_id,
        curriculum_version_id=version_id,
        name=name,
        language="en",
        zone=BERLIN,
        post_minutes=540,
        weekdays="0,1,2,3,4",
        start=MONDAY,
        pacing={},
        streak=streak,
        late_policy="shift",
    )
    cohort_id = await add_draft(connection, draft, LONG_AGO)
    await change_cohort(connection, cohort_id, state="running", started_at=LONG_AGO)
    return cohort_id


async def add_timetable(
    connection: Connection, cohort_id: int, dates: Iterable[date], blocks: Mapping[str, str]
) -> None:
    """Study dates at 09:00 in Berlin."""
    block_of = {each: block for block, names in blocks.items() for each in days(names)}
    laid_out = [
        NewDay(each, number, REST, occurrence(each, time(9), BERLIN), block_of.get(each, ""))
        for number, each in enumerate(dates, start=1)
    ]
    await replace_movable(connection, cohort_id, LONG_AGO, laid_out)
