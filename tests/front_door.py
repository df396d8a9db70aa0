"""The answering door of the whole program: anybody may stand before it, in any room, and say anything."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from hand_clock import HandClock
from study_world import words

from bot.core import Core
from bot.interface.address import RoomAddress
from bot.interface.reply import Reply, Says
from bot.interface.request import Pressed, Raw, Request, Said, Speaker
from storage.database import Database
from tests.canaries import secret
from tests.databases import address

HALL = RoomAddress("demo", "club", "hall", name="hall")
ATTIC = RoomAddress("demo", "club", "attic", name="attic")
ABROAD = RoomAddress("demo", "other club", "lobby", name="lobby")
ADMIN = Speaker("admin", "Admin", administers=True)
ADA = Speaker("ada", "Ada")
BRUNO = Speaker("bruno", "Bruno")
SECRET = secret("the front door")
SUNDAY = datetime(2027, 1, 3, 12, tzinfo=UTC)
_NOTED_ON_MEETING = ("people", "identities", "spaces", "rooms")
_SENTENCE = re.compile(r"[.!?]$")


def private(speaker: Speaker) -> RoomAddress:
    """Somebody's private chat."""
    return RoomAddress("demo", "", f"@{speaker.external_id}", name=speaker.name)


@dataclass(slots=True)
class FrontDoor:
    """The real dispatcher on a real database; the clock stands where it was put."""

    path: Path
    core: Core
    database: Database
    clock: HandClock
    events: "count[int]" = field(default_factory=lambda: count(1))

    def request(
        self, speaker: Speaker, intent: Said | Pressed, place: RoomAddress = HALL, event: str = ""
    ) -> Request:
        """What a platform would hand over."""
        number = event or f"event {next(self.events)}"
        name = f"the {place.space}" if place.space else ""
        return Request(number, self.clock.now(), speaker, place, name, intent)

    async def say(
        self, speaker: Speaker, command: str, place: RoomAddress = HALL, /, **arguments: Raw
    ) -> Reply:
        """Somebody says a command; `from_` stands for `from`."""
        said = {name.removesuffix("_"): value for name, value in arguments.items()}
        return await self.core.dispatcher.answer(self.request(speaker, Said(command, said), place))

    def token(self, says: Says, made_for: Speaker, place: RoomAddress = HALL) -> str:
        """The token of a button made for somebody in a room."""
        return self.core.buttons.token(says, place, made_for.external_id)

    async def press(
        self, speaker: Speaker, token: str, place: RoomAddress = HALL, /, **answers: Raw
    ) -> Reply:
        """Somebody presses a button, and has answered what it asks."""
        return await self.core.dispatcher.answer(self.request(speaker, Pressed(token, answers), place))

    async def cohort(self, name: str = "Winter", *members: Speaker, place: RoomAddress = HALL) -> str:
        """A cohort that runs from Monday on, with its members; its id."""
        made = await self.say(
            ADMIN,
            "cohort create",
            place,
            curriculum="py-backend-20d",
            name=name,
            start="2027-01-04",
            time="09:00",
            zone="Europe/Berlin",
        )
        start = next(button for button in made.buttons if isinstance(button, Says))
        cohort_id = str(start.bound["cohort"])
        assert "runs" in words(await self.say(ADMIN, "cohort start", place, cohort=cohort_id))
        for member in members:
            joined = await self.say(
                member, "join", place, cohort=cohort_id, zone="Europe/Berlin", listed="yes"
            )
            assert "You are in" in words(joined), words(joined)
        return cohort_id

    def remembered(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that is stored, but for who was met where, and which events were seen."""
        with sqlite3.connect(self.path) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            tables = sorted({name for (name,) in found} - {*_NOTED_ON_MEETING, "seen_events"})
            return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}  # noqa: S608 - our own names


def is_kind(reply: Reply) -> bool:
    """Whether it is one whispered message that ends like a sentence and is no apology for a bug."""
    said = words(reply)
    return reply.whisper and bool(_SENTENCE.search(said)) and not is_apology(reply)


def is_apology(reply: Reply) -> bool:
    """Whether we say that we did something wrong."""
    return "Something went wrong on my side" in words(reply)


@asynccontextmanager
async def front_door(directory: Path) -> AsyncIterator[FrontDoor]:
    """Opens the program on a fresh database in the directory; it is Sunday noon."""
    path, clock = directory / "roadmate.db", HandClock(SUNDAY)
    database = await Database.open(address(path))
    try:
        yield FrontDoor(path, Core(database, clock, SECRET, directory.parent / "curricula"), database, clock)
    finally:
        await database.close()
