"""Many cohorts in many groups that are due in the same minute."""

import asyncio
from datetime import timedelta

from tests.acceptance.telegram_stage import Life, Person, Stage

COHORTS = 40
_IN_A_MINUTE = timedelta(minutes=1)


class Crowd:
    """Cohorts that one admin makes, each in a group of its own."""

    def __init__(self, stage: Stage, life: Life, boss: Person) -> None:
        self._stage = stage
        self._life = life
        self._boss = boss
        self._chats: list[int] = []

    async def made(self) -> None:
        """Makes and starts them."""
        await self._boss.start()
        first = (self._life.clock.now() + timedelta(days=1)).date()
        for number in range(COHORTS):
            made = await self._stage.ask(
                "add_supergroup", title=f"G{number}", members=[], creator=self._boss.id
            )
            self._chats.append(made["chat_id"])
            await self._boss.says(
                f"/cohort_create curriculum=py-backend-20d name=G{number} start={first} time=09:00 zone=UTC"
                " days=mon,tue,wed,thu,fri,sat,sun language=en",
                self._chats[-1],
                "preview",
                answered_in=self._boss.id,
            )
            await self._boss.chooses("Start", "runs")

    async def posted(self) -> None:
        """At their time each posts once, and the last of them within a minute of the first."""
        day = (self._life.clock.now() + timedelta(days=1)).replace(
            hour=8, minute=59, second=55, microsecond=0
        )
        await self._life.move_to(day)
        posts = await asyncio.gather(*(self._stage.heard(chat, "Day 1 of 20") for chat in self._chats))
        dates = [post["date"] for post in posts]
        assert max(dates) - min(dates) <= _IN_A_MINUTE.total_seconds(), max(dates) - min(dates)
        for chat in self._chats:
            found = [each for each in await self._stage.seen(chat) if "Day 1 of 20" in each["text"]]
            assert len(found) == 1, len(found)
