"""The page's door over real HTTP: who may send, who sees what, and how a stream goes on."""

import asyncio
import re
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import aiohttp
import pytest
from page_browser import Browser
from small_clock import SmallClock
from small_posts import POST, png
from small_study import SmallStudy

from bot.platforms.playground import world
from bot.platforms.playground.platform import Playground
from bot.web import Health, serve

pytestmark = pytest.mark.loopback
HALL = world.room("study-hall").address


@pytest.fixture
async def browser(playground: Playground) -> AsyncIterator[Browser]:
    async def health() -> Health:
        return Health(is_well=True, facts={})

    async with (
        serve("127.0.0.1", 0, playground.routes(), health, before_stop=playground.hang_up) as port,
        aiohttp.ClientSession() as session,
    ):
        opened = Browser(session, f"http://127.0.0.1:{port}/")
        await opened.open()
        yield opened


def messages(state: Any, room: str = "study-hall") -> list[Any]:  # noqa: ANN401 - any JSON
    return next(each["messages"] for each in state["rooms"] if each["id"] == room)


async def test_the_page_needs_nothing_from_elsewhere(browser: Browser) -> None:
    page = await browser.open()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert addresses
    for address in addresses:
        assert address.startswith(("/playground/page/", "#"))
        if address.startswith("/"):
            async with browser.session.get(browser.address[:-1] + address) as answer:
                assert answer.status == HTTPStatus.OK
    assert "<script>" not in page
    assert "style=" not in page


async def test_every_module_that_a_module_imports_is_served(browser: Browser) -> None:
    seen, todo = set[str](), {"app.js"}
    while todo:
        name = todo.pop()
        seen.add(name)
        async with browser.session.get(f"{browser.address}playground/page/{name}") as answer:
            assert (answer.status, answer.content_type) == (HTTPStatus.OK, "text/javascript")
            todo |= set(re.findall(r'from "\./([a-z]+\.js)"', await answer.text())) - seen
    assert len(seen) > 5


@pytest.mark.parametrize("name", ["nowhere.js", "..%2fworld.py", "%2e%2e/world.py"])
async def test_only_the_page_is_served(browser: Browser, name: str) -> None:
    assert await browser.status(f"page/{name}") == HTTPStatus.NOT_FOUND


async def test_a_newcomer_sees_rooms_members_and_the_post(browser: Browser, playground: Playground) -> None:
    await playground.post(HALL, POST, "day-1")
    state = await browser.get("state?as=ada")
    assert [member["name"] for member in state["members"]] == [member.name for member in world.MEMBERS]
    assert [room["id"] for room in state["rooms"]] == ["study-hall", "night-owls", "projects", "@ada"]
    [post] = messages(state)
    assert [button["label"] for button in post["buttons"]] == ["Done", "Note / proof", "Open"]
    assert state["clock"] == {"now": "2027-01-04T08:00:00+00:00", "moving": False}


@pytest.mark.parametrize("path", ["say", "press", "submit", "complete", "values", "clock"])
@pytest.mark.parametrize("token", ["", "forged", "ünïcode"])
async def test_nothing_is_done_without_the_token(
    browser: Browser, study: SmallStudy, clock: SmallClock, path: str, token: str
) -> None:
    body = {"as": "ada", "room": "study-hall", "line": "/undo", "step": "day"}
    sent = await browser.send(path, body, token.encode().decode("latin-1"))
    assert sent == (HTTPStatus.FORBIDDEN, None)
    assert (study.requests, clock.moves) == ([], [])


async def test_a_line_is_answered_with_a_whisper_that_only_its_member_sees(
    browser: Browser, playground: Playground
) -> None:
    status, heard = await browser.send("say", {"as": "ada", "room": "study-hall", "line": "/checkin read"})
    assert (status, heard) == (HTTPStatus.OK, {"questions": None})
    [whisper] = messages(await browser.get("state?as=ada"))
    assert (whisper["whisper"], whisper["prompt"]) == (True, "/checkin read")
    assert messages(await browser.get("state?as=bruno")) == []
    await playground.post(HALL, POST, "day-1")
    events = await browser.events("as=bruno&after=0", 3)
    assert [data["id"] for name, _, data in events if name == "message"] == [whisper["id"] + 1]


