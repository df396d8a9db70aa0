"""Certificates: issued once to who has finished, checked by anyone, gone with the person."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.errors import Conflict, Invalid, NotFound
from bot.services.certificates import Certificates
from bot.services.own_data import OwnDataDesk
from storage.tables.cohorts import cohorts
from storage.tables.study import certificates
from tests.services.cohort_of import CohortOf, cohort_of, day


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path, weeks=1) as club:
        yield club


def desk_of(club: CohortOf, secret: bytes = b"secret") -> Certificates:
    return Certificates(club.database, club.learners, secret)


async def test_who_has_finished_gets_one_and_the_same_again(club: CohortOf) -> None:
    ana, desk = await club.member("Ana"), desk_of(club)
    await club.did(ana, "Mon1-Thu1")
    with pytest.raises(Conflict, match="not_finished"):
        await desk.own(club.says(ana, "Fri1 21:00"), "")
    issued = await desk.own(club.says(ana, "Wed2 12:00"), "")
    said = issued.statement
    assert (said.name, said.curriculum, said.cohort) == ("Ana", "Road", "Winter")
    assert (said.first, said.last, said.counted, said.of) == (day("Mon1"), day("Thu1"), 4, 5)
    assert await desk.own(club.says(ana, "Thu2 12:00"), "") == issued


async def test_anyone_can_check_it_and_a_changed_record_is_not_confirmed(club: CohortOf) -> None:
    ana, desk = await club.member("Ana"), desk_of(club)
    await club.did(ana, "w1")
    issued = await desk.own(club.says(ana, "Wed2 12:00"), "")
    assert (await desk.check(issued.code.lower())).statement == issued.statement
    for asked in (desk.check("B" * 24), desk_of(club, b"other").check(issued.code)):
        with pytest.raises(NotFound, match="no_such_certificate"):
            await asked
    with pytest.raises(Invalid, match="no_code"):
        await desk.check("hello")
    async with club.database.write() as connection:
        await connection.execute(update(certificates).values(name="Bo"))
    with pytest.raises(NotFound, match="no_such_certificate"):
        await desk.check(issued.code)


async def test_it_outlives_the_cohort_and_goes_with_the_person(club: CohortOf) -> None:
    ana, desk = await club.member("Ana"), desk_of(club)
    await club.did(ana, "w1")
    issued = await desk.own(club.says(ana, "Wed2 12:00"), "")
    async with club.database.write() as connection:
        await connection.execute(cohorts.delete())
    assert (await desk.check(issued.code)).statement.cohort == "Winter"
    own = OwnDataDesk(club.database, b"key")
    assert b'"certificates"' in await own.export(ana)
    assert (await own.forget(club.says(ana, "Wed2 13:00"))).certificates == 1
    with pytest.raises(NotFound):
        await desk.check(issued.code)
