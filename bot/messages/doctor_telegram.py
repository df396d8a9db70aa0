"""What the doctor says about Telegram; the codes are those of the platform's examination."""

from bot.interface.finding import Finding
from bot.messages.doctor import Detail, Line, platform_line
from bot.messages.voice import Voice


def _groups(say: Voice, _: Detail, *, ok: bool) -> Line:
    check = say.plain("Telegram groups")
    if ok:
        return Line(check, True, say.plain("the bot can be added to groups"))
    cure = say.plain("Tell @BotFather /setjoingroups, and choose Enable.")
    return Line(check, False, say.plain("the bot cannot be added to groups"), cure)


def _privacy(say: Voice, _: Detail, *, ok: bool) -> Line:
    check = say.plain("Telegram privacy mode")
    if ok:
        return Line(check, True, say.plain("on: only what is meant for the bot is told to it"))
    cure = say.plain(
        "Nothing needs it off. Tell @BotFather /setprivacy, choose Enable, and add the bot to its groups"
        " anew."
    )
    return Line(check, False, say.plain("off: the bot is told all that is said in its groups"), cure)


def _calls(say: Voice, detail: Detail, *, ok: bool) -> Line:
    check, url, wanted = say.plain("Telegram webhook"), detail["url"], detail["wanted"]
    if ok and url:
        return Line(check, True, say.plain("Telegram calls {url}", url=url))
    if ok and wanted:
        return Line(check, True, say.plain("not set yet; the next start sets it"))
    if ok:
        return Line(check, True, say.plain("none: Telegram is asked for news"))
    if url != wanted:
        cure = say.plain(
            "If another program uses this token, stop it, or give it a bot of its own; the next start of this"
            " one takes the webhook over."
        )
        return Line(check, False, say.plain("Telegram calls {url} instead", url=url), cure)
    cure = say.plain(
        "Look that {url} leads to ROADMATE_HTTP from outside, with a certificate that Telegram trusts.",
        url=url,
    )
    return Line(check, False, say.plain("its last call failed ({error})", error=detail["error"]), cure)


_LINES = {"groups": _groups, "privacy": _privacy, "calls": _calls}


def telegram_line(say: Voice, platform: str, finding: Finding) -> Line:
    """What was found out about Telegram: what it shares with other platforms, and what only it has."""
    own = _LINES.get(finding.code)
    return platform_line(say, platform, finding) if own is None else own(say, finding.detail, ok=finding.ok)
