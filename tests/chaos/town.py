"""Both platforms of a chaos run, and what people do there: cohorts are made, and members check in."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.chaos.fake_discord import FakeDiscord
from tests.chaos.fake_telegram import FakeTelegram
from tests.chaos.posts import Json, Posted, walk
from tests.kill.books import COUNTED

ADMIN = 1
MEMBERS = range(2, 12)
SLOTS = tuple(range(0, 24, 4))
"""The hours of the day (UTC) at which cohorts post, in turn."""

DISCORD, TELEGRAM = "discord", "telegram"
_CURRICULUM = "py-backend-senior-es"  # the longest
_ALWAYS = "mon,tue,wed,thu,fri,sat,sun"
_PATIENCE = 30.0
_PACE = 0.1


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check-in that somebody tried, and whether they were told that it counts."""

    platform: str
    member: int
    cohort: int
    day: date
    acknowledged: bool


@dataclass(slots=True)
class Town:
    """Two platforms with as many rooms each; every room has a cohort of its own."""

    discord: FakeDiscord
    telegram: FakeTelegram
    now: Callable[[], datetime]
    chance: random.Random
    attempts: list[Attempt] = field(default_factory=list)

    async def furnish(self) -> None:
        """Cohorts are made and started, and everybody joins, as people do it."""
        await asyncio.gather(self._on_discord(), self._on_telegram())

    async def live(self) -> None:
        """Members press Done under the posts of the last hours, for ever."""
        async with asyncio.TaskGroup() as under_way:
            while True:
                await asyncio.sleep(_PACE)
                found = [*self._lately()]
                if found:
                    platform, post = self.chance.choice(found)
                    under_way.create_task(self._check_in(platform, post, self.chance.choice(MEMBERS)))

    def _lately(self) -> Iterator[tuple[str, Posted]]:
        today = self.now().date()
        for name, platform in ((DISCORD, self.discord), (TELEGRAM, self.telegram)):
            for post in platform.board.posts[-2 * len(platform.rooms) :]:
                if post.day == today:
                    yield name, post

    async def _check_in(self, platform: str, post: Posted, member: int) -> None:
        if platform == DISCORD:
            under = self.discord.message(post.room, post.message)
            text = await self.discord.presses_button(member, post.room, under, post.token)
        else:
            text = await self.telegram.presses_button(member, post.room, post.message, post.token)
        counted = COUNTED.search(text.replace("*", "")) is not None
        self.attempts.append(Attempt(platform, member, post.cohort, post.day, counted))

    async def _on_discord(self) -> None:
        await self.discord.online.wait()
        for number, room in enumerate(self.discord.rooms):
            wishes = {"name": f"D{number}", "time": _time(number), "start": self._first_day()}
            always = {"curriculum": _CURRICULUM, "zone": "UTC", "days": _ALWAYS, "language": "en"}
            await self.discord.says(ADMIN, room, "cohort create", admin=True, **wishes, **always)
            shown = self.discord.shown()
            start = next(each for each in walk(shown["components"]) if each.get("label") == "Start")
            await self.discord.presses_button(ADMIN, room, shown, start["custom_id"], admin=True)
            for member in MEMBERS:
                answer = await self.discord.says(member, room, "join", zone="UTC", listed=True)
                assert "You are in" in answer, answer

    async def _on_telegram(self) -> None:
        await self.telegram.online.wait()
        for person in (ADMIN, *MEMBERS):
            await self.telegram.says(person, "", "/start")
            await self._read(person, "")
        for number, room in enumerate(self.telegram.rooms):
            line = (
                f"/cohort_create curriculum={_CURRICULUM} name=T{number} start={self._first_day()}"
                f" time={_time(number)} zone=UTC days={_ALWAYS} language=en"
            )
            await self.telegram.says(ADMIN, room, line)
            start = next(key for key in await self._read(ADMIN, "Start") if key["text"] == "Start")
            await self.telegram.presses_button(ADMIN, str(ADMIN), start["message"], start["callback_data"])
            for member in MEMBERS:
                await self.telegram.says(member, room, "/join zone=UTC")
            for member in MEMBERS:
                await self._read(member, "You are in")

    async def _read(self, person: int, what: str) -> list[Json]:
        """The keys under what somebody is told next in private with those words, or a key that says so."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                text, keys = self.telegram.last(person)
                if text and (what in text or any(key["text"] == what for key in keys)):
                    self.telegram.forget(person)
                    return keys
                await asyncio.sleep(0.02)

    def _first_day(self) -> str:
        return (self.now() + timedelta(days=1)).date().isoformat()


@asynccontextmanager
async def town(rooms: int, now: Callable[[], datetime], chance: random.Random) -> AsyncIterator[Town]:
    """Both platforms on sockets of this machine."""
    discord, telegram = FakeDiscord(rooms, now), FakeTelegram(rooms, now)
    async with discord.wire.served() as at, telegram.wire.served() as telegram.url:
        discord.served_at(at)
        yield Town(discord, telegram, now, chance)


def _time(number: int) -> str:
    return f"{SLOTS[number % len(SLOTS)]:02}:00"
