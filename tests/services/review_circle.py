"""A cohort whose members review each other's projects, as the services see it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.letters import project_letters
from bot.services.asker import Asker
from bot.services.nudges import Nudges
from bot.services.project_facts import HandedIn
from bot.services.project_turns import ProjectTurns
from bot.services.review_news import ReviewNews
from bot.services.reviews import Answers
from bot.teller import Teller
from storage.repositories.memberships import leave, membership
from storage.tables.projects import reviews
from tests.plain_words import words
from tests.services.cohort_of import CohortOf, at, cohort_of
from tests.study_world import MemoryPlatform

_A_MINUTE = timedelta(minutes=1)
LINK = "https://example.org/shop"
FINE = Answers(works=True, clear=True)
NOT_YET = Answers(works=True, clear=False, suggestion="Say how it is started.")


class Circle:
    """A cohort whose members review each other."""

    def __init__(self, club: CohortOf, members: list[Asker]) -> None:
        self.club = club
        self.members = members
        self.turns = ProjectTurns(club.database, club.clock)
        self.platform = MemoryPlatform()

    @property
    def ada(self) -> Asker:
        return self.members[0]

    async def submits(self, who: Asker, moment: datetime | str, project: str = "shop") -> HandedIn:
        return await self.club.projects.submit(self.club.says(who, moment), "", project, LINK, "")

    async def gives(self, who: Asker, moment: str, said: Answers = FINE, wanted: str = "") -> None:
        await self.club.reviews.give(self.club.says(who, moment), wanted, said)

    async def asked(self) -> list[str]:
        """Whose reviews are open, in the order in which they were asked for."""
        query = select(reviews.c.person_id).where(reviews.c.given_at.is_(None), reviews.c.lapsed_at.is_(None))
        names = {who.person_id: who.name for who in self.members}
        async with self.club.database.read() as connection:
            found = (await connection.execute(query.order_by(reviews.c.id))).scalars()
            return [names[who] for who in found]

    async def goes(self, who: Asker, moment: str) -> None:
        async with self.club.database.write() as connection:
            row = await membership(connection, self.club.cohort_id, who.person_id)
            assert row is not None
            await leave(connection, row.id, at(moment))

    async def told(self, moment: str) -> list[tuple[str, str]]:
        """Who is told what at that moment."""
        clock, before = self.club.clock, len(self.platform.told)
        clock.at = max(clock.at, at(moment))
        nudges, news = Nudges(self.club.database, clock), ReviewNews(self.club.database, clock)
        teller = Teller(nudges, [project_letters(news)], {"playground": self.platform})
        await teller.enter()
        await teller.serve("playground")
        while (due := await nudges.next_due_at(["playground"])) is not None and due < at(moment) + _A_MINUTE:
            clock.at = due
            await teller.serve("playground")
        return sorted((who.title(), words(message)) for who, message in self.platform.told[before:])


@asynccontextmanager
async def review_circle(directory: Path, *names: str) -> AsyncIterator[Circle]:
    """A circle of these members; the shop is built on Thursday and Friday of the first week."""
    async with cohort_of(directory, blocks={"shop": "Thu1-Fri1"}) as club:
        yield Circle(club, [await club.member(name) for name in names])
