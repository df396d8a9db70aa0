"""Our own pace, a little below what Telegram allows: 30 messages a second, one a second in a chat, 20 a
minute in a group (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).

Nobody waits for somebody else's chat, and answers to people come before posts.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from bot.interface.platform import SlowDown

A_SECOND = 29  # 97 % of the limit: what is left is for two messages that come closer together on their way
LONGEST_WAIT = 60.0
_BURST, _BURST_SECONDS = 5, 5.0  # one a second, and a little ahead
_A_MINUTE, _MINUTE = 18, 60.0
_MANY_CHATS = 4_096


@dataclass(slots=True)
class _Chat:
    """What was said in a chat of late, and until when nothing may be."""

    is_group: bool
    said: deque[float] = field(default_factory=lambda: deque(maxlen=_A_MINUTE))
    held_until: float = 0.0

    def ready_at(self) -> float:
        """When the next message may be said."""
        ready = self.held_until
        if len(self.said) >= _BURST:
            ready = max(ready, self.said[-_BURST] + _BURST_SECONDS)
        if self.is_group and len(self.said) == _A_MINUTE:
            ready = max(ready, self.said[0] + _MINUTE)
        return ready


@dataclass(frozen=True, slots=True)
class _Turn:
    chat: _Chat
    taken: asyncio.Future[None]


class Pacer:
    """Gives turns to speak."""

    def __init__(self) -> None:
        self._chats: dict[str, _Chat] = {}
        self._waiting: tuple[deque[_Turn], deque[_Turn]] = (deque(), deque())
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, chat: str, *, for_person: bool = False) -> None:
        """Returns when something may be said in the chat; raises SlowDown when that is not soon."""
        loop = asyncio.get_running_loop()
        known = self._chat(chat, loop.time())
        wait = known.ready_at() - loop.time()
        if wait > LONGEST_WAIT:
            raise SlowDown(timedelta(seconds=wait))
        turn = _Turn(known, loop.create_future())
        self._waiting[0 if for_person else 1].append(turn)
        self._wind(loop)
        await turn.taken

    def hold(self, chat: str, wait: timedelta) -> None:
        """Lets nothing be said in the chat for a while, because Telegram asked for it."""
        now = asyncio.get_running_loop().time()
        self._chat(chat, now).held_until = now + wait.total_seconds()

    def _chat(self, chat: str, now: float) -> _Chat:
        if len(self._chats) > _MANY_CHATS:
            self._chats = {name: each for name, each in self._chats.items() if _matters(each, now)}
        return self._chats.setdefault(chat, _Chat(is_group=chat.startswith("-")))

    def _wind(self, loop: asyncio.AbstractEventLoop, at: float = 0.0) -> None:
        """Wakes at the next turn, or at a later time; a turn that comes in meanwhile may be ready earlier."""
        at = max(self._next, at)
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = loop.call_at(at, self._strike)

    def _strike(self) -> None:
        """Turns keep to a grid, so that a late timer costs no pace; more than one is never made up for."""
        loop = asyncio.get_running_loop()
        self._timer, now = None, loop.time()
        turn = next(self._ready(now), None)
        if turn is not None:
            self._next = max(self._next + 1 / A_SECOND, now)
            turn.chat.said.append(now)
            turn.taken.set_result(None)
            self._wind(loop)
        elif waits := [each.chat.ready_at() for turns in self._waiting for each in turns]:
            self._wind(loop, min(waits))

    def _ready(self, now: float) -> Iterator[_Turn]:
        """The first turn whose chat is ready, taken out of its queue."""
        for turns in self._waiting:
            for place, turn in enumerate(turns):
                if turn.chat.ready_at() <= now or turn.taken.done():
                    del turns[place]
                    if not turn.taken.done():
                        yield turn
                    break


def _matters(chat: _Chat, now: float) -> bool:
    return chat.held_until > now or bool(chat.said and chat.said[-1] > now - _MINUTE)
