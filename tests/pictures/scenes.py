"""The conversations that the documents show, played for real in a playground under a clock of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.calendar import occurrence
from bot.platforms.playground.form import Answer
from bot.playhouse import Playhouse, playhouse
from tests.canaries import secret
from tests.hand_clock import HandClock

ZONE = "Europe/Berlin"
EVE = datetime(2027, 1, 3, 11, tzinfo=UTC)
HALL = "study-hall"


@dataclass(frozen=True, slots=True)
class View:
    """What a member sees of a room at the end: so many of its newest messages, and words that stand there."""

    member: str
    words: str
    room: str = HALL
    shown: int = 1


class Scene:
    """A cohort that studies from January 4 on, Monday to Friday at nine, in a playground of its own."""

    def __init__(self, house: Playhouse) -> None:
        self.house = house

    async def opens(self, *members: str, roadmap: str = "py-backend-20d") -> None:
        """An admin makes the cohort, and members join it."""
        create = f"/cohort create curriculum:{roadmap} name:Winter start:2027-01-04 time:09:00 zone:{ZONE}"
        await self.says("Admin", f"{create} days:mon,tue,wed,thu,fri")
        await self.says("Admin", "/cohort start Winter")
        for member in members:
            await self.says(member, "/join Winter listed:yes")

    async def comes(self, day: int, shown: str) -> None:
        """It becomes that time of a day in January; everything that falls due meanwhile happens."""
        until = occurrence(date(2027, 1, day), time.fromisoformat(shown), ZONE)
        await self.house.timepiece.forward(until - self.house.timepiece.now())

    async def says(self, member: str, line: str) -> None:
        """Somebody says a line in the cohort's room."""
        await self.house.playground.say(member, line, room=HALL)

    async def presses(self, member: str, label: str, answers: Mapping[str, Answer] | None = None) -> None:
        """Somebody presses the newest button of that name, and answers what it asks."""
        await self.house.playground.press(member, label)
        if answers is not None:
            await self.house.playground.submit(member, answers)

    async def done(self, day: int, *members: str) -> None:
        """Members check in, in the evening of a day."""
        await self.comes(day, "18:00")
        for member in members:
            await self.presses(member, "Done")


async def reminders(scene: Scene) -> View:
    await scene.opens("Ada")
    await scene.says("Ada", "/settings reminder:19:30 plan:dinner")
    await scene.done(4, "Ada")
    await scene.comes(5, "19:30")
    return View("Ada", "Your plan: after dinner I open the topic.", "@ada")


async def digest(scene: Scene) -> View:
    await scene.opens("Ada", "Bruno", "Chiara", "Zoë")
    there = {(4, 5): ("Bruno", "Zoë"), (15, 18, 19): ("Bruno",), (20, 21, 22): ("Zoë",)}
    for day, others in ((day, others) for days, others in there.items() for day in days):
        await scene.done(day, "Ada", "Chiara", *others)
    await scene.comes(24, "18:00")
    return View("Ada", "Welcome back")


async def leaderboard(scene: Scene) -> View:
    await scene.opens("Ada", "Bruno", "Chiara", "Devika", "Zoë")
    await scene.says("Devika", "/settings listed:no")
    for day, others in {4: ("Zoë",), 5: ("Zoë",), 6: ("Bruno", "Devika"), 7: ("Bruno", "Devika")}.items():
        await scene.done(day, "Ada", "Chiara", *others)
    await scene.says("Devika", "/leaderboard")
    return View("Devika", "Only you can see that: you are not on the board.")


async def projects(scene: Scene) -> View:
    await scene.opens("Ada", "Bruno", "Chiara")
    await scene.done(4, "Ada", "Bruno", "Chiara")
    link, note = "https://example.org/ada/report", "Reads the file of sales, prints a table."
    await scene.says("Ada", f'/submit project:CSV link:{link} note:"{note}"')
    await scene.says("Bruno", "/review")
    suggestion = "The names of the columns stand there twice; one constant would do."
    await scene.presses("Bruno", "Review it", {"works": "yes", "clear": "yes", "suggestion": suggestion})
    await scene.says("Ada", "/review")
    return View("Ada", "1 review is still to come.", shown=2)


async def catching_up(scene: Scene) -> View:
    await scene.opens("Bruno")
    for day in (4, 7, 8):
        await scene.done(day, "Bruno")
    await scene.says("Bruno", "/progress")
    await scene.presses("Bruno", "My own plan")
    await scene.comes(11, "10:00")
    await scene.says("Bruno", "/today")
    return View("Bruno", "2 topics to go in your own plan")


async def buddies(scene: Scene) -> View:
    await scene.opens("Ada", "Bruno")
    await scene.says("Ada", "/buddy find")
    await scene.says("Bruno", "/buddy find")
    await scene.presses("Bruno", "Yes, gladly")
    await scene.says("Ada", "/buddy")
    await scene.presses("Ada", "Yes, gladly")
    await scene.done(4, "Ada", "Bruno")
    await scene.done(5, "Ada")
    await scene.done(6, "Ada")
    await scene.comes(7, "10:00")
    return View("Ada", "Bruno has been quiet in Winter for 2 study days", "@ada")


async def recall(scene: Scene) -> View:
    await scene.opens("Ada", roadmap="py-backend-topics")
    await scene.says("Ada", "/settings recall:18:30")
    await scene.done(4, "Ada")
    await scene.done(5, "Ada")
    await scene.comes(5, "18:30")
    await scene.presses("Ada", "Well")
    return View("Ada", "comes back on", "@ada", shown=2)


SCENES: Mapping[str, Callable[[Scene], Awaitable[View]]] = {
    "buddies": buddies,
    "catching-up": catching_up,
    "digest": digest,
    "leaderboard": leaderboard,
    "projects": projects,
    "recall": recall,
    "reminders": reminders,
}


@asynccontextmanager
async def stage() -> AsyncIterator[Scene]:
    """An empty playground, on the Sunday before."""
    with TemporaryDirectory() as directory:
        url = f"sqlite+aiosqlite:///{directory}/scene.db"
        async with playhouse(Path(directory), url, secret("scenes").decode(), HandClock(EVE)) as house:
            await house.core.wake()
            yield Scene(house)
