"""Many cohorts whose posts fall due at the same instant, on the real program under Discord's limits.

An admin makes one cohort; the others are copies of it, made in the database while the program does not run.
"""

import asyncio
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from bot.clock import SystemClock
from tests.benchmarks.copying import copy_row
from tests.benchmarks.discord_stage import Stage, roadmate, stage
from tests.discord_components import buttons_of

LIMIT = 50  # requests a second, by Discord
_IN_A_SERVER = 250
_ASKED = 25
_POSTS = "/channels/{channel_id}/messages"
_TO_SET_UP = timedelta(seconds=100)
_PATIENCE = 900
_NOTHING = {"count": 0}


@dataclass(frozen=True, slots=True)
class FanOut:
    """Seconds from the first post to the last, 429s, milliseconds of answers, and CPU milliseconds a post."""

    posts: int
    seconds: float
    refused: int
    idle_answer: float
    busy_answer: float
    cpu: float

    @property
    def theory(self) -> float:
        """How long it takes at the limit, in seconds."""
        return self.posts / LIMIT


async def measured(posts: int, rooms: int) -> FanOut:
    """So many posts, in so many rooms; each must be there once."""
    with tempfile.TemporaryDirectory() as directory:
        async with stage("--record-bodies", "off", "--identify-interval", "0") as place:
            channels = await _rooms(place, rooms)
            due = await _first_cohort(place, Path(directory))
            _copy_it(Path(directory) / "roadmate.db", list(islice(cycle(channels), 1, posts)))
            with roadmate(place.api_url, Path(directory)) as program:
                await place.ask("wait_ready", timeout=60)
                await asyncio.sleep(3)
                idle = await _answers(place)
                await asyncio.sleep(max(0.0, (due - SystemClock().now()).total_seconds() - 1))
                cpu = program.cpu
                await _under_way(place, posts // 4)
                busy = await _answers(place)
                await _under_way(place, posts)
                cpu = program.cpu - cpu
            sent = await place.ask("requests", method="POST", path=_POSTS)
            arrived = Counter(each["path"] for each in sent if each["status"] == 200)
            if arrived.total() != posts or len(arrived) != min(posts, rooms):
                message = f"{arrived.total()} messages in {len(arrived)} rooms"
                raise RuntimeError(message)
            times = [each["t"] for each in sent]
            refused = len(await place.ask("rate_limit_hits"))
            return FanOut(posts, max(times) - min(times), refused, idle, busy, cpu / posts * 1000)


async def _rooms(place: Stage, rooms: int) -> list[str]:
    found: list[str] = []
    for first in range(0, rooms, _IN_A_SERVER):
        names = [f"room-{number}" for number in range(first, min(rooms, first + _IN_A_SERVER))]
        made = await place.ask("add_guild", name=f"Study {first}", channels=names)
        found += made["channels"].values()
    await place.ask("add_user", name="boss")
    await place.ask("add_member", guild="Study 0", user="boss", permissions=["manage_guild"])
    return found


async def _first_cohort(place: Stage, directory: Path) -> datetime:
    due = (SystemClock().now() + _TO_SET_UP).replace(second=0, microsecond=0)
    wishes = {
        "curriculum": "py-backend-12w",
        "name": "First",
        "start": due.date().isoformat(),
        "time": f"{due:%H:%M}",
        "zone": "UTC",
        "days": "mon,tue,wed,thu,fri,sat,sun",
        "channel": "room-0",
    }
    with roadmate(place.api_url, directory):
        await place.ask("wait_ready", commands=1, timeout=60)
        await asyncio.sleep(3)
        made = await place.ask(
            "invoke", user="boss", channel="room-0", command="cohort create", options=wishes
        )
        if "Start" not in buttons_of(made["message"]):
            raise RuntimeError(str(made))
        await place.ask("click", user="boss", message=made["message"]["id"], label="Start")
        options = {"cohort": "First", "listed": True}
        await place.ask("invoke", user="boss", channel="room-0", command="join", options=options)
    return due


def _copy_it(database: Path, channels: Sequence[str]) -> None:
    """A cohort like the one that is there for each of these channels, in its space or another."""
    with closing(sqlite3.connect(database)) as study, study:
        [(cohort, room, space)] = study.execute(
            "SELECT c.id, r.id, r.space_id FROM cohorts c JOIN cohort_rooms cr ON cr.cohort_id = c.id"
            " JOIN rooms r ON r.id = cr.room_id"
        )
        rooms: dict[str, int] = {
            channel: id_ for id_, channel in study.execute("SELECT id, channel FROM rooms")
        }
        for number, channel in enumerate(channels, 1):
            if channel not in rooms:
                rooms[channel] = copy_row(study, "rooms", f"id = {room}", channel=channel, space_id=space)
            copied = copy_row(study, "cohorts", f"id = {cohort}", name=f"Copy {number}")
            copy_row(study, "timetable_days", f"cohort_id = {cohort}", cohort_id=copied)
            copy_row(study, "cohort_rooms", f"cohort_id = {cohort}", cohort_id=copied, room_id=rooms[channel])


async def _under_way(place: Stage, posts: int) -> None:
    for _ in range(_PATIENCE):
        stats: Any = await place.ask("stats")
        if stats["timings"].get(f"POST {_POSTS}", _NOTHING)["count"] >= posts:
            return
        await asyncio.sleep(0.5)
    message = f"{posts} posts did not arrive"
    raise TimeoutError(message)


async def _answers(place: Stage) -> float:
    """The median of some answers, one after the other."""
    took = []
    for _ in range(_ASKED):
        found = await place.ask("invoke", user="boss", channel="room-0", command="streak", until="ack")
        took.append(float(found["ack_ms"]))
        await asyncio.sleep(0.1)
    return median(took)