async def test_a_button_asks_and_the_answers_arrive(
    browser: Browser, playground: Playground, study: SmallStudy
) -> None:
    await playground.post(HALL, POST, "day-1")
    [post] = messages(await browser.get("state?as=ada"))
    button = post["buttons"][1]
    where = {"as": "ada", "room": "study-hall"}
    _, heard = await browser.send("press", {**where, "token": button["token"], "label": button["label"]})
    questions = heard["questions"]
    assert [field["kind"] for field in questions["fields"]] == ["text", "count"]
    sent = {name: questions[name] for name in ("command", "token", "bound", "prompt")}
    status, _ = await browser.send("submit", {**where, **sent, "answers": {"note": "read", "minutes": "30"}})
    assert status == HTTPStatus.OK
    assert study.requests[0].intent.answers == {"note": "read", "minutes": 30}  # type: ignore[union-attr]


async def test_a_form_has_a_field_for_every_kind(browser: Browser) -> None:
    line = {"as": "admin", "room": "study-hall", "line": "/cohort create"}
    _, heard = await browser.send("say", line)
    fields = {field["name"]: field for field in heard["questions"]["fields"]}
    assert {name: field["kind"] for name, field in fields.items()} == {
        "curriculum": "pick",
        "name": "line",
        "start": "day",
        "time": "time",
        "zone": "pick",
        "channel": "place",
        "mentor": "person",
        "listed": "yesno",
        "file": "file",
    }
    assert (fields["curriculum"]["searched"], fields["zone"]["searched"]) == (False, True)
    assert fields["curriculum"]["choices"][0] == {
        "value": "py-backend-20d",
        "label": "20 days of Python back end",
    }
    assert (fields["name"]["most"], fields["name"]["required"], fields["zone"]["required"]) == (
        60,
        True,
        False,
    )
    assert fields["channel"]["start"] == "study-hall"


async def test_a_file_travels_in_a_form(browser: Browser, study: SmallStudy) -> None:
    file = {"name": "own.yaml", "media_type": "text/yaml", "content": "dGl0bGU6IHg="}
    body = {
        "as": "admin",
        "room": "study-hall",
        "command": "cohort create",
        "token": "",
        "bound": {},
        "prompt": "/cohort create",
        "answers": {"curriculum": "x", "name": "y", "file": file},
    }
    assert (await browser.send("submit", body))[0] == HTTPStatus.OK
    attachment = study.requests[0].intent.arguments["file"]  # type: ignore[union-attr]
    assert (attachment.name, await attachment.read()) == ("own.yaml", b"title: x")


async def test_a_long_list_is_searched_as_one_types(browser: Browser) -> None:
    body = {
        "as": "admin",
        "room": "study-hall",
        "command": "cohort create",
        "parameter": "zone",
        "typed": "minus 24",
        "given": {},
    }
    assert await browser.send("values", body) == (
        HTTPStatus.OK,
        {"choices": [{"value": "Etc/GMT+24", "label": "GMT minus 24"}]},
    )
    assert (await browser.send("values", {**body, "parameter": "nothing"}))[0] == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"as": "ada", "room": "@bruno", "line": "hello"}, HTTPStatus.NOT_FOUND),
        ({"as": "ada", "room": "nowhere", "line": "hello"}, HTTPStatus.NOT_FOUND),
        ({"as": "mallory", "room": "study-hall", "line": "hello"}, HTTPStatus.BAD_REQUEST),
        ({"as": "ada", "room": "study-hall", "line": "x" * 4001}, HTTPStatus.BAD_REQUEST),
        ({"as": "ada", "room": "study-hall"}, HTTPStatus.BAD_REQUEST),
        ({"as": "ada", "room": "study-hall", "line": "hello", "administers": True}, HTTPStatus.BAD_REQUEST),
        ([], HTTPStatus.BAD_REQUEST),
    ],
)
async def test_what_is_not_right_is_refused_and_kept_nowhere(
    browser: Browser, playground: Playground, body: object, status: int
) -> None:
    assert (await browser.send("say", body))[0] == status
    assert await playground.messages("study-hall") == await playground.messages("@bruno") == []


