"""`roadmate play --once`: seven days of a cohort as a story, played for real and told as text."""

from collections.abc import Callable
from datetime import timedelta

from bot.interface.timepiece import Timepiece
from bot.platforms.playground.platform import Playground
from bot.platforms.playground.stage import WHOLE, Stage

ZONE = "Europe/Berlin"
COHORT = "Winter"
_SUNDAY = 6
_ROADMAP = "py-backend-20d"


async def tell(playground: Playground, timepiece: Timepiece, write: Callable[[str], None]) -> None:
    """Play the story in an empty playground; `write` gets it line by line."""
    stage = Stage(playground, timepiece, ZONE, write)
    stage.narrate(
        "A week with Roadmate. Every line below was posted, said and counted just now, in a playground whose"
        " clock can be moved. After an arrow comes the bot's answer, which only the one who spoke can see."
    )
    await _the_evening_before(stage)
    for day in (_monday, _tuesday, _wednesday, _thursday, _friday, _saturday, _sunday):
        await day(stage)
    stage.narrate("Seven days, told. `roadmate play` opens the same world in your browser.")


async def _the_evening_before(stage: Stage) -> None:
    await stage.at("18:00", weekday=_SUNDAY)
    monday = stage.today() + timedelta(days=1)
    await stage.say(
        "Admin",
        f"/cohort create curriculum:{_ROADMAP} name:{COHORT} start:{monday.isoformat()} time:09:00"
        f" zone:{ZONE} days:mon,tue,wed,thu,fri,sat,sun",
        most=12,
    )
    await stage.say("Admin", f"/cohort start {COHORT}")
    for member in ("Ada", "Bruno", "Zoë"):
        await stage.say(member, f"/join {COHORT} listed:yes")


async def _monday(stage: Stage) -> None:
    await stage.post(most=WHOLE)
    await stage.at("09:20")
    await stage.press("Ada", "Done", most=WHOLE)
    await stage.at("19:45")
    await stage.say("Bruno", "/checkin My first report from a CSV file!")
    await stage.at("22:10")
    await stage.press("Zoë", "Done")


async def _tuesday(stage: Stage) -> None:
    await stage.post()
    await stage.at("12:30")
    await stage.press("Ada", "Note / proof", {"note": "twice through, now it sticks", "minutes": "50"})
    await stage.at("20:15")
    await stage.press("Bruno", "Done")
    await stage.at("23:59")
    stage.narrate("Zoë falls asleep over a book. It was not this one.")


async def _wednesday(stage: Stage) -> None:
    await stage.at("08:10")
    await stage.say("Zoë", "/checkin Read it over breakfast")
    await stage.post()
    await stage.at("09:05")
    await stage.press("Ada", "Done")
    await stage.at("21:00")
    await stage.press("Zoë", "Done")
    stage.narrate("Bruno sits on a train without a signal. Nobody nags him in public.")


async def _thursday(stage: Stage) -> None:
    await stage.post()
    await stage.at("09:10")
    await stage.press("Ada", "Done")
    await stage.press("Ada", "Undo")
    stage.narrate("That was too early: Ada has not even begun. She does it in the evening.")
    await stage.at("18:00")
    await stage.press("Ada", "Done")
    await stage.press("Zoë", "Done")


async def _friday(stage: Stage) -> None:
    await stage.post()
    stage.narrate("Bruno is back. Wednesday is lost, but Thursday is still within its day of grace.")
    await stage.at("10:00")
    await stage.say("Bruno", "/checkin Thursday, caught up on the train", most=WHOLE)
    await stage.say("Bruno", "/checkin And today")
    await stage.at("17:30")
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
    await stage.say("Zoë", "/leaderboard", most=WHOLE)
    stage.narrate("How did Bruno's streak live through that train? He asks for the receipt.")
    await stage.say("Bruno", "/why", most=WHOLE)
