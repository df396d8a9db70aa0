"""What a fake platform has got of the daily posts, and who waits for an answer there."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.kill.crowd import post_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Posted:
    """A daily post as it stands in a room. `at` is by the stopwatch; `unheard`: its sender got no answer."""

    room: str
    message: str
    cohort: int
    day: date
    token: str
    at: float
    unheard: bool

    @property
    def slot(self) -> tuple[int, date]:
        """Which post it is."""
        return self.cohort, self.day


@dataclass(slots=True)
class Noticeboard:
    """All posts, and the rooms that were shut, with what was asked of each of them since then."""

    posts: list[Posted] = field(default_factory=list)
    shut: dict[str, list[str]] = field(default_factory=dict)

    def add(self, room: str, message: str, tokens: Iterable[str], at: float, *, unheard: bool) -> None:
        """Notes a message, if it is a daily post: one with a key that binds a cohort and a day."""
        for token in tokens:
            try:
                post = post_of(room, token)
            except (KeyError, ValueError):
                continue
            self.posts.append(Posted(room, message, post.cohort, post.day, token, at, unheard))
            return


class Presses:
    """Somebody presses and waits: what they are told, by whatever the platform calls the press."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[str]] = {}

    async def told(self, press: str, within: float) -> str:
        """What was answered; empty if nothing was."""
        waiting = self._waiting[press] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                return await waiting
        except TimeoutError:
            return ""
        finally:
            del self._waiting[press]

    def tell(self, press: str, text: str) -> None:
        """Answers it, if somebody still waits and there is something to read."""
        waiting = self._waiting.get(press)
        if text and waiting is not None and not waiting.done():
            waiting.set_result(text)