async def test_pictures_and_sheets_are_served_safely(browser: Browser, playground: Playground) -> None:
    await playground.say("Ada", "/showcase", room="@ada")
    [message] = await playground.messages("@ada")
    address = f"{browser.address}playground/files/{message.id}"
    async with browser.session.get(f"{address}/0?as=ada") as answer:
        assert (answer.content_type, await answer.read()) == ("image/png", png())
    async with browser.session.get(f"{address}/1?as=ada") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''check-ins.csv"
    assert await browser.status(f"files/{message.id}/0?as=bruno") == HTTPStatus.NOT_FOUND
    assert await browser.status(f"files/{message.id}/7?as=ada") == HTTPStatus.NOT_FOUND


async def test_a_stream_goes_on_after_the_last_event_that_arrived(
    browser: Browser, playground: Playground
) -> None:
    for key in "abcd":
        await playground.post(HALL, POST, key)
    first = await browser.events("as=ada&after=0", 3)
    assert [name for name, _, _ in first] == ["hello", "message", "message"]
    rest = await browser.events("as=ada&after=0", 4, **{"Last-Event-ID": first[-1][1]})
    assert [number for name, number, _ in rest if name == "message"] == ["3", "4"]


@pytest.mark.parametrize("last", ["1" * 30, "1" * 5000, "-1", "²"])
async def test_a_stream_begins_anew_after_an_event_that_cannot_be(
    browser: Browser, playground: Playground, last: str
) -> None:
    await playground.post(HALL, POST, "day-1")
    events = await browser.events(f"as=ada&after={last}", 2)
    assert [name for name, _, _ in events] == ["hello", "message"]


async def test_what_is_said_arrives_at_once_and_in_order(browser: Browser, playground: Playground) -> None:
    listening = asyncio.create_task(browser.events("as=bruno&after=0", 12))
    await asyncio.gather(*(playground.say("Ada", f"line {number}") for number in range(10)))
    events = await listening
    numbers = [number for name, number, _ in events if name == "message"]
    assert numbers == [str(number) for number in range(1, 11)]


async def test_the_clock_tells_everybody_that_it_moves(browser: Browser, clock: SmallClock) -> None:
    clock.hold = asyncio.Event()
    moving = asyncio.create_task(browser.send("clock", {"step": "day"}))
    events = await browser.events("as=ada&after=0", 2)
    while not events[-1][2]["moving"]:
        events = await browser.events("as=ada&after=0", 2)
    assert (await browser.send("clock", {"step": "hour"}))[0] == HTTPStatus.CONFLICT
    clock.hold.set()
    _, done = await moving
    assert done == {"moved": True, "clock": {"now": "2027-01-05T08:00:00+00:00", "moving": False}}


async def test_without_a_next_post_the_clock_says_so(browser: Browser) -> None:
    _, done = await browser.send("clock", {"step": "next_post"})
    assert done["moved"] is False


async def test_earlier_messages_come_page_by_page(browser: Browser, playground: Playground) -> None:
    for number in range(70):
        await playground.say("Ada", str(number))
    hall = (await browser.get("state?as=bruno"))["rooms"][0]
    assert (len(hall["messages"]), hall["earlier"]) == (60, True)
    first = hall["messages"][0]["id"]
    earlier = await browser.get(f"earlier?as=bruno&room=study-hall&before={first}")
    assert ([each["id"] for each in earlier["messages"]], earlier["earlier"]) == (list(range(1, 11)), False)
    for wrong in ("x", "", "-1", "1" * 30, "1" * 5000, "%C2%B2"):
        address = f"earlier?as=bruno&room=study-hall&before={wrong}"
        assert await browser.status(address) == HTTPStatus.BAD_REQUEST


async def test_a_stopped_playground_ends_its_streams_and_refuses(
    browser: Browser, playground: Playground
) -> None:
    async with browser.session.get(f"{browser.address}playground/stream?as=ada") as stream:
        await playground.stop()
        assert (await stream.read()).startswith(b"retry:")
    body = {"as": "ada", "room": "study-hall", "line": "hello"}
    assert (await browser.send("say", body))[0] == HTTPStatus.SERVICE_UNAVAILABLE
