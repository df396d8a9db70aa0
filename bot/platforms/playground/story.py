"""`roadmate play --once`: seven days of a cohort as a story, played for real and told as text."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.interface.timepiece import Timepiece
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.stage import Stage

ZONE = "Europe/Berlin"
COHORT = "Winter"
_MONDAY = 0


async def tell(playground: Playground, timepiece: Timepiece, write: Callable[[str], None]) -> None:
    """Play the story in an empty playground; `write` gets it line by line."""
    stage = Stage(playground, timepiece, ZONE, write)
    stage.narrate(
        "A week with Roadmate. Everything below was really posted, said and counted just now, in a playground"
        " whose clock can be moved. Clock times are those of Berlin."
    )
    await _sunday_evening(stage, _next_monday(timepiece))
    await _monday(stage)
    await _tuesday(stage)
    await _wednesday(stage)
    await _thursday(stage)
    await _friday(stage)
    await _saturday(stage)
    await _sunday(stage)
    stage.narrate("That was seven days. `roadmate play` opens the same world in your browser.")


async def _sunday_evening(stage: Stage, monday: date) -> None:
    stage.narrate("Admin makes a cohort on a bundled roadmap. Three people join.")
    await stage.say(
        "Admin",
        f"/cohort create curriculum:py-backend-20d name:{COHORT} start:{monday.isoformat()} time:09:00"
        f" zone:{ZONE} days:mon,tue,wed,thu,fri,sat,sun",
    )
    await stage.say("Admin", f"/cohort start cohort:{COHORT}")
    for member in ("Ada", "Bruno", "Zoë"):
        await stage.say(member, f"/join cohort:{COHORT} zone:{ZONE} listed:yes")


async def _monday(stage: Stage) -> None:
    await stage.post()
    await stage.at("09:20")
    await stage.press("Ada", "Done")
    await stage.at("19:45")
    await stage.say("Bruno", "/checkin My first route answers!")
    await stage.at("22:10")
    await stage.press("Zoë", "Done")


async def _tuesday(stage: Stage) -> None:
    await stage.post()
    await stage.at("12:30")
    await stage.press("Ada", "Note / proof", {"note": "Twice through, now it sticks", "minutes": "50"})
    await stage.at("20:15")
    await stage.press("Bruno", "Done")
    stage.narrate("Zoë falls asleep over a book. It was not this one.")


async def _wednesday(stage: Stage) -> None:
    await stage.at("08:10")
    stage.narrate("Yesterday is still open for her: there is a day of grace.")
    await stage.say("Zoë", "/checkin")
    await stage.post()
    await stage.at("09:05")
    await stage.press("Ada", "Done")
    await stage.at("21:00")
    await stage.press("Zoë", "Done")
    stage.narrate("Bruno is on a train without a signal. Nobody is told, and nobody nags in public.")


async def _thursday(stage: Stage) -> None:
    await stage.post()
    await stage.at("09:10")
    stage.narrate("Ada presses too early, and takes it back.")
    await stage.press("Ada", "Done")
    await stage.press("Ada", "Undo")
    await stage.at("18:00")
    await stage.press("Ada", "Done")
    await stage.press("Zoë", "Done")
    stage.narrate("Bruno is still on that train.")


async def _friday(stage: Stage) -> None:
    await stage.post()
    await stage.at("10:00")
    stage.narrate("Bruno is back. Wednesday is lost, but Thursday is still within grace.")
    await stage.say("Bruno", "/checkin Thursday, caught up on the train")
    await stage.say("Bruno", "/checkin And today")
    await stage.say("Bruno", "/streak")
    await stage.press("Ada", "Done")
    await stage.press("Zoë", "Done")


async def _saturday(stage: Stage) -> None:
    await stage.post()
    await stage.at("11:00")
    for member in ("Ada", "Bruno", "Zoë"):
        await stage.press(member, "Done")


async def _sunday(stage: Stage) -> None:
    await stage.post()
    await stage.at("20:00")
    for member in ("Zoë", "Ada", "Bruno"):
        await stage.press(member, "Done")
    stage.narrate("How did Bruno keep his streak? He asks for the receipt.")
    await stage.say("Bruno", "/why")
    await stage.say("Ada", "/leaderboard")


def _next_monday(timepiece: Timepiece) -> date:
    today = timepiece.now().astimezone(ZoneInfo(ZONE)).date()
    return today + timedelta(days=(_MONDAY - today.weekday()) % 7 or 7)
