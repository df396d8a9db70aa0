"""What the page sends for a member: lines, presses, answered forms, half-typed lines, and the clock's steps.

Nothing here decides anything. A request that does not carry the token of the page is HTTP 403.
"""

import hmac
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict

from aiohttp import web

from bot.interface.command import Command
from bot.interface.request import Said
from bot.platforms.playground import incoming
from bot.platforms.playground.completing import Completing
from bot.platforms.playground.conversation import Conversation, Heard
from bot.platforms.playground.steering import AlreadyMoving, Steering

TOKEN_HEADER = "X-Playground-Token"  # noqa: S105 - the name of a header

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Speaking:
    """The handlers of POST."""

    def __init__(
        self,
        conversation: Conversation,
        completing: Completing,
        steering: Steering,
        token: str,
    ) -> None:
        self._conversation = conversation
        self._completing = completing
        self._steering = steering
        self._token = token

    def routes(self) -> Iterable[web.RouteDef]:
        """Everything that can be sent."""
        handlers: dict[str, _Handler] = {
            "say": self._say,
            "press": self._press,
            "submit": self._submit,
            "complete": self._complete,
            "values": self._values,
            "clock": self._move,
        }
        return [web.post(f"/playground/{name}", self._guarded(handler)) for name, handler in handlers.items()]

    def _guarded(self, handler: _Handler) -> _Handler:
        """Refuse what does not come from the page that this server has made."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            given = request.headers.get(TOKEN_HEADER, "")
            if not hmac.compare_digest(given.encode(errors="replace"), self._token.encode()):
                raise web.HTTPForbidden
            try:
                return await handler(request)
            except sqlite3.Error as error:
                raise web.HTTPServiceUnavailable from error

        return guarded

    async def _say(self, request: web.Request) -> web.Response:
        said = await incoming.read(request, incoming.SayIn)
        return _heard(await self._conversation.say(said.speaker, said.place, said.line))

    async def _press(self, request: web.Request) -> web.Response:
        pressed = await incoming.read(request, incoming.PressIn)
        return _heard(
            await self._conversation.press(pressed.speaker, pressed.place, pressed.token, pressed.label)
        )

    async def _submit(self, request: web.Request) -> web.Response:
        sent = await incoming.read(request, incoming.SubmitIn)
        self._command(sent.command)
        return _heard(await self._conversation.submit(sent.speaker, sent.place, sent.questions, sent.given))

    async def _complete(self, request: web.Request) -> web.Response:
        said = await incoming.read(request, incoming.SayIn)
        found = await self._completing.after(said.line, said.speaker, said.place)
        return web.json_response({"suggestions": [asdict(suggestion) for suggestion in found]})

    async def _values(self, request: web.Request) -> web.Response:
        asked = await incoming.read(request, incoming.ValuesIn)
        try:
            parameter = self._command(asked.command).parameter(asked.parameter)
        except KeyError as error:
            raise web.HTTPNotFound from error
        said = Said(asked.command, asked.given)
        found = await self._completing.values(parameter, asked.typed, said, asked.speaker, asked.place)
        return web.json_response({"choices": [asdict(choice) for choice in found]})

    async def _move(self, request: web.Request) -> web.Response:
        wanted = await incoming.read(request, incoming.MoveIn)
        try:
            moved = await self._steering.move(wanted.step)
        except AlreadyMoving as error:
            raise web.HTTPConflict from error
        return web.json_response({"moved": moved, "clock": self._steering.clock()})

    def _command(self, name: str) -> Command:
        try:
            return self._conversation.command(name)
        except KeyError as error:
            raise web.HTTPNotFound from error


def _heard(heard: Heard) -> web.Response:
    return web.json_response({"questions": asdict(heard.questions) if heard.questions else None})
