"""Two members who find each other as buddies, in the world in which announcements are made."""

from bot.services.buddies import Buddies
from bot.services.buddy_facts import Greeted, Stage
from bot.services.cohort_edits import EditShown
from bot.services.cohort_settings import Wishes as CohortWishes
from tests.study_world import World, at, day


class Two:
    """Ann and Bob in a cohort, and what they do about being buddies."""

    def __init__(self, world: World, cohort_id: int) -> None:
        self.world = world
        self.cohort_id = cohort_id

    @property
    def buddies(self) -> Buddies:
        return self.world.buddies

    async def stands(self, name: str) -> Stage:
        return (await self.buddies.shown(await self.world.somebody(name, administers=False), "")).stage

    async def find(self, name: str) -> None:
        await self.buddies.find(await self.world.somebody(name, administers=False), "")

    async def agrees(self, name: str) -> None:
        who = await self.world.somebody(name, administers=False)
        whom = (await self.buddies.shown(who, "")).whom
        await self.buddies.agree(await self.world.somebody(name, administers=False), "", whom)

    async def are_buddies(self) -> None:
        for do in (self.find, self.agrees):
            for name in ("Ann", "Bob"):
                await do(name)
        await self.stands("Ann")  # who knows it by now need not be told

    async def studies(self, name: str, *days: int) -> None:
        """Somebody checks in at noon on these days, while time goes by."""
        for passed in days:
            await self.world.goes_by(at(day(passed), "12:00"))
            await self.world.checks_in(name, self.cohort_id, at(day(passed), "12:00"))

    async def says_hello(self, name: str) -> Greeted:
        who = await self.world.somebody(name, administers=False)
        whom = (await self.buddies.shown(who, "")).whom
        return await self.buddies.greet(await self.world.somebody(name, administers=False), "", whom)

    async def is_edited(self, wishes: CohortWishes) -> None:
        """An admin changes the cohort."""
        shown = await self.world.edits.show(await self.world.somebody(), str(self.cohort_id), wishes)
        assert isinstance(shown, EditShown)
        await self.world.edits.save(await self.world.somebody(), str(self.cohort_id), shown.nonce)


async def two(world: World, *more: str) -> Two:
    cohort_id = await world.cohort()
    for name in ("Ann", "Bob", *more):
        await world.member(cohort_id, name)
    return Two(world, cohort_id)
