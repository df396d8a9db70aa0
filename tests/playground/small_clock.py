"""A clock that stands still until it is moved."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@dataclass
class SmallClock:
    """Implements `bot.interface.timepiece.Timepiece`; `posting` is called at each next post."""

    present: datetime = START
    posting: Callable[[], Awaitable[None]] | None = None
    hold: asyncio.Event | None = None
    moves: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.present

    async def forward(self, by: timedelta) -> None:
        if self.hold is not None:
            await self.hold.wait()
        self.moves.append(by)
        self.present += by

    async def to_next_post(self) -> bool:
        if self.posting is None:
            return False
        self.present += timedelta(days=1)
        await self.posting()
        return True
