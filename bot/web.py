"""The one web server, for ROADMATE_HTTP: health, and the routes that platforms contribute.

Safe by default, for the same browser visits other sites too: only known host names, no foreign origin, no
cookies, nothing from elsewhere in a page. A route that changes something checks its own token.
"""

import errno
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LONGEST_BODY = 8 * 1024 * 1024
PATIENCE = 5.0
"""Seconds that requests under way are given when the server stops."""

_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class CannotListen(Exception):
    """The address cannot be used. `busy` is true when another program listens there."""

    def __init__(self, host: str, port: int, *, busy: bool) -> None:
        super().__init__(f"{host}, port {port}")
        self.host = host
        self.port = port
        self.busy = busy


@dataclass(frozen=True, slots=True)
class Health:
    """How the program is; `facts` go into the JSON as they are."""

    is_well: bool
    facts: Mapping[str, object]


@asynccontextmanager
async def serve(
    host: str,
    port: int,
    routes: Iterable[web.RouteDef],
    health: Callable[[], Awaitable[Health]],
    *,
    names: Collection[str] = (),
    before_stop: Callable[[], Awaitable[None]] | None = None,
) -> AsyncIterator[int]:
    """Serve as long as the context lasts; gives the port, which is chosen freely for 0.

    `names` are host names to answer to besides the loopback's and `host`. `before_stop` ends what would
    otherwise go on for ever, such as streams. Raises CannotListen.
    """
    runner = web.AppRunner(
        _application(host, routes, health, names), access_log=None, shutdown_timeout=PATIENCE
    )
    await runner.setup()
    try:
        yield await _listen(runner, host, port)
    finally:
        if before_stop is not None:
            await before_stop()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> int:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise CannotListen(host, port, busy=error.errno == errno.EADDRINUSE) from error
    return int(runner.addresses[0][1])


def _application(
    host: str,
    routes: Iterable[web.RouteDef],
    health: Callable[[], Awaitable[Health]],
    names: Collection[str],
) -> web.Application:
    async def healthz(_request: web.Request) -> web.Response:
        state = await health()
        return web.json_response({"ok": state.is_well, **state.facts}, status=200 if state.is_well else 503)

    known = {host.casefold(), "localhost", *(name.casefold() for name in names)}
    application = web.Application(middlewares=[_guard(known)], client_max_size=LONGEST_BODY)
    application.add_routes([web.get("/healthz", healthz), *routes])
    application.on_response_prepare.append(_secure)
    return application


async def _secure(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "roadmate"
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)


def _guard(known: Collection[str]) -> Middleware:
    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_known(_name(request.host), known):
            raise web.HTTPMisdirectedRequest(text="This name is not known here.\n")
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            raise web.HTTPForbidden(text="Not from here.\n")
        return await handler(request)

    return guard


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_known(name: str, known: Collection[str]) -> bool:
    """Whether a Host header names this machine; a foreign name that leads here does not (DNS rebinding)."""
    if name.casefold() in known:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
