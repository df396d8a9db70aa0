"""A press of Done until Discord has the answer: the real program, which has stored it then, and a bare bot.

The real program judges, stores and answers; every press is another member's first on that day. The bare bot
answers a constant. Both are pressed in turn, in the same run, by the same emulator's clock.
"""

import asyncio
import tempfile
import time as stopwatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bot.clock import SystemClock
from tests.benchmarks.discord_stage import Stage, bare_bot, roadmate, stage
from tests.discord_components import buttons_of

RATES = (50, 200)
IN_FLIGHT = 64
ROUNDS = 3
MEMBERS = 300
_JOINS = 8
_TO_SET_UP = timedelta(minutes=2)
_QUIET = ("--rate-limits", "off", "--record-bodies", "off", "--identify-interval", "0")
_ALWAYS = "mon,tue,wed,thu,fri,sat,sun"


@dataclass(frozen=True, slots=True)
class Presses:
    """Milliseconds from press to answer, and answers a second."""

    p50: float
    p99: float
    rate: float


@dataclass(frozen=True, slots=True)
class Result:
    """How the presses went at each load, medians of the rounds; and MiB before and after all of them."""

    ours: dict[str, Presses]
    bare: dict[str, Presses]
    our_memory: tuple[float, float]
    bare_memory: tuple[float, float]


LOADS = (*(f"{rate}/s" for rate in RATES), f"{IN_FLIGHT} in flight")


async def measured() -> Result:
    """Both bots, load by load and round by round in turn."""
    with tempfile.TemporaryDirectory() as directory:
        async with stage(*_QUIET) as theirs, stage(*_QUIET) as ours:
            with bare_bot(theirs.api_url) as bare, roadmate(ours.api_url, Path(directory)) as program:
                people = [f"m{number}" for number in range(MEMBERS)]
                bare_post = await _bare_post(theirs, people)
                posts = iter(await _posts(ours, people, len(LOADS) * ROUNDS + 1))
                await _press(ours, next(posts), people, "50/s")  # both warm, as after some hours
                await _press(theirs, bare_post, people, "50/s")
                before = program.memory, bare.memory
                found: dict[str, list[tuple[Presses, Presses]]] = {load: [] for load in LOADS}
                for _ in range(ROUNDS):
                    for load in LOADS:
                        their = await _press(theirs, bare_post, people, load)
                        found[load].append((await _press(ours, next(posts), people, load), their))
                await _has_stored(ours, people)
                return Result(
                    {load: _median([own for own, _ in rounds]) for load, rounds in found.items()},
                    {load: _median([their for _, their in rounds]) for load, rounds in found.items()},
                    (before[0], program.memory),
                    (before[1], bare.memory),
                )


def _median(rounds: Sequence[Presses]) -> Presses:
    return Presses(
        median(each.p50 for each in rounds),
        median(each.p99 for each in rounds),
        median(each.rate for each in rounds),
    )


async def _bare_post(theirs: Stage, people: Sequence[str]) -> dict[str, Any]:
    await _people(theirs, people, ["bare"])
    await theirs.ask("wait_ready")
    found: dict[str, Any] = await theirs.ask("wait_message", channel="bare", timeout=30)
    return found


async def _posts(ours: Stage, people: Sequence[str], how_many: int) -> list[dict[str, Any]]:
    """The daily posts of as many cohorts, of which everybody is a member."""
    rooms = [f"room-{number}" for number in range(how_many)]
    await _people(ours, people, rooms)
    await ours.ask("wait_ready", commands=1, timeout=60)
    due = (SystemClock().now() + _TO_SET_UP).replace(second=0, microsecond=0)
    for room in rooms:
        wishes = {
            "curriculum": "py-backend-senior-es",
            "name": room,
            "start": due.date().isoformat(),
            "time": f"{due:%H:%M}",
            "zone": "UTC",
            "days": _ALWAYS,
            "channel": room,
        }
        made = await ours.ask("invoke", user="boss", channel=room, command="cohort create", options=wishes)
        if "Start" not in buttons_of(made["message"]):
            raise RuntimeError(str(made))
        await ours.ask("click", user="boss", message=made["message"]["id"], label="Start")
    for room in rooms:
        await _join(ours, room, people)
    return [await _post(ours, room) for room in rooms]


async def _join(ours: Stage, room: str, people: Sequence[str]) -> None:
    waiting = iter(people)

    async def keep_joining(names: Iterator[str]) -> None:
        for name in names:
            options = {"cohort": room, "listed": True}
            await ours.ask("invoke", user=name, channel=room, command="join", options=options, settle=0)

    await asyncio.gather(*(keep_joining(waiting) for _ in range(_JOINS)))


async def _post(ours: Stage, room: str) -> dict[str, Any]:
    async with asyncio.timeout(300):
        while True:
            for message in await ours.ask("messages", channel=room):
                if "Done" in buttons_of(message) and not message["flags"] & 64:
                    found: dict[str, Any] = message
                    return found
            await asyncio.sleep(1)


async def _people(place: Stage, people: Sequence[str], rooms: Sequence[str]) -> None:
    await place.ask("add_guild", name="Study", channels=list(rooms))
    await place.ask("add_user", name="boss")
    await place.ask("add_member", guild="Study", user="boss", permissions=["manage_guild"])
    for name in people:
        await place.ask("add_user", name=name)
        await place.ask("add_member", guild="Study", user=name)


async def _press(place: Stage, post: dict[str, Any], people: Sequence[str], load: str) -> Presses:
    """Everybody presses Done once, in one of the ways of LOADS."""
    button = buttons_of(post)["Done"]
    if not load.endswith("/s"):
        return await _all_at_once(place, post, people)
    rate = int(load.removesuffix("/s"))
    found = await place.ask(
        "load", rate=rate, count=len(people), users=people, message=post["id"], custom_id=button
    )
    if found["not_acked"]:
        message = f"{found['not_acked']} presses were not answered at {load}"
        raise RuntimeError(message)
    return Presses(found["ack_ms"]["p50"], found["ack_ms"]["p99"], found["acked_per_s"])


async def _all_at_once(place: Stage, post: dict[str, Any], people: Sequence[str]) -> Presses:
    waiting, took = iter(people), []

    async def keep_pressing(names: Iterator[str]) -> None:
        for name in names:
            answer = await place.ask("click", user=name, message=post["id"], label="Done", until="ack")
            took.append(float(answer["ack_ms"]))

    begun = stopwatch.perf_counter()
    await asyncio.gather(*(keep_pressing(waiting) for _ in range(IN_FLIGHT)))
    rate = len(people) / (stopwatch.perf_counter() - begun)
    took.sort()
    return Presses(took[len(took) // 2], took[int(len(took) * 0.99)], rate)


async def _has_stored(ours: Stage, people: Sequence[str]) -> None:
    """The figures mean nothing if the presses were not counted."""
    status = await ours.ask(
        "invoke", user="boss", channel="room-1", command="cohort status", options={"cohort": "room-1"}
    )
    if str(len(people)) not in str(status["message"]):
        message = f"not all of {len(people)} presses were counted: {status['message']}"
        raise RuntimeError(message)
