"""A server on Discord with its people, a program that can be restarted, and a clock."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.acceptance.discord_stage import WHISPERED, settings, staged
from tests.acceptance.real_process import MovableClock, RealProcess, program
from tests.benchmarks.discord_stage import Stage

Json = dict[str, Any]

SUNDAY = datetime(2027, 1, 3, 11, tzinfo=UTC)
MONDAY = datetime(2027, 1, 4, 8, tzinfo=UTC)
"""09:00 in Berlin on the first study day."""

ADMIN = "boss"
MEMBERS = ("ada", "bruno", "chiara")
NOTICED = timedelta(seconds=15)
_MORNING = {"time": "09:00", "zone": "Europe/Berlin"}
_PATIENCE = 90
_LOOK_AGAIN = 0.2
_NOTICED = 1.2


class Falls(Exception):
    """Something does not hold."""


def holds(claim: object, what: object) -> None:
    """Raises Falls, with what was seen instead, unless the claim is true."""
    if not claim:
        raise Falls(str(what)[:1_500])


class Town:
    """The guild `Study` with three rooms, an admin and three members."""

    def __init__(self, stage: Stage, clock: MovableClock, bot: RealProcess, directory: Path) -> None:
        self.stage = stage
        self.clock = clock
        self.bot = bot
        self.directory = directory
        self.rooms: dict[str, str] = {}
        self.waited: list[float] = []

    async def furnish(self) -> None:
        """Makes the rooms and the people."""
        made = await self.stage.ask("add_guild", name="Study", channels=["general", "hall", "den"])
        self.rooms = made["channels"]
        forum = await self.stage.ask("add_forum", guild="Study", name="days")
        self.rooms["days"] = forum["id"]
        for name in (ADMIN, *MEMBERS):
            await self.stage.ask("add_user", name=name)
            rights = ["manage_guild"] if name == ADMIN else []
            await self.stage.ask("add_member", guild="Study", user=name, permissions=rights)

    async def say(self, user: str, command: str, room: str = "general", **options: Any) -> Json:  # noqa: ANN401
        """The answer to a command, which only its speaker sees."""
        return _whispered(await self.ask("invoke", user=user, channel=room, command=command, options=options))

    async def press(self, user: str, message: Json, label: str) -> Json:
        """The answer to a press, which only who pressed sees."""
        return _whispered(await self.ask("click", user=user, message=message["id"], label=label))

    async def fill(self, opened: Json, **values: Any) -> Json:  # noqa: ANN401 - JSON
        """The answer to a form."""
        return _whispered(await self.ask("submit_modal", interaction=opened["interaction_id"], values=values))

    async def ask(self, what: str, **arguments: Any) -> Json:  # noqa: ANN401 - JSON
        """What somebody does, answered in time."""
        answer: Json = await self.stage.ask(what, timeout=_PATIENCE, **arguments)
        holds(answer["status"] == "ok" and not answer["loading"], (what, arguments, answer))
        self.waited.append(answer["ack_ms"])
        return answer

    async def ready(self, sessions: int = 1) -> None:
        """Returns when the bot is connected and its commands are known."""
        await self.stage.ask("wait_ready", sessions=sessions, commands=1, timeout=_PATIENCE)

    async def move_to(self, at: datetime) -> None:
        """Another time begins: the program ends in order, and is started at that time."""
        self._ended()
        self.clock.move_to(at)
        await asyncio.sleep(_NOTICED)
        self.bot.start()
        await self.ready()

    async def posts(self, room: str, *, says: str = "Done") -> list[Json]:
        """The bot's public messages in a room that have a button of this caption, oldest first."""
        found = await self.stage.ask("messages", channel=room, user=ADMIN)
        return [
            each
            for each in found
            if not each["flags"] & WHISPERED
            and any(says == widget.get("label") for widget in each["widgets"])
        ]

    async def posted(self, room: str, count: int) -> Json:
        """The newest post of a room, once there are so many."""
        return (await self.until(lambda: self._as_many(room, count), f"{count} posts in {room}"))[-1]

    async def until(self, found: Callable[[], Awaitable[Any]], what: str, seconds: float = _PATIENCE) -> Any:  # noqa: ANN401
        """What is found, as soon as it is anything; Falls if it does not come."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + seconds
        while loop.time() < latest:
            if outcome := await found():
                return outcome
            await asyncio.sleep(_LOOK_AGAIN)
        message = f"{what}: did not come. {self.bot.said[-1_500:]}"
        raise Falls(message)

    async def told(self, user: str, text: str) -> Json:
        """What somebody was told in private, once it is there."""

        async def look() -> Json | None:
            found = await self.stage.ask("messages", channel="dm", user=user)
            return next((each for each in found if text in each["text"]), None)

        seen: Json = await self.until(look, f"a private message about {text}")
        return seen

    async def study(self, name: str, room: str = "general", where: str = "", **wishes: str) -> None:
        """Makes and starts a cohort."""
        given = {
            "curriculum": "py-backend-20d",
            "start": "2027-01-04",
            "time": "09:00",
            "zone": "Europe/Berlin",
        }
        wishes = {**given, **wishes, **({"channel": where} if where else {})}
        made = await self.say(ADMIN, "cohort create", room, name=name, **wishes)
        started = await self.press(ADMIN, made["message"], "Start")
        holds(name in started["message"]["text"], started["message"]["text"])

    async def restart(self, sessions: int = 1, **extra: str) -> None:
        """Ends the program in order and starts it again."""
        self._ended()
        self.bot.start(**extra)
        await self.ready(sessions)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        with closing(sqlite3.connect(f"file:{self.directory}/roadmate.db?mode=ro", uri=True)) as study:
            return list(study.execute(query))

    def _ended(self) -> None:
        code = self.bot.stop()
        holds(code == 0, f"it ended with {code}: {self.bot.said[-1_500:]}")

    async def _as_many(self, room: str, count: int) -> list[Json] | None:
        found = await self.posts(room)
        return found if len(found) >= count else None


def text_of(answer: Json) -> str:
    """What an answer says."""
    return str(answer["message"]["text"])


def _whispered(answer: Json) -> Json:
    holds(answer["modal"] or answer["ephemeral"], answer)
    return answer


@asynccontextmanager
async def town(directory: Path, deadline: float) -> AsyncIterator[Town]:
    """The server, and the program in it; an answer that is later than the deadline (seconds) is none."""
    clock = MovableClock(directory, SUNDAY)
    flags = ("--identify-interval", "0.2", "--ack-deadline", str(deadline))
    async with staged(directory, clock, *flags) as stage:
        data = directory / "data"
        bot = program(data, **settings(stage, clock))
        built = Town(stage, clock, bot, data)
        await built.furnish()
        bot.start()
        try:
            await built.ready()
            yield built
        finally:
            bot.kill()
