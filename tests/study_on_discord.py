"""The real program on a simulated Discord: everything but the sockets."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulated_discord import Stage, staged

from bot.core import Core
from storage.database import Database
from tests.canaries import secret

EVE = datetime(2026, 1, 4, 12, tzinfo=UTC)


class StageClock:
    """Shows the time of the simulated Discord, once there is one."""

    def __init__(self) -> None:
        self.source: Callable[[], datetime] = lambda: EVE

    def now(self) -> datetime:
        return self.source()


@dataclass
class Study:
    """A server in which a cohort can be made; its study days begin on Monday 2026-01-05 at 08:00 UTC."""

    stage: Stage
    core: Core

    async def cohort(self, name: str = "Winter 26", *, channel: Any = None) -> None:  # noqa: ANN401 - simcord's handle
        """Makes and starts a cohort as an admin would."""
        stage, where = self.stage, channel or self.stage.general
        created = await stage.admin().slash(
            where,
            "cohort create",
            curriculum="py-backend-20d",
            name=name,
            start="2026-01-05",
            time="09:00",
            zone="Europe/Berlin",
        )
        await stage.admin().click(created.response, label="Start")

    async def join(self, person: Any, name: str = "Winter 26", *, listed: str = "yes") -> None:  # noqa: ANN401 - simcord's actor
        asked = await person.slash(self.stage.general, "join", cohort=name)
        await person.submit_modal(asked, {"listed": listed})

    async def cohort_of(self, *names: str) -> list[Any]:
        """Makes and starts a cohort with these members."""
        await self.cohort()
        people = [self.stage.member(name) for name in names]
        for person in people:
            await self.join(person)
        return people

    async def until(self, instant: datetime) -> None:
        await self.stage.env.advance_time((instant - self.stage.env.now()).total_seconds())

    async def announce(self) -> int:
        """All that is due is posted, as by a process that has just been started."""
        return await self.core.announcer([self.stage.platform]).run_once()

    async def comes(self, day: int, hour: int) -> None:
        """Time goes by until then, in January, and what is due is said."""
        await self.until(datetime(2026, 1, day, hour, 0, 5, tzinfo=UTC))
        await self.announce()


@asynccontextmanager
async def studying(directory: Path) -> AsyncIterator[Study]:
    clock = StageClock()
    database = await Database.open(f"sqlite+aiosqlite:///{directory}/study.db", backups=directory / "backups")
    try:
        core = Core(database, clock, secret("a study on Discord"), directory.parent / "curricula")
        async with staged(core.dispatcher, core.buttons, directory) as stage:
            clock.source = stage.env.now
            study = Study(stage, core)
            await study.until(EVE)
            yield study
    finally:
        await database.close()
