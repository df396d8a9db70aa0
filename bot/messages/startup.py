"""What the person at the terminal is told when the program cannot go on: one sentence that names the cure."""

from collections.abc import Mapping
from pathlib import Path

from bot.messages.voice import Voice, mark
from storage import errors

_STORAGE: Mapping[type[errors.StorageError], str] = {
    errors.DatabaseUnknown: mark(
        "DATABASE_URL is no database that I can use: it should look like sqlite+aiosqlite:///data/roadmate.db."
    ),
    errors.DatabaseUnwritable: mark(
        "I cannot write to {where}: free some space there, allow writing, or choose another place "
        "with DATABASE_URL or ROADMATE_DATA."
    ),
    errors.DatabaseBusy: mark(
        "Another Roadmate works on {where}: stop that one first, or give this one its own ROADMATE_DATA."
    ),
    errors.DatabaseDamaged: mark(
        "The database {where} is damaged: bring back a copy with `roadmate restore FILE`; "
        "copies are in {copies}."
    ),
    errors.DatabaseForeign: mark(
        "The database {where} belongs to another program: choose another one with DATABASE_URL."
    ),
    errors.DatabaseNewer: mark(
        "A newer Roadmate has made {where}: install that version again, or restore an older copy."
    ),
    errors.MigrationFailed: mark(
        "The database {where} could not be brought to this version, and is as it was: install the former "
        "version again, or report this; a copy is in {copy}."
    ),
    errors.DatabaseClosed: mark("The database {where} has been closed: start the program again."),
    errors.DatabaseSwamped: mark("More is being written than {where} takes: try again in a moment."),
    errors.BackupUnusable: mark("{where} cannot be used as a backup: choose another file."),
}


def storage_trouble(say: Voice, error: errors.StorageError) -> str:
    """What is wrong with the database, and what to do."""
    fields = {"copies": "backups"} | error.data
    return say.plain(_STORAGE[type(error)], where=error.where, **fields)


def cannot_listen(say: Voice, host: str, port: int) -> str:
    """The address of the web server cannot be used."""
    return say.plain(
        "I cannot listen on {host}, port {port}: stop the program that uses it, or choose another port "
        "with ROADMATE_HTTP or `--port`.",
        host=host,
        port=port,
    )


def history_unusable(say: Voice, path: Path) -> str:
    """The playground's own file cannot be used."""
    return say.plain(
        "The playground cannot use {path}: allow writing there, move the file away, or choose another "
        "directory with ROADMATE_DATA.",
        path=path,
    )


def refused(say: Voice, platform: str, reason: str, setting: str) -> str:
    """A platform will not have us, whatever we do."""
    return say.plain(
        "{platform} refuses me ({reason}): check {setting}, and that no second Roadmate uses it.",
        platform=platform.capitalize(),
        reason=reason,
        setting=setting,
    )


def nothing_to_run(say: Voice) -> str:
    """No platform has a token."""
    return say.plain(
        "There is nowhere to speak yet: no platform has a token. "
        "`roadmate play` shows everything on this machine, with no account."
    )


def playing(say: Voice, address: str) -> str:
    """Where the playground is."""
    return say.plain("The playground is open: {address} (stop it with Ctrl+C)", address=address)
