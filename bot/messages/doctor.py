"""What the doctor says: each check with what was found, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.messages.voice import Voice

Detail = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """One check. `cure` is empty where nothing needs to be done."""

    check: str
    ok: bool
    found: str
    cure: str = ""


def data_directory(say: Voice, path: Path, *, can_write: bool) -> Line:
    """Whether the data directory can be used."""
    if can_write:
        return Line(say.plain("data directory"), True, str(path))
    return Line(
        say.plain("data directory"),
        False,
        say.plain("{path} cannot be written", path=path),
        say.plain("Allow writing there, or choose another one with ROADMATE_DATA."),
    )


def database(say: Voice, trouble: str) -> Line:
    """Whether the database can be used; `trouble` is a sentence with its cure, or empty."""
    found = say.plain("it cannot be used") if trouble else say.plain("it can be used")
    return Line(say.plain("database"), not trouble, found, trouble)


def no_database_yet(say: Voice) -> Line:
    """There is no database, as before the first start."""
    return Line(say.plain("database"), True, say.plain("none yet; the first start makes it"))


def no_discord(say: Voice) -> Line:
    """There is no token for Discord."""
    return Line(say.plain("Discord"), True, say.plain("not used: DISCORD_TOKEN is not set"))


def discord_line(say: Voice, code: str, detail: Detail, *, ok: bool) -> Line:
    """What was found out about Discord; the codes are those of the platform's examination."""
    match code:
        case "token":
            return _token(say, detail, ok=ok)
        case "clock":
            return _clock(say, detail, ok=ok)
        case "commands":
            return _commands(say, ok=ok)
        case _:
            return _room(say, detail, ok=ok)


def _token(say: Voice, detail: Detail, *, ok: bool) -> Line:
    check = say.plain("Discord token")
    if ok:
        return Line(check, True, say.plain("it is that of {bot}", bot=detail["bot"]))
    if detail["why"] == "unreachable":
        cure = say.plain("Look at this machine's network, and at DISCORD_API_URL if it is set.")
        return Line(check, False, say.plain("Discord cannot be reached"), cure)
    cure = say.plain("Copy the token again from the Bot page of the developer portal into DISCORD_TOKEN.")
    return Line(check, False, say.plain("Discord refuses it ({why})", why=detail["why"]), cure)


def _clock(say: Voice, detail: Detail, *, ok: bool) -> Line:
    found = say.plain("{seconds} s ahead of Discord's", seconds=detail["seconds"])
    cure = "" if ok else say.plain("Let this machine take its time from the network (NTP).")
    return Line(say.plain("clock"), ok, found, cure)


def _commands(say: Voice, *, ok: bool) -> Line:
    if ok:
        return Line(say.plain("Discord commands"), True, say.plain("Discord knows them as they are now"))
    return Line(
        say.plain("Discord commands"),
        False,
        say.plain("Discord does not know them as they are now"),
        say.plain("Start the bot once with `roadmate run`; it tells Discord by itself."),
    )


def _room(say: Voice, detail: Detail, *, ok: bool) -> Line:
    check = say.plain("Discord room {room}", room=detail["room"])
    if ok:
        return Line(check, True, say.plain("all rights are there"))
    lacking = detail.get("lacking")
    if isinstance(lacking, tuple):
        rights = ", ".join(str(right) for right in lacking)
        cure = say.plain("Give the bot these rights in that channel: {rights}.", rights=rights)
        return Line(check, False, say.plain("rights are missing"), cure)
    cure = say.plain("Let the bot in again with `roadmate invite`, or attach another room to the cohort.")
    return Line(check, False, say.plain("it cannot be spoken in ({why})", why=detail["why"]), cure)
