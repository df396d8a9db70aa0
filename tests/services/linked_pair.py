"""Ada on two platforms, in one cohort, as the services see her."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bot.domain.standing import Standing
from bot.services.asker import Asker
from bot.services.codes import Codes
from bot.services.identities import Identities, Linked, NewCode
from storage.repositories.memberships import add_membership
from storage.repositories.people import ClockRow, add_clock, add_person, person_known_as
from storage.tables.people import people
from storage.tables.projects import reviews, submissions
from storage.tables.study import check_ins, memberships, pauses
from tests.services.cohort_of import BERLIN, LONG_AGO, CohortOf, at, days

HERE, THERE = "playground", "telegram"
KINDS = (check_ins, memberships, pauses, people, submissions, reviews)
_CACHED = {
    "current",
    "longest",
    "freezes",
    "counted",
    "possible",
    "momentum",
    "attendance",
    "fold",
    "stale_at",
}
WEEKDAYS = days("w1 w2")


class Pair:
    """Ada on two platforms, in one cohort, as the services see her."""

    def __init__(self, club: CohortOf, here: Asker, there: Asker) -> None:
        self.club = club
        self.here = here
        self.there = there
        self.identities = Identities(club.database, Codes(club.database, b"secret", club.clock), club.clock)

    def says(self, platform: str, moment: datetime | str) -> Asker:
        return self.club.says(self.here if platform == HERE else self.there, moment)

    async def met_again(self) -> None:
        """Both are known as whom they are known as now."""
        async with self.club.database.read() as connection:
            for name in ("here", "there"):
                asker: Asker = getattr(self, name)
                known = await person_known_as(connection, asker.platform, asker.external_id)
                assert known is not None
                setattr(self, name, replace(asker, person_id=known.id, zone=known.zone))

    async def link(self, moment: datetime | str) -> Linked:
        begun = await self.identities.begin(self.says(HERE, moment))
        assert isinstance(begun, NewCode)
        offered = await self.identities.offer(self.says(THERE, moment), begun.word)
        linked = await self.identities.confirm(self.says(HERE, moment), offered.code_id)
        await self.met_again()
        return linked

    async def unlink(self, moment: datetime | str) -> None:
        await self.identities.unlink(self.says(THERE, moment))
        await self.met_again()

    async def done(self, platform: str, day: date, shown: str = "20:00") -> None:
        moment = at(f"{day:%a}{(day - WEEKDAYS[0]).days // 7 + 1} {shown}")
        await self.club.check_ins.check_in(self.says(platform, moment), str(self.club.cohort_id), day)

    async def kept(self, asker: Asker) -> dict[str, list[dict[str, Any]]]:
        """Everything that is one person's, but for what is only a cache."""
        found: dict[str, list[dict[str, Any]]] = {}
        async with self.club.database.read() as connection:
            for table in KINDS:
                query = select(table)
                if table is people:
                    query = query.where(people.c.id == asker.person_id)
                elif table is pauses:
                    of = select(memberships.c.id).where(memberships.c.person_id == asker.person_id)
                    query = query.where(pauses.c.membership_id.in_(of))
                else:
                    query = query.where(table.c.person_id == asker.person_id)
                rows = (await connection.execute(query.order_by(table.c.id))).mappings()
                found[table.name] = [{k: v for k, v in row.items() if k not in _CACHED} for row in rows]
        return found

    async def standing(self, platform: str, moment: datetime | str) -> Standing:
        return (await self.club.standings.streak(self.says(platform, moment), "")).standing


async def pair_in(club: CohortOf, *, zone: str = BERLIN, there_joins: bool = True) -> Pair:
    here = await club.member("Ada", listed=True, zone=zone, joined=at("Mon1 08:00"))
    async with club.database.write() as connection:
        there_id = await add_person(connection, THERE, "7001", "Ada L.", LONG_AGO)
        await add_clock(connection, there_id, ClockRow(LONG_AGO, zone, 180))
        if there_joins:
            await add_membership(connection, club.cohort_id, there_id, at("Mon1 07:00"), THERE)
    room = replace(here.room, platform=THERE)
    there = replace(here, person_id=there_id, name="Ada L.", external_id="7001", room=room)
    return Pair(club, here, there)
