"""A project on Telegram in memory: handed in, reviewed question by question, and told in private."""

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

LINK = "https://example.org/ada"


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


async def test_a_project_is_reviewed_on_telegram(tmp_path: Path) -> None:
    async with school(tmp_path) as t:
        await t.stage.say(f"/submit project=1 link={LINK}")
        assert "is handed in. 1 member looks at it" in t.told(ADA).text
        await t.looks_after_things()
        assert LINK in (await t.presses(BRUNO, "Look at it")).text
        assert "Does it work?" in (await t.presses(BRUNO, "Review it")).text
        assert "Is it clear?" in (await t.presses(BRUNO, "Yes")).text
        assert "One suggestion" in (await t.presses(BRUNO, "No")).text
        await t.stage.say("Add a title.", BRUNO)
        assert "can now make it better" in t.told(BRUNO).text
        await t.looks_after_things()
        assert "Add a title." in (await t.presses(ADA, "What was said")).text
        await t.presses(ADA, "Hand it in again")
        await t.stage.say(f"{LINK}/2")
        assert "version 2" in (await t.presses(ADA, "Skip")).text
        assert {call.data["chat_id"] for call in t.stage.said()} <= {ADA["id"], BRUNO["id"]}


async def test_what_is_missing_is_asked_with_the_projects_to_pick_from(tmp_path: Path) -> None:
    async with school(tmp_path) as t:
        await t.stage.say("/submit")
        assert t.told(ADA).labels[0].startswith("1. CSV summary report")
        await t.presses(ADA, t.told(ADA).labels[0])
        await t.stage.say(LINK)
        assert "is handed in" in t.told(ADA).text
