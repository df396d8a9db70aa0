"""What ends the program is told in a sentence that names the cure, and shows no thing of the program's."""

from pathlib import Path

import pytest

from bot.messages.startup import cannot_listen, storage_trouble
from bot.messages.voice import voice_of
from storage import errors

COPIES = [Path("backups/roadmate-20270103T030000Z.db"), Path("backups/roadmate-20270104T030000Z.db")]


def told(error: errors.StorageError) -> str:
    return storage_trouble(voice_of("en"), error)


@pytest.mark.parametrize("kind", errors.StorageError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_trouble_with_the_database_has_its_sentence(kind: type[errors.StorageError]) -> None:
    sentence = told(kind("the-place", problem="x", copies=COPIES, copy=None))
    assert "the-place" in sentence or "DATABASE_URL" in sentence
    assert not set("{}[]()") & set(sentence)
    assert "None" not in sentence


def test_of_a_damaged_database_the_newest_copy_is_named() -> None:
    damaged = errors.DatabaseDamaged("roadmate.db", problem="x", copies=COPIES)
    assert told(damaged).endswith(f"`roadmate restore {COPIES[1]}`.")


def test_where_no_copy_is_known_its_place_is_left_open() -> None:
    damaged = errors.DatabaseDamaged("roadmate.db", problem="x", copies=())
    assert "`roadmate restore FILE`" in told(damaged)


def test_where_no_copy_can_be_made_none_is_to_be_brought_back() -> None:
    failed = errors.MigrationFailed("postgresql+asyncpg://me@here/study", revision="0001", copy=None)
    assert "restore" not in told(failed)


def test_a_server_that_cannot_be_used_has_a_cure_for_each_reason() -> None:
    where = "postgresql+asyncpg://me@here/study"
    sentences = [
        told(errors.DatabaseUnknown(where, reason="driver")),
        told(errors.DatabaseUnreachable(where, reason="x", kind="host")),
        told(errors.DatabaseUnreachable(where, reason="x", kind="silent")),
        told(errors.DatabaseRefused(where, reason="password")),
        told(errors.DatabaseRefused(where, reason="name")),
    ]
    cures = ("pip install 'roadmate[postgres]'", "check the host", "start it", "the password", "createdb")
    assert all(cure in sentence for cure, sentence in zip(cures, sentences, strict=True))


def test_of_a_failed_migration_the_copy_from_before_is_named() -> None:
    failed = errors.MigrationFailed("roadmate.db", revision="0001", copy=COPIES[0])
    assert f"`roadmate restore {COPIES[0]}`" in told(failed)


def test_every_trouble_with_a_copy_has_its_own_cure() -> None:
    problems = ("exists", "missing", "server", "empty", "DatabaseDamaged")
    sentences = [told(errors.BackupUnusable("the-place", problem=problem)) for problem in problems]
    assert len(set(sentences)) == 4
    assert all("the-place" in sentence for sentence in sentences)


def test_a_busy_port_and_an_address_that_is_not_ours_have_their_own_cures() -> None:
    say = voice_of("en")
    busy, foreign = (cannot_listen(say, "192.0.2.1", 80, busy=busy) for busy in (True, False))
    assert "stop the program that uses it" in busy
    assert "stop the program" not in foreign
    assert all("192.0.2.1" in sentence and "ROADMATE_HTTP" in sentence for sentence in (busy, foreign))
