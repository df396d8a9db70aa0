"""The cohorts whose posts the kills shall hit: at many times, and always some at the same one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.kill.crowd import MEMBERS
from tests.kill.door import Door

ROOMS = ("night-owls", "projects")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
CURRICULUM = "py-backend-senior-es"  # the longest: it lasts for as many kills as one likes


SAME_MINUTE = 4


@dataclass(frozen=True, slots=True)
class Cohort:
    """One cohort; with its neighbours it posts in two rooms at the same minute."""

    number: int

    @property
    def name(self) -> str:
        """What it is called."""
        return f"Cohort {self.number}"

    @property
    def room(self) -> str:
        """Where it posts."""
        return ROOMS[self.number % len(ROOMS)]

    @property
    def zone(self) -> str:
        """By whose clock it posts."""
        return ZONES[self.number // SAME_MINUTE % len(ZONES)]

    @property
    def time(self) -> str:
        """When it posts."""
        group = self.number // SAME_MINUTE
        return f"{(7 + group * 5) % 24:02}:{group * 7 % 60:02}"


async def make(door: Door, cohorts: int, now: datetime) -> None:
    """Make and start the cohorts, and let every member join each of them, and the one that was there."""
    start = (now + timedelta(days=2)).date().isoformat()
    for cohort in map(Cohort, range(cohorts)):
        await door.say(
            "admin",
            cohort.room,
            f'/cohort create curriculum:{CURRICULUM} name:"{cohort.name}" start:{start} time:{cohort.time}'
            f" zone:{cohort.zone} days:mon,tue,wed,thu,fri,sat,sun language:en",
        )
        await door.say("admin", cohort.room, f'/cohort start cohort:"{cohort.name}"')
        for place, member in enumerate(MEMBERS):
            await _join(door, member, cohort.room, cohort.name, ZONES[place % len(ZONES)])
    await _join(door, "misha", "study-hall", "First steps", "UTC")


async def _join(door: Door, member: str, room: str, name: str, zone: str) -> None:
    await door.say(member, room, f'/join cohort:"{name}" zone:{zone} listed:yes')
