"""The real program behind Telegram, stopped at every point of hearing, checking in, answering and posting."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from study_world import BERLIN, MONDAY, World, at, study_world
from telegram.request import RequestData
from telegram_stage import ADA, ROOM, TOKEN, Call, Json, SmallTelegram, private

from bot.core import Core
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.posting import HOLD
from bot.platforms.telegram.store_file import StoreFile
from bot.services.cohort_settings import Wishes
from storage.repositories.memberships import add_membership
from tests.canaries import secret
from tests.crash_points import Camera, Photograph, directories, watched
from tests.hand_clock import HandClock

SECRET = secret("one bot")
LONG = timedelta(minutes=30)


@dataclass(frozen=True)
class Outside:
    """What Telegram has got: the number from which on it would tell again, and what was sent to people."""

    acknowledged: int
    said: tuple[Call, ...]


class WatchedTelegram(SmallTelegram):
    """Telegram in memory, with a point before and after each request."""

    camera: Camera[Outside] | None = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        rest = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        answered = super().do_request(url, method, request_data, *rest)
        if self.camera is None:
            return await answered
        name = url.partition("?")[0].rpartition("/")[2]
        answer: tuple[int, bytes] = await self.camera.around(name, lambda: answered)
        return answer

    def seen(self) -> Outside:
        return Outside(self.acknowledged, tuple(self.said()))


@dataclass
class Bot:
    """One process: the program, and its end of Telegram."""

    world: World
    telegram: WatchedTelegram
    platform: TelegramPlatform
    core: Core

    async def hear(self, updates: Sequence[Json]) -> None:
        """Telegram tells of these, and all is dealt with."""
        for update in updates:
            self.telegram.news.put_nowait(update)
        if updates:
            await self.telegram.acknowledgement(updates[-1]["update_id"])
        connection = self.platform._connection  # noqa: SLF001 - the only way to know that all is quiet
        assert connection is not None
        await connection.calls.landed(timedelta(seconds=30))

    async def announce_for(self, time: timedelta) -> None:
        """Announces whatever falls due in this time."""
        announcer = self.core.announcer([self.platform])
        end = self.world.clock.at + time
        await announcer.run_once()
        while (due := await announcer.next_due_at()) is not None and due <= end:
            self.world.clock.at = max(due, self.world.clock.at + timedelta(seconds=1))
            await announcer.run_once()


@asynccontextmanager
async def _running(
    world: World, camera_of: Callable[[WatchedTelegram], Camera[Outside]] | None = None
) -> AsyncIterator[Bot]:
    telegram = WatchedTelegram()
    core = Core(world.database, world.clock, SECRET)
    platform = TelegramPlatform(
        core.dispatcher,
        core.buttons,
        TOKEN,
        api_url=None,
        webhook=None,
        directory=world.directory,
        now=world.clock.now,
        transport=lambda: telegram,
    )
    await platform.start()
    telegram.calls.clear()
    telegram.camera = camera_of(telegram) if camera_of else None
    try:
        yield Bot(world, telegram, platform, core)
    finally:
        telegram.camera = None
        await platform.stop()


@asynccontextmanager
async def _photographed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Bot, Camera[Outside]]]:
    """The bot, photographed at every point from now on."""
    async with _running(world, lambda telegram: Camera(world.directory, telegram.seen)) as bot:
        camera = bot.telegram.camera
        assert camera is not None
        original = StoreFile.together

        def together(store: StoreFile, works: Sequence[Callable[[StoreFile], object]]) -> list[object]:
            camera.take("before keeping")
            try:
                return original(store, works)
            finally:
                camera.take("after keeping")

        with monkeypatch.context() as patch, watched(camera):
            patch.setattr(StoreFile, "together", together)
            yield bot, camera


async def _course(world: World) -> int:
    """A cohort in the group, of which Ada is a member."""
    cohort_id = await world.cohort(room=ROOM, wishes=Wishes(start=MONDAY, zone=BERLIN))
    ada = await world.somebody(str(ADA["id"]), room=ROOM, administers=False)
    async with world.database.write() as connection:
        await add_membership(connection, cohort_id, ada.person_id, world.clock.now())
    return cohort_id


def _message(number: int, text: str) -> Json:
    date = int(at(MONDAY, "20:00").timestamp())
    message = {"message_id": 7, "date": date, "chat": private(ADA), "from": ADA, "text": text}
    return {"update_id": number, "message": message}


def _notes(directory: Path) -> list[str]:
    with closing(sqlite3.connect(directory / "roadmate.db")) as it:
        return [note for (note,) in it.execute("SELECT note FROM check_ins")]


async def test_what_is_said_is_counted_once_and_answered_wherever_the_process_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [_message(31, "/checkin read chapter 3"), _message(32, "/streak")]
    async with study_world(_made(tmp_path / "first")) as world:
        await _course(world)
        world.clock.at = at(MONDAY, "20:00")
        async with _photographed(world, monkeypatch) as (bot, camera):
            await bot.hear(told)
    assert {"after keeping", "before sendMessage", "after sendMessage", "before getUpdates"} <= set(
        camera.points
    )
    assert any("commit" in point for point in camera.points)
    for photograph, directory in zip(camera.album, directories(tmp_path / "again"), strict=False):
        before = photograph.outside
        photograph.restored(directory)
        if any("counted" in call.text for call in before.said):
            assert _notes(directory) == ["read chapter 3"], photograph.points
        again = [update for update in told if update["update_id"] >= before.acknowledged]
        async with study_world(directory, HandClock(at(MONDAY, "20:01"))) as world, _running(world) as bot:
            await bot.hear(again)
            answers = [call.text for call in (*before.said, *bot.telegram.said())]
        assert _notes(directory) == ["read chapter 3"], photograph.points
        assert 1 <= sum("counted" in text for text in answers) <= 2, (photograph.points, answers)
        assert any("Streak" in text for text in answers), (photograph.points, answers)


async def test_a_post_is_there_wherever_the_process_ends_and_twice_only_where_nobody_could_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with study_world(_made(tmp_path / "first")) as world:
        await _course(world)
        world.clock.at = at(MONDAY)
        async with _photographed(world, monkeypatch) as (bot, camera):
            await bot.announce_for(timedelta())
    assert {"before keeping", "before sendMessage", "after sendMessage"} <= set(camera.points)
    in_doubt = 0
    for photograph, directory in zip(camera.album, directories(tmp_path / "again"), strict=False):
        before = photograph.outside.said
        clock = HandClock(at(MONDAY) + timedelta(seconds=3))
        async with study_world(photograph.restored(directory), clock) as world, _running(world) as bot:
            await bot.announce_for(HOLD - timedelta(seconds=30))
            soon = (*before, *bot.telegram.said())
            assert len(soon) <= 1, photograph.points
            await bot.announce_for(LONG)
            sent = (*before, *bot.telegram.said())
        if _is_noted(directory, photograph, len(before)):
            in_doubt += 1
            assert len(sent) == 2, photograph.points
        else:
            assert len(sent) == 1, photograph.points
    assert in_doubt == 1, "it is there, and that was not kept yet"


def _is_noted(directory: Path, photograph: Photograph[Outside], sent: int) -> bool:
    """Whether the message had been sent, and nobody had written down that it arrived."""
    there = directory.with_name(f"{directory.name}-as-it-was")
    photograph.restored(there)
    with closing(sqlite3.connect(there / "telegram.db")) as it:
        unknown = it.execute("SELECT count(*) FROM sent WHERE message IS NULL").fetchone()[0]
    return bool(sent and unknown)


def _made(directory: Path) -> Path:
    directory.mkdir()
    return directory
