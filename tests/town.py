"""A town whose days are told: the whole program behind the playground, its people, and a clock to move.

Nothing is faked but the time. Clock times are those of the town's zone; an answer is its text on one line.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hand_clock import HandClock

from bot.interface.reply import Board, Card, Plain, Reply, Sheet, Strong
from bot.platforms.playground import text, world
from bot.platforms.playground.form import Answer
from bot.playhouse import Playhouse, playhouse
from tests.canaries import CANARY

BERLIN = "Europe/Berlin"
HALL = "study-hall"
_FIGURES = re.compile(r"Streak (\d+) .*Longest (\d+) \w+(?:.*Freezes left (\d+))?")
_DIGEST = ": the week of "
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Post:
    """What the bot said by itself in a room: when, in UTC and on the town's clock, and what."""

    instant: datetime
    local: str
    title: str
    words: str
    labels: tuple[str, ...]


@dataclass(slots=True)
class Town:
    """One evening, one person at a time."""

    house: Playhouse
    zone: str
    answers: dict[str, Reply] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.house.timepiece.now()

    async def say(self, who: str, line: str, room: str = HALL) -> str:
        """Somebody says a line; the answer, or the labels of what is asked first."""
        return self._heard(who, await self.house.playground.say(who, line, room=room))

    async def press(
        self, who: str, label: str, answers: Mapping[str, Answer] | None = None, room: str | None = None
    ) -> str:
        """Somebody presses the newest button with that label, and answers what it asks."""
        reply = await self.house.playground.press(who, label, room=room)
        return self._heard(who, reply) if answers is None else await self.fill_in(who, answers)

    async def fill_in(self, who: str, answers: Mapping[str, Answer]) -> str:
        """Somebody answers the form in front of them."""
        return self._heard(who, await self.house.playground.submit(who, answers))

    async def cohort(self, name: str = "Winter", *members: str, room: str = HALL, **settings: str) -> None:
        """Admin makes a cohort that begins on Monday at nine, unless told otherwise, and people join."""
        wished = {"curriculum": "py-backend-20d", "zone": self.zone, "start": "mon", "time": "09:00"}
        words = " ".join(f"{key}:{value}" for key, value in (wished | settings).items())
        await self.say("Admin", f"/cohort create name:{name} {words}", room)
        assert f"{name} runs" in await self.say("Admin", f"/cohort start {name}", room)
        for member in members:
            joined = await self.say(member, f"/join cohort:{name} listed:yes", room)
            assert "You are in" in joined or "Good to see you" in joined, joined

    async def forward(self, **by: float) -> None:
        """Time goes by, and what falls due in it is done."""
        await self.house.timepiece.forward(timedelta(**by))

    async def at(self, when: str) -> None:
        """Moves on to the next time the town's clock shows `Tue 20:00`, `20:00` or `2027-03-28 03:10`."""
        day, _, shown = when.rpartition(" ")
        now = self.now.astimezone(ZoneInfo(self.zone))
        if "-" in day:
            wanted = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(self.zone))
        else:
            hour, minute = shown.split(":")
            wanted = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0, fold=0)
            while wanted.astimezone(UTC) < self.now or (day and _DAYS[wanted.weekday()] != day):
                wanted += timedelta(days=1)
        assert wanted.astimezone(UTC) >= self.now, f"{when} is over"
        await self.house.timepiece.forward(wanted.astimezone(UTC) - self.now)

    async def done(self, *days: str, who: Sequence[str] = ("Ada",)) -> None:
        """On each of these days, at eight in the evening, these people press Done."""
        for day in days:
            await self.at(f"{day} 20:00")
            for member in who:
                assert "counted" in await self.press(member, "Done")

    async def streak(self, who: str, cohort: str = "") -> tuple[int, ...]:
        """The current and the longest streak, and the freezes left where there are freezes."""
        answer = await self.say(who, f"/streak {cohort}")
        found = _FIGURES.search(answer)
        assert found is not None, answer
        return tuple(int(figure) for figure in found.groups() if figure is not None)

    async def why(self, who: str, cohort: str = "") -> dict[str, str]:
        """What each study day counts as, by its number: `{"1": "done", "2": "frozen"}`, all pages."""
        await self.say(who, f"/why {cohort}")
        marks: dict[str, str] = {}
        while True:
            board = self.answers[who].blocks[0]
            assert isinstance(board, Board)
            for row in board.rows:
                words = "".join(span.text for span in row.text if isinstance(span, Plain | Strong))
                if number := re.match(r"Day (\d+)", words):
                    marks[number[1]] = row.mark
            if board.page == board.pages:
                return dict(sorted(marks.items(), key=lambda day: int(day[0])))
            await self.press(who, "Older")

    async def posts(self, room: str = HALL, *, digests: bool = False) -> list[Post]:
        """Everything that the bot has said by itself in a room, oldest first: the digests, or all others."""
        found = [
            Post(
                message.at,
                f"{message.at.astimezone(ZoneInfo(self.zone)):%a %d %b %H:%M}",
                message.blocks[0].title if isinstance(message.blocks[0], Card | Board) else "",
                _one_line(text.of_message(message, self.zone)),
                tuple(button.label for button in message.buttons),
            )
            for message in await self.house.playground.messages(room)
            if not message.asker and not message.author
        ]
        return [post for post in found if (_DIGEST in post.title) is digests]

    async def last_post(self, room: str = HALL) -> Post:
        """The newest of them."""
        return (await self.posts(room))[-1]

    def labels(self, who: str) -> list[str]:
        """The buttons under somebody's last answer."""
        return [button.label for button in self.answers[who].buttons]

    def file(self, who: str) -> Sheet:
        """The file in somebody's last answer."""
        sheet = self.answers[who].blocks[0]
        assert isinstance(sheet, Sheet)
        return sheet

    async def look_after_things(self) -> None:
        """What the program does every so often by itself, once."""
        for chore in self.house.core.chores():
            await chore.work()

    def _heard(self, who: str, reply: Reply) -> str:
        self.answers[who] = reply
        if asked := self.house.playground.asked(who):
            return f"asks for {', '.join(field.name for field in asked.fields)}"
        return _one_line(text.of_reply(reply, self.zone, self.now)).removeprefix(text.ONLY_YOU).strip()


@asynccontextmanager
async def town(
    directory: Path,
    start: str | HandClock = "2027-01-03 12:00",
    zone: str = BERLIN,
    secret: str = f"{CANARY}: the secret of the town's buttons",
) -> AsyncIterator[Town]:
    """The town on a directory; opened again with the same clock, it goes on where it was."""
    clock = HandClock(local(start, zone)) if isinstance(start, str) else start
    _share_what_is_read(directory)
    url = f"sqlite+aiosqlite:///{directory}/roadmate.db"
    async with playhouse(directory, url, secret, clock) as house:
        yield Town(house, zone)


def _share_what_is_read(directory: Path) -> None:
    """The roadmaps are read from YAML once for all towns of a run, which saves most of a story's time."""
    shared, cache = directory.parent / "curricula", directory / "cache"
    shared.mkdir(exist_ok=True)
    if not cache.exists():
        cache.symlink_to(shared, target_is_directory=True)


def local(shown: str, zone: str = BERLIN) -> datetime:
    """The instant at which the clocks of a zone show that date and time."""
    return datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def name_of(member: str) -> str:
    """How the playground knows somebody."""
    return world.member(member).id


def _one_line(words: str) -> str:
    return " ".join(words.split())
