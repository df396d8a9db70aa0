"""Posts come at their time on the cohort's own clock, in every zone and where clocks change."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from study_world import BERLIN, MONDAY, World, at

from bot.interface.address import RoomAddress
from bot.services.cohort_settings import Wishes


async def test_cohorts_in_many_zones_are_each_posted_at_nine_on_their_own_clock(world: World) -> None:
    zones = ("Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Pacific/Pago_Pago")
    rooms = {zone: RoomAddress("demo", "club", zone, name=zone) for zone in zones}
    for zone, room in rooms.items():
        await world.cohort(zone, room=room, wishes=Wishes(start=MONDAY, zone=zone))
    announcer = world.announcer()
    posted: dict[str, datetime] = {}
    while len(posted) < len(zones):
        due = await announcer.next_due_at()
        assert due is not None
        world.clock.at = due
        await announcer.run_once()
        for zone in zones:
            if world.platform.rooms[rooms[zone].key]:
                posted.setdefault(zone, due)
    assert list(posted) == list(zones)
    for zone, due in posted.items():
        shown = due.astimezone(ZoneInfo(zone))
        assert (shown.date(), shown.hour, shown.minute) == (MONDAY, 9, 0)


@pytest.mark.parametrize(
    ("zone", "shown", "day", "utc"),
    [
        (BERLIN, "02:30", date(2027, 3, 28), "2027-03-28 01:30"),  # the clock skips it: later by the gap
        (BERLIN, "02:30", date(2027, 10, 31), "2027-10-31 00:30"),  # it comes twice: the earlier
        (BERLIN, "09:00", date(2027, 3, 28), "2027-03-28 07:00"),
        ("America/New_York", "02:30", date(2027, 3, 14), "2027-03-14 07:30"),
        ("Africa/Cairo", "00:00", date(2027, 4, 30), "2027-04-29 22:00"),
        ("Australia/Lord_Howe", "02:00", date(2027, 10, 3), "2027-10-02 15:30"),
    ],
)
async def test_posts_keep_their_time_where_clocks_change(
    world: World, zone: str, shown: str, day: date, utc: str
) -> None:
    wishes = Wishes(
        start=day,
        zone=zone,
        at=time.fromisoformat(shown),
        weekdays=frozenset(range(7)),
    )
    world.clock.at = at(day, "00:00", zone) - timedelta(days=2)
    await world.cohort(wishes=wishes)
    due = await world.announcer().next_due_at()
    assert due is not None
    assert f"{due:%Y-%m-%d %H:%M}" == utc
