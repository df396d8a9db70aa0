"""Members of a cohort who look for buddies, as the services see them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.services.asker import Asker
from bot.services.buddies import Buddies
from bot.services.buddy_facts import BuddyOf, Stage
from bot.services.joining import Joining
from tests.services.cohort_of import BERLIN, CohortOf, at, cohort_of


class BuddyCircle:
    """Everybody is known by name; moments are those of `cohort_of`."""

    def __init__(self, club: CohortOf) -> None:
        self.club = club
        self.buddies = Buddies(club.database, club.clock)
        self.joining = Joining(club.database)
        self.people: dict[str, Asker] = {}

    async def joins(self, name: str, zone: str = BERLIN) -> None:
        self.people[name] = await self.club.member(name, zone=zone)

    def says(self, name: str, moment: str = "Mon1 12:00") -> Asker:
        return self.club.says(self.people[name], max(at(moment), self.club.clock.at))

    async def find(self, name: str, moment: str = "Mon1 12:00") -> BuddyOf:
        return await self.buddies.find(self.says(name, moment), "")

    async def shown(self, name: str) -> BuddyOf:
        return await self.buddies.shown(self.says(name), "")

    async def stands(self, name: str) -> tuple[Stage, str]:
        found = await self.shown(name)
        return found.stage, found.name

    async def agree(self, name: str) -> BuddyOf:
        """Their yes to whom they are offered."""
        return await self.buddies.agree(self.says(name), "", (await self.shown(name)).whom)

    async def decline(self, name: str) -> BuddyOf:
        return await self.buddies.decline(self.says(name), "", (await self.shown(name)).whom)

    async def pair(self, one: str, other: str) -> None:
        """The two look, and both say yes."""
        for name in (one, other):
            await self.find(name)
        for name in (one, other):
            await self.agree(name)
        assert await self.stands(one) == (Stage.PAIRED, other)


@asynccontextmanager
async def buddy_circle(directory: Path, *names: str) -> AsyncIterator[BuddyCircle]:
    """A circle of these members, all in Berlin."""
    async with cohort_of(directory) as club:
        circle = BuddyCircle(club)
        for name in names:
            await circle.joins(name)
        yield circle
