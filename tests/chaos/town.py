"""Both platforms of a chaos run, and what people do there: cohorts are made, and members check in."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.chaos.fake_discord import FakeDiscord
from tests.chaos.fake_telegram import FakeTelegram
from tests.chaos.hands import BEGINNING
from tests.chaos.posts import Json, Posted
from tests.discord_components import buttons_of
from tests.kill.books import COUNTED

MEMBERS = range(2, 12)
_IN_A_ROOM = 4
FIRST_SLOT = BEGINNING.replace(hour=6) + timedelta(days=1)
SLOTS_APART = timedelta(minutes=10)
IN_A_SLOT = 2
"""Cohorts post on one and the same day, so many of each platform at a time, one slot behind the other."""

DISCORD, TELEGRAM = "discord", "telegram"
_CURRICULUM = "py-backend-senior-es"  # the longest
_ALWAYS = "mon,tue,wed,thu,fri,sat,sun"
_PATIENCE = 120.0
_PACE = 0.1
_LATELY = 8


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check-in that somebody tried, under the name by which the books know them."""

    member: str
    cohort: int
    day: date


@dataclass(slots=True)
class Town:
    """Two platforms with as many rooms each; every room has a cohort of its own."""

    discord: FakeDiscord
    telegram: FakeTelegram
    now: Callable[[], datetime]
    chance: random.Random
    attempts: list[Attempt] = field(default_factory=list)
    acknowledged: list[Attempt] = field(default_factory=list)

    async def furnish(self) -> None:
        """Cohorts are made and started, and everybody joins, as people do it."""
        await asyncio.gather(self._on_discord(), self._on_telegram())

    async def live(self) -> None:
        """Members press Done under the latest posts, for ever."""
        async with asyncio.TaskGroup() as under_way:
            while True:
                await asyncio.sleep(_PACE)
                found = [*self._lately()]
                if found:
                    platform, post = self.chance.choice(found)
                    rooms = {DISCORD: self.discord.rooms, TELEGRAM: self.telegram.rooms}[platform]
                    member = self.chance.choice(_members(rooms.index(post.room)))
                    under_way.create_task(self._check_in(platform, post, member))

    def _lately(self) -> Iterator[tuple[str, Posted]]:
        for name, platform in ((DISCORD, self.discord), (TELEGRAM, self.telegram)):
            yield from ((name, post) for post in platform.board.posts[-_LATELY:])

    async def _check_in(self, platform: str, post: Posted, member: int) -> None:
        name = f"m{member}" if platform == DISCORD else str(member)
        attempt = Attempt(name, post.cohort, post.day)
        self.attempts.append(attempt)
        if platform == DISCORD:
            under = self.discord.message(post.room, post.message)
            text = await self.discord.presses_button(member, post.room, under, post.token)
        else:
            text = await self.telegram.presses_button(member, post.room, post.message, post.token)
        if COUNTED.search(text.replace("*", "")):
            self.acknowledged.append(attempt)

    async def _on_discord(self) -> None:
        await self.discord.online.wait()
        for number, room in enumerate(self.discord.rooms):
            admin = admin_of(number)
            wishes = {"name": f"D{number}", "time": _time(number), "start": FIRST_SLOT.date().isoformat()}
            always = {"curriculum": _CURRICULUM, "zone": "UTC", "days": _ALWAYS, "language": "en"}
            await self.discord.says(admin, room, "cohort create", admin=True, **wishes, **always)
            shown = self.discord.shown()
            await self.discord.presses_button(admin, room, shown, buttons_of(shown)["Start"], admin=True)
            for member in _members(number):
                answer = await self.discord.says(member, room, "join", zone="UTC", listed=True)
                assert "You are in" in answer, answer

    async def _on_telegram(self) -> None:
        await self.telegram.online.wait()
        for member in MEMBERS:
            await self.telegram.says(member, "", "/start")
            await self._read(member, "")
        await asyncio.gather(*map(self._in_group, range(len(self.telegram.rooms))))

    async def _in_group(self, number: int) -> None:
        room, admin = self.telegram.rooms[number], admin_of(number)
        await self.telegram.says(admin, "", "/start")
        await self._read(admin, "")
        line = (
            f"/cohort_create curriculum={_CURRICULUM} name=T{number} start={FIRST_SLOT:%Y-%m-%d}"
            f" time={_time(number)} zone=UTC days={_ALWAYS} language=en"
        )
        await self.telegram.says(admin, room, line)
        start = next(key for key in await self._read(admin, "Start") if key["text"] == "Start")
        await self.telegram.presses_button(admin, str(admin), start["message"], start["callback_data"])
        for member in _members(number):
            await self.telegram.says(member, room, "/join zone=UTC")
            await self._read(member, f"T{number}")

    async def _read(self, person: int, what: str) -> list[Json]:
        """The keys under what somebody is told in private with those words, or with a key that says so."""
        async with asyncio.timeout(_PATIENCE):
            while (keys := self.telegram.found(person, what)) is None:  # noqa: ASYNC110 - the fake has no bell
                await asyncio.sleep(0.05)
            return keys


@asynccontextmanager
async def town(rooms: int, now: Callable[[], datetime], chance: random.Random) -> AsyncIterator[Town]:
    """Both platforms on sockets of this machine."""
    discord, telegram = FakeDiscord(rooms, now), FakeTelegram(rooms, now)
    async with discord.wire.served() as at, telegram.wire.served() as telegram.url:
        discord.served_at(at)
        yield Town(discord, telegram, now, chance)


def admin_of(number: int) -> int:
    """Whoever runs the cohort in the room with that number."""
    return 1_000 + number


def _members(number: int) -> list[int]:
    return [MEMBERS[(number * _IN_A_ROOM + place) % len(MEMBERS)] for place in range(_IN_A_ROOM)]


def _time(number: int) -> str:
    return f"{FIRST_SLOT + number // IN_A_SLOT * SLOTS_APART:%H:%M}"
