"""Requests over a real socket: what is sent, and which losses surely did nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut

from bot.platforms.telegram.transport import Transport, Unsent

pytestmark = pytest.mark.loopback
SENT = {"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}


@pytest.fixture
async def transport() -> AsyncIterator[Transport]:
    opened = Transport()
    await opened.initialize()
    yield opened
    await opened.shutdown()
    await opened.shutdown()


async def test_calls_are_json_and_files_are_forms(transport: Transport) -> None:
    heard: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            heard.append(await request.json())
        else:
            form = await request.post()
            file = form["document"]
            assert isinstance(file, web.FileField)
            heard.append((form["chat_id"], file.filename, file.file.read()))
        return web.json_response(SENT)

    async with TestServer(_application(answer)) as server:
        bot = Bot("1:a", base_url=str(server.make_url("/bot")), request=transport)
        await bot.send_message(7, "Hello")
        await bot.send_document(7, InputFile(b"day\n", filename="a.csv"))
    assert heard == [{"chat_id": 7, "text": "Hello"}, ("7", "a.csv", b"day\n")]


async def test_what_reaches_nobody_is_surely_not_sent(transport: Transport) -> None:
    with pytest.raises(Unsent):
        await transport.do_request(f"http://127.0.0.1:{unused_port()}/", "POST")
    closed = Transport()
    with pytest.raises(Unsent):
        await closed.do_request("http://127.0.0.1:1/", "POST")


async def test_what_is_lost_on_its_way_may_have_arrived(transport: Transport) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with TestServer(_application(hang_up)) as server:
        with pytest.raises(NetworkError) as lost:
            await transport.do_request(str(server.make_url("/bot")), "POST")
    assert not isinstance(lost.value, Unsent)


async def test_an_answer_that_does_not_come_is_not_waited_for_for_ever(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.transport._CONNECTING", 0.05)
    over = asyncio.Event()

    async def never(request: web.Request) -> web.Response:  # noqa: ARG001 - a handler takes it
        await over.wait()
        return web.Response()

    async with TestServer(_application(never)) as server:
        with pytest.raises(TimedOut):
            await transport.do_request(str(server.make_url("/bot")), "POST", read_timeout=0.05)
        over.set()


def _application(handler: object) -> web.Application:
    application = web.Application()
    application.router.add_post("/{path:.*}", handler)  # type: ignore[arg-type]
    return application
