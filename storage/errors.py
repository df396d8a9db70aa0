"""What can be wrong with the database, as one tree. An error carries data; sentences are made elsewhere.

StorageError
├── DatabaseUnknown      the URL names no database that can be used
├── DatabaseUnreachable  its server does not answer
├── DatabaseRefused      its server lets nobody in like that
├── DatabaseUnwritable   a directory or file that may not be written, or a full disk
├── DatabaseBusy         another process works on it
├── DatabaseDamaged      it fails its integrity check, or is no database at all
├── DatabaseForeign      a sound database, but another program's
├── DatabaseNewer        a later release made it
├── DatabaseOlder        an earlier release made it, and it is not to be changed
├── DatabaseOccupied     something is in it where nothing may be
├── MoveIncomplete       not everything has arrived in the other database
├── MigrationFailed      it could not be brought to the latest revision
├── DatabaseClosed       it was closed, or is just being closed
├── DatabaseSwamped      more is waiting to be written than the writer takes on
└── BackupUnusable       a file that cannot be restored from, or a place where no copy can be made
"""


class StorageError(Exception):
    """A fault of the database or its files. `where` is a path, or a URL without its password."""

    def __init__(self, where: str, **data: object) -> None:
        super().__init__(where)
        self.where = where
        self.data = data

    def __str__(self) -> str:
        """For logs and test reports only; people get a sentence."""
        details = "".join(f", {name}={value!r}" for name, value in self.data.items())
        return f"{type(self).__name__}({self.where}{details})"


class DatabaseUnknown(StorageError):
    """The URL cannot be used. Data: `reason` ('syntax', 'scheme', 'memory', 'driver', 'missing')."""


class DatabaseUnreachable(StorageError):
    """The server at `where` cannot be reached. Data: `reason` (the system's words), `kind` ('host', where no
    machine of that name is known, or 'silent')."""


class DatabaseRefused(StorageError):
    """The server at `where` lets nobody in like that. Data: `reason` ('password', or 'name', where it has no
    such database)."""


class DatabaseUnwritable(StorageError):
    """What is at `where` cannot be written. Data: `reason` (the system's words)."""


class DatabaseBusy(StorageError):
    """Another process holds the database. Data: `pid` (of that process, or None if it is not known), and
    `kind` ('server') where it is not a file."""


class DatabaseDamaged(StorageError):
    """The file is not sound. Data: `problem` (SQLite's first words), `copies` (sound ones, perhaps)."""


class DatabaseForeign(StorageError):
    """The file holds tables of another program, and none of ours. Data: `tables` (a few names)."""


class DatabaseNewer(StorageError):
    """A later release made the database. Data: `revision` (its own), `known` (our latest)."""


class DatabaseOlder(StorageError):
    """An earlier release made the database, and it is only read. Data: `revision` (its own)."""


class DatabaseOccupied(StorageError):
    """What is to be filled has rows already."""


class MoveIncomplete(StorageError):
    """Fewer or more rows arrived than there are in the table `where`, which is a bug; none was kept. Data:
    `there`, `arrived` (how many)."""


class MigrationFailed(StorageError):
    """A migration failed, which is a bug; the revisions before it stay done. Data: `revision` (the one it
    had), `copy` (the file as it was before, or None where there is no file)."""


class DatabaseClosed(StorageError):
    """Nothing more is taken on. What had been accepted before is either committed or failed."""


class DatabaseSwamped(StorageError):
    """Too many writes are waiting. Data: `waiting`. Nothing of this one was written."""


class BackupUnusable(StorageError):
    """`where` cannot be restored from, or copied to. Data: `problem` ('exists', 'missing', 'server', 'empty',
    or the name of another error of this tree)."""
