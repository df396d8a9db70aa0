"""One cohort on Discord and Telegram in one real `roadmate run`, told over real sockets.

`python -m tests.acceptance.both [together] [alone]` prints a line for each thing that holds and ends with 1
at the first that does not. It takes about six minutes, for the cohort's post comes when its time has come.
"""

import asyncio
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from tests.acceptance.both_stage import discord, roadmate, telegram
from tests.acceptance.both_story import SOON, Story, code_in, holds, reached

_LATE = 400.0  # who was away for long is tried again ever less often
_AHEAD = timedelta(seconds=200)
_AT_ONCE = 100
_LATE_ANSWER = "answered after the deadline"  # a busy machine's fault, and counted all the same


async def speaks_here(story: Story) -> bool:
    """Whether Discord has an answer."""
    try:
        return "What you can say" in (await story.said_here("bruno", "help"))["text"]
    except (RuntimeError, TypeError, aiohttp.ClientError):
        return False


async def speaks_there(story: Story) -> bool:
    """Whether Telegram has an answer."""
    try:
        await story.there.ask("start", user=story.people["Mayor"])
        await story.there.ask("wait_message", chat=story.people["Mayor"], timeout=2)
    except (RuntimeError, aiohttp.ClientError):
        return False
    return True


async def alone(story: Story) -> None:
    """Each platform serves while the other is away, and the other comes along when it is back."""
    story.here.up()
    await story.furnish_here()
    with roadmate(story.database.parent, (story.here, story.there)):
        took = await reached(lambda: speaks_here(story))
        holds(f"Telegram away at boot does not delay Discord: it answers {took:.1f} s after the start")
        story.there.up()
        await story.furnish_there()
        took = await reached(lambda: speaks_there(story), _LATE)
        holds(f"Telegram is spoken on {took:.1f} s after it is back")
        story.here.away()
        holds("Discord lost in the middle does not stop Telegram", await speaks_there(story))
    story.forget_commands()
    with roadmate(story.database.parent, (story.here, story.there)):
        story.people["Mayor"] = (await story.there.ask("add_user", first_name="Mayor"))["id"]
        took = await reached(lambda: speaks_there(story))
        holds(f"Discord away at boot does not delay Telegram: it answers {took:.1f} s after the start")
        story.here.up()
        await story.furnish_here()
        took = await reached(lambda: speaks_here(story), _LATE)
        holds(f"Discord is spoken on {took:.1f} s after it is back")


async def together(story: Story) -> None:
    """A cohort in a channel and in a group, and Ada in both."""
    story.here.up()
    story.there.up()
    await story.furnish_here()
    await story.furnish_there()
    with roadmate(story.database.parent, (story.here, story.there)):
        await reached(lambda: speaks_here(story), _LATE)
        await reached(lambda: speaks_there(story), _LATE)
        for name in ("Ada", "Chiara"):
            await story.there.ask("start", user=story.people[name])
        await one_cohort(story)


async def one_cohort(story: Story) -> None:
    """From making it to parting Ada's accounts again."""
    await begin(story)
    await attach(story)
    post = await story.here.ask("wait_message", channel="general", contains="Day 1 of", timeout=280)
    await story.there.ask("wait_message", chat=story.group, text="Day 1 of", timeout=SOON)
    holds("the post appears in both rooms")
    await both_check_in(story, post)
    await link(story)
    await in_a_crowd(story, post)
    await unlink(story)
    for emulator in (story.here, story.there):
        found = [each for each in await emulator.ask("violations") if _LATE_ANSWER not in str(each)]
        holds(f"{emulator.folder.name}: no violation of its protocol {found[:2] or ''}", not found)


async def begin(story: Story) -> None:
    """Admin makes a cohort whose first post comes in some minutes."""
    at = datetime.now(UTC) + _AHEAD  # noqa: TID251 - a script in real time
    made = await story.said_here(
        "admin",
        "cohort create",
        curriculum="py-backend-20d",
        name="Winter",
        start=f"{at:%Y-%m-%d}",
        time=f"{at:%H:%M}",
        zone="UTC",
        days="every day",
    )
    started = await story.clicked("admin", made, "Start")
    holds(f"the cohort runs: {started['text']}", "runs" in started["text"])


