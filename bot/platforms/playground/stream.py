"""The live stream of one reader: server-sent events, resumed after the last one that arrived.

A stream reads the history itself whenever the bell rings, so that nothing is lost, doubled or out of order.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict

from aiohttp import web

from bot.platforms.playground.history import History
from bot.platforms.playground.live import Bell
from bot.platforms.playground.message import Kept, message_id
from bot.platforms.playground.wire import Json
from bot.platforms.playground.world import Member

HEARTBEAT = 15.0
"""Seconds of silence before a comment is sent, which is how a reader who left is noticed."""

_BATCH = 200


class Stream:
    """One reader's connection; `clock` gives the state of the clock, `run` names this start of the server."""

    def __init__(self, history: History, bell: Bell, clock: Callable[[], Json], run: str) -> None:
        self._history = history
        self._bell = bell
        self._clock = clock
        self._run = run

    async def serve(self, request: web.Request, reader: Member) -> web.StreamResponse:
        """Send until the reader leaves or the server stops."""
        headers = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        try:
            await response.write(b"retry: 1000\n\n" + _event("hello", {"run": self._run}))
            await self._send(response, _start(request), reader)
        except ConnectionError:
            pass  # the reader left; nothing is owed to anybody
        return response

    async def _send(self, response: web.StreamResponse, last: int, reader: Member) -> None:
        was_moving = None
        while not self._bell.is_closed:
            ring = self._bell.next_ring
            batch = await self._history.after(last, reader, _BATCH)
            for kept in batch:
                await response.write(_event("message", shown(kept), kept.id))
                last = kept.id
            clock = self._clock()
            if clock["moving"] != was_moving:
                was_moving = clock["moving"]
                await response.write(_event("clock", clock))
            if len(batch) < _BATCH:
                await _ring_or_heartbeat(ring, response)


def shown(kept: Kept) -> Json:
    """A message for the page."""
    message = asdict(kept)
    body, only_for = message.pop("body"), message.pop("only_for")
    return {**message, **body, "whisper": bool(only_for)}


async def _ring_or_heartbeat(ring: asyncio.Event, response: web.StreamResponse) -> None:
    try:
        await asyncio.wait_for(ring.wait(), HEARTBEAT)
    except TimeoutError:
        await response.write(b": still here\n\n")


def _event(name: str, data: Json, event_id: int | None = None) -> bytes:
    numbered = f"id: {event_id}\n" if event_id is not None else ""
    return f"event: {name}\n{numbered}data: {json.dumps(data)}\n\n".encode()


def _start(request: web.Request) -> int:
    return message_id(request.headers.get("Last-Event-ID") or request.query.get("after", "")) or 0
