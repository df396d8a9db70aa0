"""What the person at the terminal is told when the program cannot go on: one sentence that names the cure."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.messages.voice import Voice, mark
from storage import errors

_STORAGE: Mapping[type[errors.StorageError], str] = {
    errors.DatabaseUnknown: mark(
        "DATABASE_URL is no database that I can use: it should look like sqlite+aiosqlite:///data/roadmate.db."
    ),
    errors.DatabaseUnreachable: mark(
        "The database server of {where} does not answer: start it, or check DATABASE_URL."
    ),
    errors.DatabaseRefused: mark(
        "The server of {where} does not let me in: check the user and the password in DATABASE_URL."
    ),
    errors.DatabaseUnwritable: mark(
        "I cannot write to {where}: free some space there, allow writing, or choose another place "
        "with DATABASE_URL or ROADMATE_DATA."
    ),
    errors.DatabaseBusy: mark(
        "Another Roadmate works on {where}: stop that one first, or give this one its own ROADMATE_DATA."
    ),
    errors.DatabaseDamaged: mark(
        "The database {where} is damaged: bring back a copy with `roadmate restore {copy}`."
    ),
    errors.DatabaseForeign: mark(
        "The database {where} belongs to another program: choose another one with DATABASE_URL."
    ),
    errors.DatabaseNewer: mark(
        "A newer Roadmate has made {where}: install that version again, or restore an older copy."
    ),
    errors.DatabaseOlder: mark(
        "An older Roadmate has made {where}: bring it to this version first, with `roadmate migrate` while "
        "DATABASE_URL names it."
    ),
    errors.DatabaseOccupied: mark(
        "There is something in {where} already, and nothing has changed: choose an empty database."
    ),
    errors.MoveIncomplete: mark(
        "Not all rows of {where} arrived, so that none was kept: please report this, and stay where you are."
    ),
    errors.MigrationFailed: mark(
        "The database {where} could not be brought to this version: install the former version again, put "
        "back what was there with `roadmate restore {copy}`, and please report this."
    ),
    errors.DatabaseClosed: mark("The database {where} has been closed: start the program again."),
    errors.DatabaseSwamped: mark("More is being written than {where} takes: try again in a moment."),
    errors.BackupUnusable: mark(
        "{where} is no sound copy of a Roadmate database, and nothing has changed: choose another file."
    ),
}
_MORE_EXACTLY: Mapping[tuple[type[errors.StorageError], str | None], str] = {
    (errors.DatabaseUnknown, "driver"): mark(
        "PostgreSQL needs a package that is not there: say `pip install 'roadmate[postgres]'`."
    ),
    (errors.DatabaseUnknown, "missing"): mark("There is no database at {where}: look for it elsewhere."),
    (errors.DatabaseUnreachable, "host"): mark(
        "Nobody knows the machine of {where}: check the host in DATABASE_URL."
    ),
    (errors.DatabaseRefused, "name"): mark(
        "There is no database {where}: make it with `createdb`, or check DATABASE_URL."
    ),
    (errors.DatabaseBusy, "server"): mark(
        "Another Roadmate works on {where}: stop that one first, or give this one a database of its own."
    ),
    (errors.MigrationFailed, None): mark(
        "The database {where} could not be brought to this version: install the former version again, and "
        "please report this."
    ),
    (errors.BackupUnusable, "exists"): mark(
        "There is a file at {where} already: choose another name for the copy."
    ),
    (errors.BackupUnusable, "missing"): mark(
        "There is no file {where}, and nothing has changed: choose another one."
    ),
    (errors.BackupUnusable, "server"): mark(
        "{where} is on a server: copy and restore it with the server's own tools, such as pg_dump."
    ),
}


def storage_trouble(say: Voice, error: errors.StorageError) -> str:
    """What is wrong with the database, and what to do."""
    words = [value for value in error.data.values() if value is None or isinstance(value, str)]
    found = [_MORE_EXACTLY.get((type(error), word)) for word in words]
    sentence = next((each for each in found if each), _STORAGE[type(error)])
    return say.plain(sentence, where=error.where, copy=_copy(error))


def _copy(error: errors.StorageError) -> object:
    """The newest copy that the error knows of, or the word that stands for one."""
    copies = error.data.get("copies")
    newest = copies[-1] if isinstance(copies, Sequence) and copies else None
    return error.data.get("copy") or newest or "FILE"


def cannot_listen(say: Voice, host: str, port: int, *, busy: bool) -> str:
    """The address of the web server cannot be used; with `busy`, because another program has it."""
    if busy:
        return say.plain(
            "I cannot listen on {host}, port {port}: stop the program that uses it, or choose another port "
            "with ROADMATE_HTTP or `--port`.",
            host=host,
            port=port,
        )
    return say.plain(
        "I cannot listen on {host}, port {port}: choose an address of this machine, and a port above 1023, "
        "with ROADMATE_HTTP.",
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


def moved_rows(say: Voice, counts: Mapping[str, int]) -> str:
    """Everything is in another database: how many rows of which table, counted on both sides."""
    lines = [f"{count:9,}  {table}" for table, count in counts.items() if count]
    cure = say.plain(
        "Everything is there, counted on both sides (rows: {number}). Start the bot with DATABASE_URL set to "
        "the new database and the same ROADMATE_DATA; what was copied has not changed.",
        number=f"{sum(counts.values()):,}",
    )
    return "\n".join([*lines, cure])
