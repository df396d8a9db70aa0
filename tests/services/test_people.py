"""Meeting people, their settings, and their right to their data."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import Conflict
from bot.interface.address import RoomAddress
from bot.interface.request import Request, Said, Speaker
from bot.services.own_data import Kept, OwnDataDesk
from bot.services.people import People, Wishes
from storage.database import Database
from storage.repositories.people import clocks_of
from tests.databases import address

NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)
STUDY_HALL = RoomAddress("playground", "town", "study-hall", name="study-hall")
ADA = Speaker("ada", "Ada")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(address(tmp_path / "people.db"))
    yield opened
    await opened.close()


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


def said(speaker: Speaker = ADA, place: RoomAddress = STUDY_HALL, *, at: datetime = NOON) -> Request:
    return Request(f"event-{at}-{speaker.name}", at, speaker, place, "Town", Said("help", {}))


async def test_somebody_is_one_person_in_every_room(people: People) -> None:
    here = await people.meet(said())
    there = await people.meet(said(place=replace(STUDY_HALL, channel="night-owls", name="night-owls")))
    alone = await people.meet(said(place=RoomAddress("playground", "", "@ada")))
    assert here.person_id == there.person_id == alone.person_id
    assert here.space_id == there.space_id
    assert here.room_id != there.room_id
    assert (alone.space_id, alone.room_id) == (None, None)


async def test_the_same_id_on_another_platform_is_somebody_else(people: People) -> None:
    here = await people.meet(said())
    there = await people.meet(said(place=replace(STUDY_HALL, platform="discord")))
    assert here.person_id != there.person_id


async def test_new_names_of_people_spaces_and_rooms_are_taken_over(people: People) -> None:
    before = await people.meet(said())
    renamed = replace(said(replace(ADA, name="Ada L.")), space_name="City")
    after = await people.meet(renamed)
    assert (after.person_id, after.space_id, after.room_id) == (
        before.person_id,
        before.space_id,
        before.room_id,
    )
    assert after.name == "Ada L."
    assert (await people.settings(after)).name == "Ada L."


async def test_settings_begin_sensibly_and_change_only_where_wished(people: People) -> None:
    ada = await people.meet(said())
    start = await people.settings(ada)
    assert (start.zone, start.rollover, start.reminder, start.listed) == ("", time(3), None, False)
    await people.change_settings(ada, Wishes(zone="Asia/Kolkata", reminder=time(18), listed=True))
    changed = await people.change_settings(ada, Wishes(rollover=time(5)))
    assert (changed.zone, changed.rollover, changed.reminder, changed.listed) == (
        "Asia/Kolkata",
        time(5),
        time(18),
        True,
    )
    assert (await people.change_settings(ada, Wishes(no_reminder=True))).reminder is None


async def test_a_new_zone_is_added_to_the_history_and_never_written_over(
    people: People, database: Database
) -> None:
    ada = await people.meet(said())
    await people.change_settings(ada, Wishes(zone="Europe/Berlin"))
    later = await people.meet(said(at=NOON + timedelta(days=1)))
    await people.change_settings(later, Wishes(zone="America/Los_Angeles"))
    async with database.read() as connection:
        held = [(clock.since, clock.zone) for clock in await clocks_of(connection, ada.person_id)]
    assert held == [(NOON, "Europe/Berlin"), (NOON + timedelta(days=1), "America/Los_Angeles")]
    assert (await people.meet(said())).zone == "America/Los_Angeles"


async def test_all_data_can_be_taken_along(people: People, database: Database) -> None:
    ada = await people.meet(said())
    await people.change_settings(ada, Wishes(zone="Europe/Berlin"))
    data = json.loads(await OwnDataDesk(database, b"key").export(ada))
    assert data["person"][0]["name"] == "Ada"
    assert data["identities"] == [{"platform": "playground", "external_id": "ada", "name": "Ada"}]
    assert data["clocks"][0] == {
        "since": "2027-01-04T12:00:00+00:00",
        "zone": "Europe/Berlin",
        "rollover_minutes": 180,
    }
    assert data["check_ins"] == []


async def test_being_forgotten_leaves_nothing_and_happens_once(people: People, database: Database) -> None:
    desk = OwnDataDesk(database, b"key")
    ada = replace(await people.meet(said()), button="nonce")
    bruno = await people.meet(said(Speaker("bruno", "Bruno")))
    nothing_else = Kept(1, 0, 0, 0, 0, 0, 0, 0, 0)
    assert await desk.kept(ada) == nothing_else
    assert await desk.forget(ada) == nothing_else
    with pytest.raises(Conflict, match="said_twice"):
        await desk.forget(ada)
    with pytest.raises(Conflict, match="button_spent"):
        await desk.forget(replace(ada, event_id="another"))
    assert (await people.meet(said())).person_id != ada.person_id
    assert (await people.settings(bruno)).name == "Bruno"