async def attach(story: Story) -> None:
    """Mayor lets it speak in the group."""
    code = code_in(await story.said_here("admin", "cohort attach"))
    await story.said_there("Mayor", f"/cohort_attach {code}", "speaks here too")
    status = await story.said_here("admin", "cohort status", cohort="Winter")
    holds(
        "status names both rooms",
        "general (Discord), its home" in status["text"] and "square" in status["text"],
    )
    joined = await story.said_here("ada", "join", cohort="Winter", listed=True)
    holds("somebody joins on Discord", "You are in" in joined["text"])
    for name in ("Ada", "Chiara"):
        await story.said_there(name, "/join cohort=Winter listed=yes", "You are in")
    holds("people join in the group")


async def both_check_in(story: Story, post: dict[str, Any]) -> None:
    """Both accounts of Ada count the day before they are linked."""
    done = await story.clicked("ada", post, "Done")
    holds("the day counts on Discord", "Day 1 counted" in done["text"])
    await story.there.ask("press_button", user=story.people["Ada"], text="Done", chat=story.group)
    board = await story.said_here("admin", "leaderboard", cohort="Winter")
    holds(
        "before the link Ada is two on one board",
        len(re.findall(r"\bada\b", board["text"], re.IGNORECASE)) == 2,
    )


async def link(story: Story) -> None:
    """Ada gets a code on Telegram, says it on Discord, and says yes on Telegram."""
    code = code_in(await story.said_there("Ada", "/link", "Be one person"))
    offered = await story.said_here("ada", "link", code=code)
    holds("the question went to Telegram by itself", "now has a question" in offered["text"])
    await story.pressed("Ada", "Yes, that is me", "one person now")
    for_admin = await story.said_here("admin", "cohort status", cohort="Winter")
    holds("one roster: Ada and Chiara are two members", re.search(r"Members\W+2\b", for_admin["text"]))
    board = await story.said_here("admin", "leaderboard", cohort="Winter")
    holds("one place on the board", len(re.findall(r"\bada\b", board["text"], re.IGNORECASE)) == 1)
    streak = await story.said_here("ada", "streak", cohort="Winter")
    holds("one streak", "1 day" in streak["text"])
    settings = await story.said_here("ada", "settings")
    holds(
        "/settings names both accounts", "(Discord)" in settings["text"] and "(Telegram)" in settings["text"]
    )


async def in_a_crowd(story: Story, post: dict[str, Any]) -> None:
    """Ada takes the day back and presses Done 200 times at once, on both."""
    await story.said_here("ada", "undo", cohort="Winter")
    clicks = [
        story.here.ask("click", user="ada", message=post["id"], label="Done", timeout=60)
        for _ in range(_AT_ONCE)
    ]
    pressing = {"user": story.people["Ada"], "text": "Done", "chat": story.group, "wait": 60}
    presses = [story.there.ask("press_button", **pressing) for _ in range(_AT_ONCE)]
    await asyncio.gather(*clicks, *presses)
    stands = "SELECT count(*) FROM check_ins WHERE undone_at IS NULL"
    holds("200 check-ins at once from both platforms: 1 counts", story.counted(stands) == 1)


async def unlink(story: Story) -> None:
    """Each account gets its own back."""
    shown = await story.said_here("ada", "unlink")
    parted = await story.clicked("ada", shown, "Part them")
    holds("the accounts are two again", "two again" in parted["text"])
    for_admin = await story.said_here("admin", "cohort status", cohort="Winter")
    holds("three members again", re.search(r"Members\W+3\b", for_admin["text"]))
    mixed = (
        "SELECT count(*) FROM check_ins c WHERE NOT EXISTS (SELECT 1 FROM identities i"
        " WHERE i.person_id = c.person_id AND i.platform = c.platform)"
    )
    holds("every check-in is with the account that made it", story.counted(mixed) == 0)
    holds("the log has kept every row", story.counted("SELECT count(*) FROM check_ins") == 3)


async def main(*names: str) -> None:
    """Both parts, or those with these names, each from the beginning."""
    for part in (together, alone):
        if names and part.__name__ not in names:
            continue
        with TemporaryDirectory() as directory:
            story = Story(discord(), telegram(), Path(directory) / "roadmate.db")
            try:
                await part(story)
            finally:
                story.here.away()
                story.there.away()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
