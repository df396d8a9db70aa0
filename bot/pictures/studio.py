"""Where pictures are drawn: one thread beside the event loop, one picture after the other."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.pictures.ink import on_dark


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as two PNG files: for a light room and for a dark one."""

    light: bytes
    dark: bytes


class Studio:
    """Draws off the event loop. Fonts are not made for several threads, so there is one."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    async def drawn(self, draw: Callable[[], bytes]) -> Drawn:
        """What `draw` makes, for both rooms."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _both, draw)


def _both(draw: Callable[[], bytes]) -> Drawn:
    light = draw()
    return Drawn(light, on_dark(light))
