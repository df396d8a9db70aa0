"""What the doctor says of the machine itself."""

from datetime import timedelta
from pathlib import Path

from bot.messages.doctor import Line
from bot.messages.voice import Voice


def space(say: Voice, where: Path, megabytes: int, *, is_enough: bool) -> Line:
    """How much can still be written."""
    found = say.plain("{megabytes} MB free at {where}", megabytes=megabytes, where=where)
    cure = say.plain("Free some space there, or choose another directory with ROADMATE_DATA.")
    return Line(say.plain("disk space"), is_enough, found, "" if is_enough else cure)


def zones(say: Voice, version: str, number: int) -> Line:
    """Which rules the clocks of the world are known by."""
    ok = number > 0
    found = say.plain("{number} zones, tzdata {version}", number=number, version=version)
    cure = say.plain("Install the package tzdata again.")
    return Line(say.plain("time zones"), ok, found, "" if ok else cure)


def secret(say: Voice, path: Path, *, is_private: bool) -> Line:
    """Whether nobody else can read what signs the buttons."""
    if is_private:
        return Line(say.plain("secret"), True, say.plain("only its owner can read {path}", path=path))
    cure = say.plain("Say `chmod 600 {path}`.", path=path)
    return Line(say.plain("secret"), False, say.plain("others can read {path}", path=path), cure)


def no_copy_yet(say: Voice, directory: Path) -> Line:
    """There is a database, and no copy of it."""
    found = say.plain("none yet in {directory}; a running bot makes one a day", directory=directory)
    return Line(say.plain("copies"), True, found)


def copies(say: Voice, number: int, age: timedelta, *, is_recent: bool) -> Line:
    """How many copies there are, and how old the newest is."""
    hours = int(age.total_seconds() // 3600)
    found = say.plain("{number} kept, the newest {hours} h old", number=number, hours=hours)
    cure = say.plain("Start the bot, which makes one a day, or make one with `roadmate backup`.")
    return Line(say.plain("copies"), is_recent, found, "" if is_recent else cure)


def running(say: Voice, pid: int | None) -> Line:
    """Whether a bot works on the database; either is fine."""
    if pid is None:
        return Line(say.plain("bot"), True, say.plain("none works on this database now"))
    return Line(say.plain("bot"), True, say.plain("process {pid} works on this database", pid=pid))
