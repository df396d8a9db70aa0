"""A server on this machine that stands for a platform, and what can go wrong between it and the program."""

import asyncio
import json
import time as stopwatch
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aiohttp import web

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Fault = Callable[["Wire", web.Request, Handler], Awaitable[web.StreamResponse]]
"""Answers a request in the handler's place, or spoils what that answers."""

UNHEARD = web.RequestKey("unheard", bool)
"""Set where the answer to a request may not reach whoever asked."""

_COUNTED = frozenset({401, 403, 429})


class Platform(Protocol):
    """What a fault has to know of the platform behind the wire."""

    def too_fast(self, seconds: float, *, everywhere: bool) -> web.Response:
        """An answer that asks to wait."""


class Wire:
    """Hands requests on to a platform, unless a `fault` is in the way; counts those that hit something."""

    def __init__(self, platform: Platform, routes: list[web.RouteDef]) -> None:
        self.platform = platform
        self.fault: Fault | None = None
        self.hits: dict[str, int] = {}
        self.refused = 0
        self._application = web.Application(middlewares=[self._spoil], client_max_size=2**24)
        self._application.add_routes(routes)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        """Its address, for as long as the block lasts."""
        runner = web.AppRunner(self._application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    @web.middleware
    async def _spoil(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        await request.read()  # before whoever asked is gone
        fault = None if "Upgrade" in request.headers else self.fault
        if fault is None:
            answer = await handler(request)
        else:
            self.hits[fault.__name__] = self.hits.get(fault.__name__, 0) + 1
            answer = await fault(self, request, handler)
        self.refused += answer.status in _COUNTED
        return answer


def json_answer(body: object, status: int = 200, **headers: str) -> web.Response:
    """JSON as Discord sends it: of the plain type, which is the only one that discord.py reads."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(
        body=json.dumps(body).encode(), status=status, content_type="application/json", headers=named
    )


def slow_down(seconds: float, *, everywhere: bool = False) -> Fault:
    """An answer that asks to wait for so long, of this request or of all."""

    async def fault(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
        return wire.platform.too_fast(seconds, everywhere=everywhere)

    fault.__name__ = f"429, {seconds:g} s" + (", global" if everywhere else "")
    return fault


def broken(status: int, *, html: bool = False) -> Fault:
    """An answer as a proxy gives it before a platform that is down."""

    async def fault(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
        if html:
            return web.Response(
                status=status, text="<html><h1>Bad Gateway</h1></html>", content_type="text/html"
            )
        return json_answer({"message": f"{status}: trouble", "code": 0}, status)

    fault.__name__ = f"{status}" + (" as HTML" if html else "")
    return fault


async def broken_after(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
    """It has happened, and a proxy says that it has not."""
    request[UNHEARD] = True
    await handler(request)
    return json_answer({"message": "502: trouble", "code": 0}, 502)


async def reset_before(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
    """The connection is lost, and nothing has happened."""
    return _cut(request)


async def reset_after(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
    """It has happened, and the answer is lost."""
    request[UNHEARD] = True
    await handler(request)
    return _cut(request)


def answered_after(seconds: float) -> Fault:
    """It has happened, and the answer takes so long that nobody may wait for it any more."""

    async def fault(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
        request[UNHEARD] = True
        answer = await handler(request)
        await asyncio.sleep(seconds)
        return answer

    fault.__name__ = f"answered after {seconds:g} s"
    return fault


def done_after(seconds: float) -> Fault:
    """It happens only after so long; nobody may wait for it any more."""

    async def fault(wire: Wire, request: web.Request, handler: Handler) -> web.StreamResponse:  # noqa: ARG001 - a Fault
        await asyncio.sleep(seconds)
        request[UNHEARD] = True
        return await handler(request)

    fault.__name__ = f"done after {seconds:g} s"
    return fault


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def moment() -> float:
    """Now, by the stopwatch that all processes of this machine share."""
    return stopwatch.monotonic()
