"""Telegram's calls to us: believed only with the secret it was told, and kept before they are answered."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from aiohttp import web

from bot.platforms.telegram.kept import Json

_PROOF = "X-Telegram-Bot-Api-Secret-Token"

Hear = Callable[[Sequence[Json]], Awaitable[None]]


class Webhook:
    """Where Telegram calls, `url` as seen from outside; `hear` is set as long as somebody listens."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        self.secret = secret
        self.hear: Hear | None = None

    def routes(self) -> Sequence[web.RouteDef]:
        """What the web server must serve."""
        return [web.post(urlsplit(self.url).path or "/", self._called)]

    async def _called(self, request: web.Request) -> web.Response:
        shown = request.headers.get(_PROOF, "")
        if not hmac.compare_digest(shown.encode(errors="replace"), self.secret.encode()):
            raise web.HTTPForbidden
        if self.hear is None:
            raise web.HTTPServiceUnavailable  # Telegram calls again
        body = await _body(request)
        await self.hear([body])
        return web.Response()


async def _body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("update_id"), int):
        raise web.HTTPBadRequest
    return body
