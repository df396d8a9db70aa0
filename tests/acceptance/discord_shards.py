"""Shards: two in one process work, two processes on one SQLite file do not."""

from tests.acceptance.discord_stage import settings
from tests.acceptance.discord_town import ADMIN, Town, holds, text_of
from tests.acceptance.real_process import program

_PATIENCE = 60


async def two_shards_live_in_one_process(town: Town) -> None:
    """A server of each of them is answered."""
    await town.stage.ask("configure", shards=2)
    for number in (0, 1):
        name = f"On shard {number}"
        await town.stage.ask("add_guild", name=name, channels=[f"room-{number}"], shard=[number, 2])
        await town.stage.ask("add_member", guild=name, user=ADMIN, permissions=["manage_guild"])
    await town.restart(sessions=2, DISCORD_SHARDS="0,1/2")
    for number in (0, 1):
        answer = await town.say(ADMIN, "help", f"room-{number}")
        holds("/checkin" in text_of(answer), text_of(answer))


async def two_processes_on_one_file_are_refused(town: Town) -> None:
    """The second one ends with a sentence, and the first one goes on."""
    await town.restart(DISCORD_SHARDS="0/2")
    second = program(town.directory, **settings(town.stage, town.clock), DISCORD_SHARDS="1/2")
    said = len(second.said)
    second.start()
    code = second.ended(_PATIENCE)
    told = second.said[said:]
    holds(code and "Another Roadmate works on" in told and "Traceback" not in told, (code, told))
    answer = await town.say(ADMIN, "help", "room-0")
    holds("/checkin" in text_of(answer), text_of(answer))


STEPS = (two_shards_live_in_one_process, two_processes_on_one_file_are_refused)
