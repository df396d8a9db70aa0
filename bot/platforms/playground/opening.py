"""The first start: Admin makes a cohort, members join, and the first day is posted, all by saying commands.

Safe to call at every start: what was said before is not said again, so a start that was interrupted goes on
where it stopped.
"""

from datetime import datetime, timedelta

from bot.interface.timepiece import Timepiece
from bot.platforms.playground import line, world
from bot.platforms.playground.platform import Playground

ROOM = "study-hall"
COHORT = "First steps"
CURRICULUM = "py-backend-20d"
JOINING = {
    "Ada": "Europe/London",
    "Bruno": "Europe/Rome",
    "Chiara": "America/Sao_Paulo",
    "Devika": "Asia/Kolkata",
    "Zoë": "America/New_York",
}
"""Who is there from the beginning, and by which clock they live."""

_WELCOME = "Welcome, everybody! Twenty days, one step a day. The first one comes right away."
_EVERY_DAY = "mon,tue,wed,thu,fri,sat,sun"


async def furnish(playground: Playground, timepiece: Timepiece) -> None:
    """Say what was not said yet; afterwards the first day's post is there."""
    said = {
        (message.asker or message.author, _verb(message.prompt))
        for message in await playground.messages(ROOM)
    }
    steps = _steps(_next_minute(timepiece.now()))
    missing = [(member, text) for member, text in steps if (world.member(member).id, _verb(text)) not in said]
    for member, text in missing:
        await playground.say(member, text, room=ROOM)
    if missing:
        await timepiece.to_next_post()


def _steps(first_post: datetime) -> list[tuple[str, str]]:
    cohort = f"cohort:{line.quoted(COHORT)}"
    create = (
        f"/cohort create curriculum:{CURRICULUM} name:{line.quoted(COHORT)}"
        f" start:{first_post.date().isoformat()} time:{first_post:%H:%M} zone:UTC days:{_EVERY_DAY}"
    )
    joining = [(name, f"/join {cohort} zone:{zone} listed:yes") for name, zone in JOINING.items()]
    return [("Admin", create), ("Admin", f"/cohort start {cohort}"), *joining, ("Admin", _WELCOME)]


def _next_minute(now: datetime) -> datetime:
    """The first full minute that leaves some seconds to say everything."""
    return (now + timedelta(seconds=70)).replace(second=0, microsecond=0)


def _verb(prompt: str) -> str:
    """The words of a prompt before its arguments; empty for plain text."""
    words = prompt.split() if line.is_command(prompt) else []
    return " ".join(word for word in words if ":" not in word and '"' not in word)
