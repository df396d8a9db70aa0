"""The web server answers who should be answered, and says what is wrong when it cannot listen."""

from collections.abc import AsyncIterator
from http import HTTPStatus

import aiohttp
import pytest
from aiohttp import web

from bot.web import CannotListen, Health, serve

pytestmark = pytest.mark.loopback


async def echo(request: web.Request) -> web.Response:
    return web.Response(text=await request.text())


async def well() -> Health:
    return Health(is_well=True, facts={"posts": 3})


ROUTES = [web.get("/", echo), web.post("/", echo)]


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serve("127.0.0.1", 0, ROUTES, well, names=["bot.example.org"]) as served:
        yield served


async def status(port: int, method: str = "GET", **headers: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"http://127.0.0.1:{port}/", headers=headers) as answer,
    ):
        return answer.status


async def test_health_is_told_as_json(port: int) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        assert (answer.status, await answer.json()) == (HTTPStatus.OK, {"ok": True, "posts": 3})


async def test_a_sick_program_says_so() -> None:
    async def sick() -> Health:
        return Health(is_well=False, facts={"late_seconds": 90})

    async with (
        serve("127.0.0.1", 0, [], sick) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/healthz") as answer,
    ):
        assert (answer.status, await answer.json()) == (503, {"ok": False, "late_seconds": 90})


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765", "bot.example.org"]
)
async def test_known_names_are_answered(port: int, host: str) -> None:
    assert await status(port, Host=host) == HTTPStatus.OK


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8765", "192.168.1.5", "[::", ""])
async def test_a_foreign_name_that_leads_here_is_refused(port: int, host: str) -> None:
    assert await status(port, Host=host) in (HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.BAD_REQUEST)


async def test_only_the_own_origin_may_send(port: int) -> None:
    own = f"http://127.0.0.1:{port}"
    assert await status(port, "POST", Origin=own) == HTTPStatus.OK
    assert await status(port, "POST") == HTTPStatus.OK
    for foreign in (
        "http://evil.example",
        "null",
        "http://[::",
        f"http://localhost:{port}",
        f"http://127.0.0.1:{port + 1}",
    ):
        assert await status(port, "POST", Origin=foreign) == HTTPStatus.FORBIDDEN


async def test_every_answer_is_fenced(port: int) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/healthz", "/nowhere"):
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "Set-Cookie" not in answer.headers


async def test_a_busy_port_is_named(port: int) -> None:
    with pytest.raises(CannotListen) as refused:
        async with serve("127.0.0.1", port, [], well):
            pass
    assert (refused.value.host, refused.value.port, refused.value.busy) == ("127.0.0.1", port, True)


async def test_an_address_that_is_not_ours_is_not_called_busy() -> None:
    with pytest.raises(CannotListen) as refused:
        async with serve("192.0.2.1", 0, [], well):
            pass
    assert not refused.value.busy


async def test_what_goes_on_for_ever_is_ended_first() -> None:
    told: list[str] = []

    async def hang_up() -> None:
        told.append("stop")

    async with serve("127.0.0.1", 0, ROUTES, well, before_stop=hang_up):
        assert told == []
    assert told == ["stop"]
