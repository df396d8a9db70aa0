"""Members who check in, and somebody who moves the clock, whenever the program lives.

The crowd outlives every run of the program and remembers what it tried and what was answered.
"""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import aiohttp

MEMBERS = ("ada", "bruno", "chiara", "devika", "zoe", "misha")
_AGAIN = 0.1
_STEPS = {"next_post": 0.6, "day": 0.25, "hour": 0.15}
_ANSWERS_BEFORE_A_MOVE = 2
_LAST_ANSWERS = 0.2


@dataclass(frozen=True, slots=True)
class Post:
    """A daily post with its Done button."""

    room: str
    cohort: int
    day: date
    token: str

    @property
    def slot(self) -> tuple[str, int, str]:
        """Room, cohort and study date, as the books have them."""
        return self.room, self.cohort, self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check-in that somebody tried; `number` stands in what they said."""

    number: int
    member: str
    cohort: int
    day: date
    noted: bool


class Door(Protocol):
    """The way to one run of the program. Raises aiohttp.ClientError when that has ended."""

    def messages(self, last: int) -> AsyncIterator[Mapping[str, Any]]:
        """Every message after the id `last` that stands in the rooms, as it comes."""

    async def check_in(self, post: Post, attempt: Attempt) -> None:
        """Tries it; on return it is answered."""


class MovableDoor(Door, Protocol):
    """One by which the clock is moved, too."""

    async def move(self, step: str) -> None:
        """Move the clock; on return all that fell due on the way is done."""


class Crowd:
    """Everybody who uses the program. `fresh` is how many of the newest posts they look at."""

    def __init__(self, chance: random.Random, fresh: int) -> None:
        self.attempts: list[Attempt] = []
        self.answered: set[int] = set()
        self.surprises: list[str] = []
        self._chance = chance
        self._posts: deque[Post] = deque(maxlen=fresh)
        self._last = 0
        self._done: set[tuple[str, int, date]] = set()
        self._news = asyncio.Event()

    async def live(
        self, door: Door, end: Coroutine[Any, Any, object], *beside: Coroutine[Any, Any, None]
    ) -> None:
        """Use it until the end, whatever happens; the requests under way are left to their fate."""
        self._news = asyncio.Event()
        people = [self._check_in(door, member) for member in MEMBERS]
        self._tasks = [asyncio.create_task(each) for each in (end, self._listen(door), *people, *beside)]
        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def go_home(self) -> None:
        """The program is gone: hear the answers on their way, and note what was not to be expected."""
        await asyncio.wait(self._tasks, timeout=_LAST_ANSWERS, return_when=asyncio.FIRST_EXCEPTION)
        for task in self._tasks:
            task.cancel()
        for outcome in await asyncio.gather(*self._tasks, return_exceptions=True):
            is_gone = isinstance(outcome, aiohttp.ClientConnectionError | aiohttp.ClientPayloadError)
            if isinstance(outcome, Exception) and not is_gone:
                self.surprises.append(repr(outcome))

    async def _listen(self, door: Door) -> None:
        async for message in door.messages(self._last):
            self._last = message["id"]
            done = [button["token"] for button in message["buttons"] if button["label"] == "Done"]
            if done and not message["asker"]:
                self._posts.append(post_of(message["room"], done[0]))
                self._ring()

    async def move(self, door: MovableDoor) -> None:
        """Moves the clock, on and on."""
        while True:
            await door.move(*self._chance.choices(list(_STEPS), list(_STEPS.values())))
            enough = len(self.answered) + _ANSWERS_BEFORE_A_MOVE
            while len(self.answered) < enough and self._is_anything_left():
                await self._news.wait()

    async def _check_in(self, door: Door, member: str) -> None:
        while True:
            post = self._choice(member)
            if post is None:
                await self._news.wait()
                continue
            attempt = self._attempt(member, post)
            await door.check_in(post, attempt)
            self.answered.add(attempt.number)
            self._done.add((member, post.cohort, post.day))
            self._ring()

    def _attempt(self, member: str, post: Post) -> Attempt:
        noted = self._chance.random() < 1 / 2
        attempt = Attempt(len(self.attempts), member, post.cohort, post.day, noted)
        self.attempts.append(attempt)
        return attempt

    def _choice(self, member: str) -> Post | None:
        """A post that the member has not answered, or once in a while one that they have."""
        if self._posts and self._chance.random() < _AGAIN:
            return self._chance.choice(self._posts)
        return next(iter(self._left(member)), None)

    def _is_anything_left(self) -> bool:
        return any(self._left(member) for member in MEMBERS)

    def _left(self, member: str) -> Sequence[Post]:
        return [post for post in self._posts if (member, post.cohort, post.day) not in self._done]

    def _ring(self) -> None:
        """Whoever waits looks again."""
        rung, self._news = self._news, asyncio.Event()
        rung.set()


def post_of(room: str, token: str) -> Post:
    """What a post's Done button binds; the names of `/checkin`'s arguments are its first figure."""
    bound = {part[0]: part[1:] for part in token.split("|")[1:-1]}
    return Post(room, int(bound["0"]), datetime.strptime(bound["1"], "%Y%m%d").date(), token)  # noqa: DTZ007 - a date
