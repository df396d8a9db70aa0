"""Seeing a thing through: what must end, once begun, although its caller is cancelled meanwhile."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def completed(ending: Coroutine[Any, Any, None]) -> None:
    """Await `ending` to its end, however often the caller is cancelled; only then pass that on."""
    task = asyncio.create_task(ending, name="see through")
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])  # which, when it is cancelled, lets the task go on
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    task.result()
