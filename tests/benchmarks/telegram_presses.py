"""A press of Done until Telegram has the answer: the real program, which has stored it, and a bare bot.

Every press is another member's first on that day. The bare bot answers a constant. Both are pressed in
turn, in the same run, by emulators of the same kind.
"""

import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from tests.acceptance.real_process import RealProcess, free_port
from tests.acceptance.telegram_stage import Stage, telegram
from tests.benchmarks.telegram_bare import CONCURRENT, KEYS
from tests.benchmarks.telegram_study import Post, call, online, roadmate, study
from tests.command_line import ROOT

WAYS = ("polling", "webhook")
RATES = (50, 200)
LATENCY = 0.08
_DRAIN = 15.0  # seconds after the last press
_BEHIND = 0.9
_QUIET = ("--no-flood", "--no-record", "--no-validate")
_BARE = (sys.executable, "-m", "tests.benchmarks.telegram_bare")
_SECRET = "a-secret-of-the-benchmark"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class Presses:
    """Milliseconds from press to answer where there was one, answers a second, and how many had none."""

    p50: float
    p99: float
    rate: float
    unanswered: int


@dataclass(frozen=True, slots=True)
class Load:
    """How one hears, how far away Telegram is in seconds, how often is pressed a second, and how long."""

    way: str
    latency: float
    rate: int
    seconds: int = 10

    @property
    def presses(self) -> int:
        """How many."""
        return self.rate * self.seconds


_WARM = {way: Load(way, 0, 50, 2) for way in WAYS}
LOADS = [Load(*each) for each in product(WAYS, (0.0, LATENCY), RATES)]
STEPS = [
    Load("polling", 0, rate, 4) for rate in (25, 50, 75, 100, 150, 200, 300, 400, 500, 600, 800, 1_000, 1_200)
]


@dataclass(slots=True)
class Result:
    """How it went under each load (`concurrent`: a bare bot that is told to be so), and the highest rates."""

    ours: dict[Load, Presses] = field(default_factory=dict)
    bare: dict[Load, Presses] = field(default_factory=dict)
    concurrent: dict[Load, Presses] = field(default_factory=dict)
    our_highest: int = 0
    bare_highest: int = 0


async def measured() -> Result:
    """Both bots, load by load."""
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name) / "ours", Path(name) / "theirs"
        ours.mkdir()
        theirs.mkdir()
        async with telegram(ours, *_QUIET) as our_stage, telegram(theirs, *_QUIET) as their_stage:
            our, their = await _our_side(our_stage, ours), await _their_side(their_stage, theirs)
            found = Result()
            for way in WAYS:
                await _measure(our, their, way, found)
            our.is_stored()
            return found


async def _measure(our: "Ours", their: "Theirs", way: str, found: Result) -> None:
    async with our.online(way):
        for load in LOADS:
            if load.way == way:
                found.bare[load] = await their.pressed(load)
                found.ours[load] = await our.pressed(load)
                if load.latency:
                    found.concurrent[load] = await their.pressed(load, CONCURRENT)
        if way == "polling":
            found.our_highest = await _highest(our.pressed)
            found.bare_highest = await _highest(their.pressed)


async def _highest(pressed: Callable[[Load], Awaitable[Presses]]) -> int:
    """The highest rate at which answers keep up with the presses."""
    highest = 0
    for step in STEPS:
        outcome = await pressed(step)
        if outcome.unanswered or outcome.rate < step.rate * _BEHIND:
            break
        highest = step.rate
    return highest


class Ours:
    """The real program, with a cohort for each load."""

    def __init__(
        self, stage: Stage, directory: Path, people: Sequence[int], posts: Mapping[Load, Post]
    ) -> None:
        self._stage = stage
        self._directory = directory
        self._people = people
        self._posts = posts
        self._answered = 0

    @asynccontextmanager
    async def online(self, way: str) -> AsyncIterator[None]:
        """It runs, and is warm."""
        port = free_port()
        settings = {"ROADMATE_HTTP": f"127.0.0.1:{port}"}
        if way == "webhook":
            settings["TELEGRAM_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
            settings["TELEGRAM_WEBHOOK_SECRET"] = _SECRET
        async with online(self._stage, roadmate(self._stage, self._directory, **settings)):
            await self.pressed(_WARM[way])
            yield

    async def pressed(self, load: Load) -> Presses:
        """Everybody who is in the load's cohort presses once."""
        outcome = await _pressed(self._stage, self._posts[load], self._people, load)
        self._answered += load.presses - outcome.unanswered
        return outcome

    def is_stored(self) -> None:
        """The figures mean nothing if the presses were not counted."""
        with closing(sqlite3.connect(self._directory / "roadmate.db")) as books:
            [(counted,)] = books.execute("SELECT count(*) FROM check_ins WHERE kind = 'study'")
        if counted < self._answered:
            message = f"only {counted} of {self._answered} presses were counted"
            raise RuntimeError(message)


class Theirs:
    """The bare bot, which is started anew for each load, so that none inherits another's queue."""

    def __init__(self, stage: Stage, directory: Path, people: Sequence[int], post: Post) -> None:
        self._stage = stage
        self._directory = directory
        self._people = people
        self._post = post

    async def pressed(self, load: Load, *flags: str) -> Presses:
        """Everybody presses once."""
        words = [*flags, load.way]
        if load.way == "webhook":
            words.append(f"http://127.0.0.1:{free_port()}/bare")
        settings = {"TELEGRAM_TOKEN": self._stage.token, "TELEGRAM_API_URL": self._stage.url}
        bare = RealProcess([*_BARE, *words], self._directory / "bare.log", ROOT, settings)
        async with online(self._stage, bare):
            await _pressed(self._stage, self._post, self._people, _WARM[load.way])
            outcome = await _pressed(self._stage, self._post, self._people, load)
            bare.kill()  # its queue may be long
        return outcome


async def _our_side(stage: Stage, directory: Path) -> Ours:
    loads = [*_WARM.values(), *LOADS, *STEPS]
    data = directory / "data"
    found = await study(stage, data, [load.presses for load in loads])
    async with online(stage, roadmate(stage, data)):
        posts = await found.posts(stage)
    return Ours(stage, data, found.people, dict(zip(loads, posts, strict=True)))


async def _their_side(stage: Stage, directory: Path) -> Theirs:
    people = await stage.ask("add_users", count=max(load.presses for load in [*LOADS, *STEPS]))
    group = await stage.ask("add_supergroup", title="Bare", members=people[:1])
    rows = {"inline_keyboard": [[{"text": text, "callback_data": data}] for text, data in KEYS]}
    posted = await call(stage, "sendMessage", chat_id=group["chat_id"], text="Day 1", reply_markup=rows)
    post = Post(group["chat_id"], posted["message_id"], KEYS[0][1])
    return Theirs(stage, directory, people, post)


async def _pressed(stage: Stage, post: Post, people: Sequence[int], load: Load) -> Presses:
    if load.latency:
        await stage.ask("add_fault", kind="latency", seconds=load.latency, count=None)
    try:
        found = await stage.ask(
            "load_presses",
            targets=[[person, post.chat, post.message] for person in people[: load.presses]],
            data=post.data,
            rate=load.rate,
            count=load.presses,
            drain=_DRAIN,
        )
    finally:
        await stage.ask("clear_faults")
    times, unanswered = found["latency_ms"], load.presses - found["answered"]
    return Presses(times["p50"], times["p99"], found["answered_rate"], unanswered)
