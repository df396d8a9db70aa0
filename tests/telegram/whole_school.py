"""A small school on Telegram in memory: the real program, two members, and time that can be let go by."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from hand_clock import HandClock
from telegram_stage import ADA, BRUNO, ROOM, START, Call, Json, Stage, key

from bot.core import Core
from bot.interface.request import Request, Said, Speaker
from storage.database import Database


@dataclass
class School:
    """The real program behind Telegram."""

    stage: Stage
    core: Core
    clock: HandClock
    events: "count[int]" = field(default_factory=count)

    async def says(self, who: Json, command: str, *, admin: bool = False, **said: str) -> None:
        """Somebody says a command in the group."""
        speaker = Speaker(str(who["id"]), who["first_name"], administers=admin)
        event = f"event {next(self.events)}"
        request = Request(event, self.clock.now(), speaker, ROOM, "Study", Said(command, said))
        await self.core.dispatcher.answer(request)

    async def looks_after_things(self) -> None:
        """What the program does every so often by itself, once."""
        for chore in self.core.chores():
            await chore.work()

    async def until(self, instant: datetime) -> None:
        """It is that time, and all that is due is said."""
        self.clock.at = self.stage.now = instant
        await self.core.announcer([self.stage.platform]).run_once()

    def told(self, who: Json) -> Call:
        """What somebody was shown last in private."""
        calls = [
            call for call in self.stage.telegram.calls if call.method in ("sendMessage", "editMessageText")
        ]
        return [call for call in calls if str(call.data["chat_id"]) == str(who["id"])][-1]

    async def presses(self, who: Json, label: str) -> Call:
        """Somebody presses a key under what they were shown last; what they are shown then."""
        await self.stage.press(key(self.told(who), label), who)
        return self.told(who)


@asynccontextmanager
async def school(directory: Path) -> AsyncIterator[School]:
    """Ada and Bruno study in the group; it is Monday noon."""
    clock = HandClock(datetime(2027, 1, 3, 12, tzinfo=START.tzinfo))
    database = await Database.open(f"sqlite+aiosqlite:///{directory}/study.db")
    try:
        core = Core(database, clock, b"a secret of the tests", directory.parent / "curricula")
        stage = Stage(core, directory, None)
        await stage.platform.start()
        try:
            core.announcer([stage.platform])
            made = School(stage, core, clock)
            wishes = {"curriculum": "py-backend-20d", "name": "Winter", "start": "2027-01-04"}
            await made.says(ADA, "cohort create", admin=True, zone="Europe/Berlin", time="09:00", **wishes)
            await made.says(ADA, "cohort start", admin=True, cohort="Winter")
            for who in (ADA, BRUNO):
                await made.says(who, "join", cohort="Winter", listed="yes")
            clock.at = stage.now = START.replace(hour=12)
            yield made
        finally:
            await stage.platform.stop()
    finally:
        await database.close()
