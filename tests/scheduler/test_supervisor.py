"""A platform that fails is started again, one that refuses us is left alone, and neither harms another."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.interface.address import PersonRef, RoomAddress
from bot.interface.platform import Platform, Receipt, Refused
from bot.interface.reply import Reply
from bot.supervisor import LONGEST_WAIT, Supervisor, wait_after


class Shaky:
    """A platform that does at each start what its script says: `fails`, `refuses`, `breaks` or `stays`.

    With `parts_badly` it cannot even be stopped in order.
    """

    name = "shaky"

    def __init__(self, *script: str) -> None:
        self.script = list(script)
        self.started = asyncio.Event()
        self.starts = 0
        self.stops = 0
        self.parts_badly = False

    async def start(self) -> None:
        self.starts += 1
        self.now = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if self.now == "fails":
            raise ConnectionError
        if self.now == "refuses":
            raise Refused(self.name, "wrong token", "SHAKY_TOKEN")
        if self.now == "stays":
            self.started.set()

    async def lost(self) -> None:
        if self.now == "stays":
            await asyncio.get_running_loop().create_future()
        raise ConnectionError

    async def stop(self) -> None:
        self.stops += 1
        if self.parts_badly:
            raise ConnectionError

    async def post(self, room: RoomAddress, message: Reply, key: str) -> Receipt:
        raise NotImplementedError

    async def find(self, room: RoomAddress, key: str, since: datetime | None = None) -> Receipt | None:
        raise NotImplementedError

    async def tell(self, person: PersonRef, message: Reply, key: str) -> Receipt:
        raise NotImplementedError

    async def lacking(self, room: RoomAddress) -> Sequence[str]:
        raise NotImplementedError(room)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.supervisor.FIRST_WAIT", timedelta(milliseconds=1))


def supervised(platform: Platform, served: list[str]) -> Supervisor:
    async def serve(name: str) -> int:
        served.append(name)
        return 1

    return Supervisor(platform, serve)


async def test_a_platform_that_fails_or_is_lost_is_started_again() -> None:
    shaky, served = Shaky("fails", "breaks", "stays"), []
    supervisor = supervised(shaky, served)
    supervisor.start()
    await asyncio.wait_for(shaky.started.wait(), 5)
    assert (shaky.starts, shaky.stops) == (3, 2)
    await asyncio.sleep(0)
    assert supervisor.is_up
    await supervisor.stop()
    assert not supervisor.is_up
    assert shaky.stops == 3


async def test_nothing_is_announced_where_there_is_no_connection() -> None:
    served: list[str] = []
    supervisor = supervised(Shaky("fails"), served)
    assert await supervisor.announce() == 0
    assert served == []


async def test_what_is_due_is_announced_as_soon_as_there_is_a_connection() -> None:
    shaky, served = Shaky("stays"), []
    supervisor = supervised(shaky, served)
    supervisor.start()
    await asyncio.wait_for(shaky.started.wait(), 5)
    await asyncio.sleep(0)
    assert served == ["shaky"]
    await supervisor.stop()


async def test_a_refusal_is_final_and_remembered() -> None:
    shaky = Shaky("fails", "refuses")
    supervisor = supervised(shaky, [])
    supervisor.start()
    await asyncio.wait_for(supervisor.given_up(), 5)
    assert supervisor.refused is not None
    assert supervisor.refused.setting == "SHAKY_TOKEN"
    assert shaky.starts == 2
    await supervisor.stop()


async def test_a_platform_that_cannot_be_stopped_in_order_is_started_again_all_the_same() -> None:
    shaky = Shaky("breaks", "stays")
    shaky.parts_badly = True
    supervisor = supervised(shaky, [])
    supervisor.start()
    await asyncio.wait_for(shaky.started.wait(), 5)
    await supervisor.stop()
    assert (shaky.starts, shaky.stops) == (2, 2)


async def test_a_post_that_cannot_be_claimed_does_not_cost_the_connection() -> None:
    shaky = Shaky("stays")
    tried = asyncio.Event()

    async def serve(_name: str) -> int:
        tried.set()
        raise OSError

    supervisor = Supervisor(shaky, serve)
    supervisor.start()
    await asyncio.wait_for(tried.wait(), 5)
    await asyncio.sleep(0)
    assert supervisor.is_up
    assert (shaky.starts, shaky.stops) == (1, 0)
    await supervisor.stop()


@pytest.mark.parametrize("failures", [0, 8, 60, 100_000])
def test_the_wait_for_the_next_try_is_bounded_however_often_it_failed(failures: int) -> None:
    assert timedelta() < wait_after(failures) <= LONGEST_WAIT
