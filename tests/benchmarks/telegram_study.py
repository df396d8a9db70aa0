"""Many cohorts on Telegram that post soon, and many members in them: one of each is made by people.

The others are copies, made in the database while the program does not run.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.clock import SystemClock
from tests.acceptance.real_process import RealProcess, program
from tests.acceptance.telegram_stage import Person, Stage
from tests.benchmarks.copying import copy_row
from tests.command_line import ROADMATE

_TO_SET_UP = timedelta(seconds=100)
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Post:
    """A message with a button, and what the button says when it is pressed."""

    chat: int
    message: int
    data: str


@dataclass(frozen=True, slots=True)
class Study:
    """Who and what there is; the first cohort is that of the admin alone."""

    chats: Sequence[int]
    people: Sequence[int]
    due: datetime

    async def posts(self, stage: Stage) -> list[Post]:
        """The daily posts of the copies, when all are there."""
        return [await _post(stage, chat) for chat in self.chats[1:]]


@asynccontextmanager
async def online(stage: Stage, process: RealProcess) -> AsyncIterator[RealProcess]:
    """A bot for as long as the block lasts; what it has not heard before is forgotten."""
    await call(stage, "deleteWebhook", drop_pending_updates=True)
    process.start()
    try:
        await stage.ask("wait_online", timeout=_PATIENCE)
        yield process
    finally:
        await asyncio.to_thread(process.stop)


def roadmate(
    stage: Stage, directory: Path, command: Sequence[str] = (*ROADMATE, "run"), **settings: str
) -> RealProcess:
    """The real program on this Telegram."""
    own = {"TELEGRAM_TOKEN": stage.token, "TELEGRAM_API_URL": stage.url, "ROADMATE_LOG_LEVEL": "warning"}
    return program(directory, command, **own, **settings)


async def call(stage: Stage, method: str, **parameters: Any) -> Any:  # noqa: ANN401 - JSON
    """What Telegram answers to a bot's call."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{stage.url}/bot{stage.token}/{method}", json=parameters) as response,
    ):
        return (await response.json())["result"]


async def study(stage: Stage, directory: Path, sizes: Sequence[int]) -> Study:
    """A cohort with so many members for each of the sizes, and the admin's."""
    boss = await stage.person("Boss")
    made = await stage.ask("add_supergroup", title="First", members=[], creator=boss.id)
    async with online(stage, roadmate(stage, directory)):
        due = await _first_cohort(boss, made["chat_id"])
    chats = [made["chat_id"]]
    for number, _ in enumerate(sizes, 1):
        group = await stage.ask("add_supergroup", title=f"Group {number}", members=[], creator=boss.id)
        chats.append(group["chat_id"])
    people = await stage.ask("add_users", count=max(sizes), start=True)
    _copy(directory / "roadmate.db", chats[1:], people, sizes)
    return Study(chats, people, due)


async def _first_cohort(boss: Person, chat: int) -> datetime:
    due = (SystemClock().now() + _TO_SET_UP).replace(second=0, microsecond=0)
    await boss.start()
    line = (
        f"/cohort_create curriculum=py-backend-20d name=First start={due.date()} time={due:%H:%M} zone=UTC"
        " days=mon,tue,wed,thu,fri,sat,sun language=en"
    )
    await boss.says(line, chat, "preview", answered_in=boss.id)
    await boss.chooses("Start", "runs")
    await boss.says("/join cohort=First zone=UTC", chat, "First", answered_in=boss.id)
    return due


def _copy(database: Path, chats: Sequence[int], people: Sequence[int], sizes: Sequence[int]) -> None:
    with closing(sqlite3.connect(database)) as books, books:
        [(member, person)] = books.execute("SELECT id, person_id FROM memberships")
        copies = []
        for external_id in people:
            copies.append(copy_row(books, "people", f"id = {person}"))
            whose = f"person_id = {person}"
            copy_row(books, "identities", whose, person_id=copies[-1], external_id=str(external_id))
        for chat, size in zip(chats, sizes, strict=True):
            cohort = _copy_cohort(books, chat)
            for copied in copies[:size]:
                copy_row(books, "memberships", f"id = {member}", cohort_id=cohort, person_id=copied)


def _copy_cohort(books: sqlite3.Connection, chat: int) -> int:
    [(cohort, room, space)] = books.execute(
        "SELECT c.id, r.id, r.space_id FROM cohorts c JOIN cohort_rooms cr ON cr.cohort_id = c.id"
        " JOIN rooms r ON r.id = cr.room_id WHERE c.name = 'First'"
    )
    space = copy_row(books, "spaces", f"id = {space}", external_id=str(chat))
    room = copy_row(books, "rooms", f"id = {room}", channel=str(chat), space_id=space)
    copied = copy_row(books, "cohorts", f"id = {cohort}", name=f"In {chat}", space_id=space)
    copy_row(books, "timetable_days", f"cohort_id = {cohort}", cohort_id=copied)
    copy_row(books, "cohort_rooms", f"cohort_id = {cohort}", cohort_id=copied, room_id=room)
    return copied


async def _post(stage: Stage, chat: int) -> Post:
    message = await stage.heard(chat, "Day 1", within=_PATIENCE + _TO_SET_UP.total_seconds())
    for row in message["buttons"]:
        for button in row:
            if "Done" in button["text"]:
                return Post(chat, message["message_id"], button["value"])
    raise RuntimeError(str(message))
