"""The real program on Telegram in memory: everything but the sockets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram_stage import ADA, BRUNO, GROUP, ZOE, Call, Stage, key, staged

from bot.core import Core
from storage.database import Database
from tests.canaries import secret
from tests.hand_clock import HandClock

EVE = datetime(2027, 1, 3, 12, tzinfo=UTC)
BOSS = {"id": 14, "is_bot": False, "first_name": "Boss", "username": "boss", "language_code": "en"}
EVA = {"id": 15, "is_bot": False, "first_name": "Eva", "language_code": "en"}
WINTER = 'curriculum=py-backend-20d name="Winter 27" start=2027-01-04 time=09:00 zone=UTC language=en'


@dataclass
class Study:
    """A group with a cohort in it, whose first day is Monday 2027-01-04, 09:00 UTC."""

    stage: Stage
    core: Core
    clock: HandClock

    async def say(
        self,
        line: str,
        user: dict[str, Any] | None,
        chat: dict[str, Any] | None = GROUP,
        **more: Any,  # noqa: ANN401 - whatever a message has
    ) -> None:
        """Somebody says a line now."""
        message = self.stage.message(user, chat, text=line, **more)
        await self.stage.hear({"message": message | {"date": int(self.clock.at.timestamp())}})

    async def posted(self) -> Call:
        """The first post, on the morning of the first day."""
        await self.comes(4, 9)
        return next(call for call in reversed(self.stage.said()) if "Done" in call.labels)

    async def comes(self, day: int, hour: int) -> None:
        """It is that hour of a day in January, and what is due is said."""
        self.stage.now = self.clock.at = datetime(2027, 1, day, hour, tzinfo=UTC)
        await self.core.announcer((self.stage.platform,)).run_once()

    async def pressed(self, shown: Call, label: str, user: dict[str, Any]) -> str:
        """What somebody is told who presses a key in their own private chat."""
        answer = await self.stage.press(key(shown, label), user)
        return answer.text + self.stage.last.text


@asynccontextmanager
async def study(directory: Path, cache: Path) -> AsyncIterator[Study]:
    """The group with its cohort, made as an admin would; everybody has opened their private chat."""
    clock = HandClock(EVE)
    database = await Database.open(f"sqlite+aiosqlite:///{directory}/study.db", backups=directory)
    try:
        core = Core(database, clock, secret("a study on Telegram"), cache)
        async with staged(core, directory) as stage:
            stage.now = EVE
            stage.telegram.admins, stage.telegram.creators = [ZOE, BOSS], [BOSS]
            found = Study(stage, core, clock)
            for person in (ADA, BRUNO, ZOE, BOSS, EVA):
                await found.say("/start", person, None)
            await found.say(f"/cohort_create {WINTER}", ZOE)
            await stage.press(key(stage.last, "Start"), ZOE, number=_number(stage))
            await found.say('/join cohort="Winter 27" zone=UTC listed=yes', ADA)
            yield found
    finally:
        await database.close()


def _number(stage: Stage) -> int:
    return 1_000 + len(stage.said()) - 1
