"""Everything that goes wrong on Discord, each in the middle of a cohort's days."""

from datetime import timedelta
from functools import partial

from tests.acceptance.discord_stage import WHISPERED
from tests.acceptance.discord_town import ADMIN, MONDAY, Json, Town, holds, text_of

PROVOKED = 7
"""So many refusals are asked for below: six of the storm, one for the lost right."""

_A_MOMENT = timedelta(seconds=12)
_FIRST_ON_TUESDAY = 2
_SENDS = {"method": "POST", "path": "/channels/*/messages"}


def _day(number: int) -> timedelta:
    """From Monday on to the moment before the post of the study day with this number."""
    weeks, days = divmod(number - 1, 5)
    return timedelta(weeks=weeks, days=days) - _A_MOMENT


async def the_connection_drops_and_is_resumed(town: Town) -> None:
    """Without a new session, and the next press is heard."""
    await _resumed_after(town, "gateway_drop")


async def discord_asks_for_a_reconnect(town: Town) -> None:
    """The same, politely."""
    await _resumed_after(town, "gateway_reconnect")


async def _resumed_after(town: Town, what: str) -> None:
    [before] = await town.stage.ask("sessions")
    post = await town.posted("general", _FIRST_ON_TUESDAY)

    async def resumed() -> bool:
        found = await town.stage.ask("sessions")
        log = await town.stage.ask("gateway_log")
        is_same = [each["id"] for each in found if each["connected"]] == [before["id"]]
        return is_same and "resume" in str(log[-3:]).casefold()

    await town.stage.ask(what)
    await town.until(resumed, f"a resumed session after {what}")
    answer = await town.press("chiara", post, "Done")
    holds("counted" in text_of(answer), text_of(answer))


async def a_button_works_after_a_restart(town: Town) -> None:
    """And so does one in a whisper of the program that has ended."""
    post = await town.posted("general", _FIRST_ON_TUESDAY)
    counted = await town.press("bruno", post, "Done")
    await town.restart()
    again = await town.press("bruno", post, "Done")
    holds("Already counted" in text_of(again), text_of(again))
    undone = await town.press("bruno", counted["message"], "Undo")
    holds("no longer counted" in text_of(undone), text_of(undone))


async def a_form_is_submitted_across_a_restart(town: Town) -> None:
    """Opened before it, answered after it."""
    post = await town.posted("general", _FIRST_ON_TUESDAY)
    opened = await town.press("bruno", post, "Note / proof")
    await town.restart()
    noted = await town.fill(opened, note="written across a restart")
    holds("Day **2** counted" in text_of(noted), text_of(noted))


async def a_response_is_lost_after_the_message_was_created(town: Town) -> None:
    """The post is there once, and the ledger knows it."""
    await town.move_to(MONDAY + _day(3))
    await town.stage.ask("fault", kind="lost_response", **_SENDS)
    await town.posted("general", 3)
    await town.until(lambda: _settled(town), "a settled ledger")
    holds(len(await town.posts("general")) == 3, "it was posted twice")


async def a_storm_of_refusals_is_waited_out(town: Town) -> None:
    """The post comes once, and people are answered meanwhile."""
    await town.move_to(MONDAY + _day(4))
    await town.stage.ask("fault", kind="rate_limit", times=6, retry_after=0.7, **_SENDS)
    answer = await town.say("ada", "streak")
    holds("Streak" in text_of(answer), text_of(answer))
    await town.posted("general", 4)
    await town.until(lambda: _settled(town), "a settled ledger")
    holds(len(await town.posts("general")) == 4, "it was posted twice")


async def a_deleted_channel_pauses_its_room_and_is_told_once(town: Town) -> None:
    """The admin hears of it in private, `cohort status` says it, and nothing more is tried there."""
    await town.study("Hall", "hall", start="2027-01-08")
    await town.stage.ask("delete_channel", channel="hall")
    await town.move_to(MONDAY + _day(5))
    await town.told(ADMIN, "hears nothing from me in")
    await town.posted("general", 5)
    status = await town.say(ADMIN, "cohort status", cohort="Hall")
    holds("the room is gone" in text_of(status), text_of(status))
    tried = await town.stage.ask("requests", path=f"/channels/{town.rooms['hall']}/*")
    holds(len([each for each in tried if each.get("status", 0) >= 400]) <= 2, tried)


async def a_lost_right_pauses_its_room_until_it_is_given_back(town: Town) -> None:
    """The admin hears of it, and brings the room back by a command: it has the next day's post."""
    await town.study("Den", "den", start="2027-01-11")
    await town.stage.ask("set_overwrite", channel="den", target="bot", deny=["send_messages"])
    await town.move_to(MONDAY + _day(6))
    await town.told(ADMIN, "I may not speak there")
    await town.stage.ask("set_overwrite", channel="den", target="bot")
    resumed = await town.say(ADMIN, "cohort resume", cohort="Den")
    holds("Den" in text_of(resumed), text_of(resumed))
    await town.move_to(MONDAY + _day(7))
    await town.posted("den", 1)


async def a_forum_has_a_post_a_day(town: Town) -> None:
    """With the day for its title; members check in there, and a file stands under the post."""
    await town.study("Forum", "general", "days", start="2027-01-13")
    for number in (8, 9):
        await town.move_to(MONDAY + _day(number))
        await town.until(partial(_threads, town, number - 7), "the post in the forum")
    names = [each["name"] for each in await _threads(town, 2) or ()]
    holds([name.partition(" - ")[0] for name in names] == ["Day 1 of 20", "Day 2 of 20"], names)
    newest = (await _threads(town, 2) or [])[-1]
    await town.say("ada", "join", cohort="Forum", listed=True)
    [post] = await town.posts(newest["id"])
    counted = await town.press("ada", post, "Done")
    holds("Day **2** counted" in text_of(counted), text_of(counted))


async def a_new_server_is_greeted_once(town: Town) -> None:
    """In its first room, and not again after a restart."""
    made = await town.stage.ask("add_guild", name="Second", channels=["lobby", "rest"])
    lobby = made["channels"]["lobby"]

    async def greeted() -> list[Json]:
        found = await town.stage.ask("messages", channel=lobby)
        return [each for each in found if not each["flags"] & WHISPERED]

    [hello] = await town.until(greeted, "a greeting")
    holds("/cohort create" in hello["text"], hello["text"])
    await town.restart()
    holds(len(await greeted()) == 1, "it was greeted again")


async def _settled(town: Town) -> bool:
    [(left,)] = town.rows("SELECT count(*) FROM ledger WHERE state != 'sent'")
    return not left


async def _threads(town: Town, count: int) -> list[Json] | None:
    channels = await town.stage.ask("channels", guild="Study")
    found = [each for each in channels if each.get("parent_id") == town.rooms["days"]]
    return sorted(found, key=lambda each: int(each["id"])) if len(found) >= count else None


STEPS = (
    the_connection_drops_and_is_resumed,
    discord_asks_for_a_reconnect,
    a_button_works_after_a_restart,
    a_form_is_submitted_across_a_restart,
    a_response_is_lost_after_the_message_was_created,
    a_storm_of_refusals_is_waited_out,
    a_deleted_channel_pauses_its_room_and_is_told_once,
    a_lost_right_pauses_its_room_until_it_is_given_back,
    a_forum_has_a_post_a_day,
    a_new_server_is_greeted_once,
)
