"""Moves the clock for whoever uses the page, one move at a time."""

from datetime import timedelta
from enum import Enum
from typing import assert_never

from bot.interface.timepiece import Timepiece
from bot.platforms.playground.live import Bell
from bot.platforms.playground.wire import Json


class Step(Enum):
    """How far to move."""

    NEXT_POST = "next_post"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


class AlreadyMoving(Exception):
    """One move at a time."""


class Steering:
    """The clock's buttons."""

    def __init__(self, timepiece: Timepiece, bell: Bell) -> None:
        self._timepiece = timepiece
        self._bell = bell
        self.is_moving = False

    def clock(self) -> Json:
        """The time and whether it is being moved, for the page."""
        return {"now": self._timepiece.now().isoformat(), "moving": self.is_moving}

    async def move(self, step: Step) -> bool:
        """Move by a step, and return when all that fell due on the way is done; False when there is no next
        post. Raises AlreadyMoving.
        """
        if self.is_moving:
            raise AlreadyMoving
        self.is_moving = True
        self._bell.ring()
        try:
            return await self._moved(step)
        finally:
            self.is_moving = False
            self._bell.ring()

    async def _moved(self, step: Step) -> bool:
        match step:
            case Step.NEXT_POST:
                return await self._timepiece.to_next_post()
            case Step.HOUR:
                await self._timepiece.forward(timedelta(hours=1))
            case Step.DAY:
                await self._timepiece.forward(timedelta(days=1))
            case Step.MONTH:
                await self._timepiece.forward(timedelta(days=30))
            case _:
                assert_never(step)
        return True
