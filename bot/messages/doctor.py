"""What the doctor says: each check with what was found, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.interface.finding import Finding
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


def unused(say: Voice, platform: str, setting: str) -> Line:
    """There is no token for a platform."""
    return Line(platform, True, say.plain("not used: {setting} is not set", setting=setting))


def platform_line(say: Voice, platform: str, finding: Finding) -> Line:
    """What was found out about a platform, which is called by its own name."""
    detail, ok = finding.detail, finding.ok
    match finding.code:
        case "token":
            return _token(say, platform, detail, ok=ok)
        case "clock":
            return _clock(say, platform, detail, ok=ok)
        case "commands":
            return _commands(say, platform, ok=ok)
        case _:
            return _room(say, platform, detail, ok=ok)


def _token(say: Voice, platform: str, detail: Detail, *, ok: bool) -> Line:
    check = say.plain("{platform} token", platform=platform)
    if ok:
        return Line(check, True, say.plain("it is that of {bot}", bot=detail["bot"]))
    setting = platform.upper()
    if detail["why"] == "unreachable":
        cure = say.plain(
            "Look at this machine's network, and at {setting}_API_URL if it is set.", setting=setting
        )
        return Line(check, False, say.plain("{platform} cannot be reached", platform=platform), cure)
    cure = say.plain(
        "Copy the token again from where {platform} shows it into {setting}_TOKEN.",
        platform=platform,
        setting=setting,
    )
    found = say.plain("{platform} refuses it ({why})", platform=platform, why=detail["why"])
    return Line(check, False, found, cure)


def _clock(say: Voice, platform: str, detail: Detail, *, ok: bool) -> Line:
    found = say.plain("{seconds} s ahead of that of {platform}", seconds=detail["seconds"], platform=platform)
    cure = "" if ok else say.plain("Let this machine take its time from the network (NTP).")
    return Line(say.plain("clock"), ok, found, cure)


def _commands(say: Voice, platform: str, *, ok: bool) -> Line:
    check = say.plain("{platform} commands", platform=platform)
    if ok:
        return Line(check, True, say.plain("{platform} knows them as they are now", platform=platform))
    return Line(
        check,
        False,
        say.plain("{platform} does not know them as they are now", platform=platform),
        say.plain("Start the bot once with `roadmate run`; it makes them known by itself."),
    )


def _room(say: Voice, platform: str, detail: Detail, *, ok: bool) -> Line:
    check = say.plain("{platform} room {room}", platform=platform, room=detail["room"])
    if ok:
        return Line(check, True, say.plain("all rights are there"))
    lacking = detail.get("lacking")
    if isinstance(lacking, tuple):
        rights = ", ".join(str(right) for right in lacking)
        cure = say.plain("Give the bot these rights there: {rights}.", rights=rights)
        return Line(check, False, say.plain("rights are missing"), cure)
    cure = say.plain("Let the bot in again, or give the cohort another room.")
    return Line(check, False, say.plain("it cannot be spoken in ({why})", why=detail["why"]), cure)
