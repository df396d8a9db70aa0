"""What the page loads for the member one speaks as: rooms, messages, files, and the live stream."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from urllib.parse import quote

from aiohttp import web

from bot.platforms.playground import world
from bot.platforms.playground.history import History, rooms_of
from bot.platforms.playground.live import Bell
from bot.platforms.playground.message import Kept, message_id
from bot.platforms.playground.stream import Stream, shown
from bot.platforms.playground.wire import Json

MESSAGES_A_PAGE = 60


class Showing:
    """The handlers of GET; `clock` gives the state of the clock, `run` names this start of the server."""

    def __init__(self, history: History, bell: Bell, clock: Callable[[], Json], run: str) -> None:
        self._history = history
        self._clock = clock
        self._run = run
        self._stream = Stream(history, bell, clock, run)

    def routes(self) -> Iterable[web.RouteDef]:
        """Everything that can be read."""
        return (
            web.get("/playground/state", self._state),
            web.get("/playground/earlier", self._earlier),
            web.get("/playground/stream", self._live, allow_head=False),
            web.get(r"/playground/files/{message:\d{1,15}}/{place:\d{1,4}}", self._file),
        )

    async def _state(self, request: web.Request) -> web.Response:
        reader = _reader(request)
        last = await self._history.last()  # first of all: what comes meanwhile comes by the stream, too
        rooms = [await self._room(reader, room) for room in rooms_of(reader)]
        return web.json_response(
            {
                "run": self._run,
                "as": reader.id,
                "last": last,
                "clock": self._clock(),
                "bot": world.BOT_NAME,
                "members": [asdict(member) for member in world.MEMBERS],
                "rooms": rooms,
            }
        )

    async def _room(self, reader: world.Member, room: str) -> Json:
        messages = await self._history.latest(reader, room, MESSAGES_A_PAGE + 1)
        return {**asdict(world.room(room)), **_page(messages)}

    async def _earlier(self, request: web.Request) -> web.Response:
        reader, before = _reader(request), message_id(request.query.get("before", ""))
        if before is None:
            raise web.HTTPBadRequest
        room = request.query.get("room", "")
        return web.json_response(_page(await self._history.latest(reader, room, MESSAGES_A_PAGE + 1, before)))

    async def _live(self, request: web.Request) -> web.StreamResponse:
        return await self._stream.serve(request, _reader(request))

    async def _file(self, request: web.Request) -> web.Response:
        message, place = int(request.match_info["message"]), int(request.match_info["place"])
        found = await self._history.file(message, place, _reader(request))
        if found is None:
            raise web.HTTPNotFound
        if found.block["kind"] == "picture":
            return web.Response(body=found.content, content_type="image/png")
        name = quote(found.block["name"], safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)


def _page(found: list[Kept]) -> Json:
    """One page of messages; one more than a page was looked for, to know whether there are earlier ones."""
    return {
        "messages": [shown(kept) for kept in found[-MESSAGES_A_PAGE:]],
        "earlier": len(found) > MESSAGES_A_PAGE,
    }


def _reader(request: web.Request) -> world.Member:
    try:
        return world.member(request.query.get("as", ""))
    except KeyError as error:
        raise web.HTTPBadRequest from error
