"""One printed line for each step of a story; a step that fails does not end it."""

import time as stopwatch
import traceback
from collections.abc import Awaitable, Callable


class Steps:
    """Tries steps, and counts those that fell short."""

    def __init__(self) -> None:
        self.held = 0
        self.short: list[str] = []

    async def step(self, what: str, act: Callable[[], Awaitable[object]]) -> None:
        """One step; what it raises is told, and the next step is taken all the same."""
        begun = stopwatch.monotonic()
        try:
            await act()
        except Exception as error:  # noqa: BLE001 - whatever went wrong is what this is about
            self.short.append(what)
            where = traceback.extract_tb(error.__traceback__)
            lines = [f"{frame.name}:{frame.lineno}" for frame in where if "acceptance" in frame.filename]
            self._tell("SHORT", what, f"{type(error).__name__} {error} ({' > '.join(lines[1:])})"[:600])
        else:
            self.held += 1
            self._tell("holds", what, f"{stopwatch.monotonic() - begun:.1f} s")

    def summary(self) -> str:
        """The last line."""
        short = f"; short: {'; '.join(self.short)}" if self.short else ""
        return f"{self.held} of {self.held + len(self.short)} steps hold{short}"

    def _tell(self, how: str, what: str, more: str) -> None:
        print(f"{how}  {what}  ({more})", flush=True)  # noqa: T201 - one line a step
