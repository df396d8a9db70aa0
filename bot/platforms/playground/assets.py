"""The page itself: a few files of this package, kept in memory, with the token written into the page."""

from collections.abc import Iterable
from importlib.resources import files

from aiohttp import web

_MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_TOKEN_PLACE = "{{ token }}"  # noqa: S105 - where the token goes


class Assets:
    """Serves `/` and `/playground/page/...`."""

    def __init__(self, token: str) -> None:
        page = files(__package__) / "page"
        self._files = {
            entry.name: entry.read_text("utf-8").replace(_TOKEN_PLACE, token) for entry in page.iterdir()
        }

    def routes(self) -> Iterable[web.RouteDef]:
        """The page and what it links to."""
        return web.get("/", self._index), web.get("/playground/page/{name}", self._asset)

    async def _index(self, _request: web.Request) -> web.Response:
        return self._served("index.html")

    async def _asset(self, request: web.Request) -> web.Response:
        return self._served(request.match_info["name"])

    def _served(self, name: str) -> web.Response:
        text = self._files.get(name)
        if text is None:
            raise web.HTTPNotFound
        media_type = _MEDIA_TYPES[name[name.rindex(".") :]]
        headers = {"Cache-Control": "no-store"}
        return web.Response(text=text, content_type=media_type, charset="utf-8", headers=headers)
