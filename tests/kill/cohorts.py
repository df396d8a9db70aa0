"""The cohorts whose posts the kills shall hit: at many times, and always some at the same one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tests.kill.crowd import MEMBERS

ROOMS = ("night-owls", "projects")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
CURRICULUM = "py-backend-senior-es"  # the longest: it lasts for as many kills as one likes


SAME_MINUTE = 4


class Says(Protocol):
    """Wherever lines can be said."""

    async def say(self, member: str, room: str, line: str) -> None:
        """Say a line; on return it is answered."""


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


async def make(door: Says, cohorts: int, now: datetime) -> None:
    """Make and start the cohorts, and let every member join each of them."""
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
            await join(door, member, cohort.room, cohort.name, ZONES[place % len(ZONES)])


async def join(door: Says, member: str, room: str, name: str, zone: str) -> None:
    """Let a member join a cohort."""
    await door.say(member, room, f'/join cohort:"{name}" zone:{zone} listed:yes')
