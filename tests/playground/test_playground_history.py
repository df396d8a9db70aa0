"""What was said stays, once, and for those who may see it."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from small_clock import START
from small_posts import plain, showcase

from bot.interface.reply import Notice
from bot.platforms.playground import world
from bot.platforms.playground.history import FILE_NAME, History
from bot.platforms.playground.history_file import HistoryUnusable
from bot.platforms.playground.message import Draft

ADA, BRUNO = world.member("Ada"), world.member("Bruno")


def said(word: str, **kwargs: str) -> Draft:
    return Draft(kwargs.pop("room", "study-hall"), START, blocks=(Notice(plain(word)),), **kwargs)


async def test_a_message_is_there_after_a_restart(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    await history.keep(Draft("study-hall", START, asker="ada", prompt="/showcase", blocks=showcase().blocks))
    await history.close()
    again = History(tmp_path)
    await again.open()
    [message] = await again.all_of("study-hall")
    await again.close()
    assert (message.at, message.asker, message.prompt) == (START, "ada", "/showcase")
    assert message.blocks == showcase().blocks


async def test_the_same_key_twice_is_one_message_even_after_a_restart(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    first = await history.keep(said("first", key="post-1"))
    assert await history.keep(said("second", key="post-1")) == first
    await history.close()
    again = History(tmp_path)
    await again.open()
    assert await again.keep(said("third", key="post-1")) == first
    assert await again.under_key("study-hall", "post-1") == first
    assert [message.blocks for message in await again.all_of("study-hall")] == [said("first").blocks]
    await again.close()


async def test_a_key_belongs_to_its_room(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    first = await history.keep(said("here", key="k"))
    second = await history.keep(said("there", room="night-owls", key="k"))
    assert first != second
    assert await history.under_key("projects", "k") is None
    await history.close()


async def test_whispers_and_private_chats_are_for_their_member_only(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    public = await history.keep(said("public"))
    whisper = await history.keep(said("whisper", only_for="ada"))
    private = await history.keep(said("private", room="@ada"))
    assert [kept.id for kept in await history.after(0, ADA)] == [public, whisper, private]
    assert [kept.id for kept in await history.after(0, BRUNO)] == [public]
    assert [kept.id for kept in await history.latest(BRUNO, "study-hall", 10)] == [public]
    assert await history.latest(BRUNO, "@ada", 10) == []
    await history.close()


async def test_the_bytes_of_a_whisper_are_for_its_member_only(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    message = await history.keep(Draft("study-hall", START, only_for="ada", blocks=showcase().blocks))
    sheet = await history.file(message, 1, ADA)
    assert sheet is not None
    assert (sheet.content, sheet.block["name"]) == (b"day,who\n1,Ada\n", "check-ins.csv")
    assert await history.file(message, 1, BRUNO) is None
    assert await history.file(message, 9, ADA) is None
    await history.close()


async def test_the_latest_messages_come_page_by_page(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    ids = [await history.keep(said(str(number))) for number in range(5)]
    assert [kept.id for kept in await history.latest(ADA, "study-hall", 2)] == ids[3:]
    assert [kept.id for kept in await history.latest(ADA, "study-hall", 2, before=ids[3])] == ids[1:3]
    assert await history.last() == ids[-1]
    await history.close()


async def test_the_moved_clock_is_remembered(tmp_path: Path) -> None:
    history = History(tmp_path)
    await history.open()
    assert await history.offset() == timedelta(0)
    await history.keep_offset(timedelta(days=30, seconds=1))
    await history.close()
    again = History(tmp_path)
    await again.open()
    assert await again.offset() == timedelta(days=30, seconds=1)
    await again.close()


async def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"this is no database, only a text of some length" * 40)
    before = path.read_bytes()
    history = History(tmp_path)
    with pytest.raises(HistoryUnusable) as refused:
        await history.open()
    await history.close()
    assert refused.value.path == path
    assert path.read_bytes() == before


async def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    history = History(tmp_path)
    with pytest.raises(HistoryUnusable):
        await history.open()
    await history.close()


async def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    history = History(tmp_path / "taken")
    with pytest.raises(HistoryUnusable):
        await history.open()
    await history.close()
