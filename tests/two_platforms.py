"""A cohort whose people are on two platforms: the hall of the one, the square of the other."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from front_door import ADA, ADMIN, BRUNO, HALL, FrontDoor, front_door, words
from study_world import MemoryPlatform

from bot.interface.address import RoomAddress
from bot.interface.reply import Reply, Says
from bot.interface.request import Speaker

SQUARE = RoomAddress("telegram", "-100", "-100", name="square")
AFAR = RoomAddress("telegram", "-200", "-200", name="afar")
ADA_THERE = Speaker("7001", "Ada L.")
MAYOR = Speaker("7002", "Mayor", administers=True)
CHIARA = Speaker("7003", "Chiara")
CODE = re.compile(r"\b[A-Z2-7]{8}\b")


class NamedPlatform(MemoryPlatform):
    """A platform in memory under a name of its own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


@asynccontextmanager
async def two_platforms(directory: Path) -> AsyncIterator[FrontDoor]:
    """It is Monday evening; Ada and Bruno are in Winter, which speaks in the hall."""
    async with front_door(directory) as opened:
        await opened.cohort("Winter", ADA, BRUNO)
        opened.clock.at += timedelta(days=1, hours=7)
        yield opened


def code_in(reply: Reply) -> str:
    found = CODE.search(words(reply))
    assert found is not None, words(reply)
    return found[0]


def button(reply: Reply, label: str) -> Says:
    return next(each for each in reply.buttons if isinstance(each, Says) and each.label == label)


async def pressed(
    door: FrontDoor, who: Speaker, reply: Reply, label: str, place: RoomAddress = HALL
) -> Reply:
    return await door.press(who, door.token(button(reply, label), who, place), place)


async def attach(door: FrontDoor, room: RoomAddress = SQUARE, mayor: Speaker = MAYOR) -> str:
    code = code_in(await door.say(ADMIN, "cohort attach", HALL))
    said = words(await door.say(mayor, "cohort attach", room, code=code))
    assert "speaks here too" in said, said
    return code


async def link(door: FrontDoor) -> Reply:
    """Ada, known in the hall, links her account on the square, and says yes in the hall."""
    code = code_in(await door.say(ADA, "link", HALL))
    assert "Almost done" in words(await door.say(ADA_THERE, "link", SQUARE, code=code))
    return await pressed(door, ADA, await door.say(ADA, "link", HALL), "Yes, that is me")
