"""What a cohort does from day to day on Discord, each step as its people see it."""

from datetime import datetime, timedelta

from tests.acceptance.discord_stage import WHISPERED
from tests.acceptance.discord_town import ADMIN, MEMBERS, MONDAY, NOTICED, Town, holds, text_of

TUESDAY = MONDAY + timedelta(days=1)
_PROOF = {"filename": "tests.txt", "content": "12 passed"}


async def an_admin_creates_and_starts_a_cohort(town: Town) -> None:
    """The preview shows the first post, and the suggestions are alive."""
    zones = await town.stage.ask(
        "autocomplete", user=ADMIN, channel="general", command="cohort create", option="zone", value="kolkata"
    )
    shown = [choice["name"] for choice in zones["choices"] or ()]
    holds(any("Asia/Kolkata" in name and "now 4:" in name for name in shown), zones)
    await town.study("Winter 27")


async def three_members_join(town: Town) -> None:
    """Two say everything at once, one is asked in a form."""
    for name in MEMBERS[:2]:
        joined = await town.say(name, "join", cohort="Winter 27", listed=True)
        holds("Winter 27" in text_of(joined), text_of(joined))
    asked = await town.say("chiara", "join", cohort="Winter 27")
    joined = await town.fill(asked, listed="yes")
    holds("Winter 27" in text_of(joined), text_of(joined))


async def the_post_appears_at_its_time(town: Town) -> None:
    """Neither before its time nor long after it, silent, with its buttons."""
    await town.move_to(MONDAY - timedelta(seconds=25))
    holds(not await town.posts("general"), "it was posted too early")
    post = await town.posted("general", 1)
    late = datetime.fromisoformat(post["timestamp"]) - MONDAY
    holds(timedelta() <= late < NOTICED, f"posted {late} after its time")
    labels = [widget["label"] for widget in post["widgets"]]
    holds(labels[:3] == ["Done", "Note / proof", "Open"], labels)
    holds(post["flags"] & 4096, "it is not silent")


async def they_check_in_by_button_command_and_form(town: Town) -> None:
    """A second press counts nothing; the form brings a note and a file."""
    post = await town.posted("general", 1)
    pressed = await town.press("ada", post, "Done")
    holds("Day **1** counted" in text_of(pressed), text_of(pressed))
    again = await town.press("ada", post, "Done")
    holds("Already counted" in text_of(again), text_of(again))
    said = await town.say("bruno", "checkin", note="read it twice")
    holds("Day **1** counted" in text_of(said), text_of(said))
    asked = await town.press("chiara", post, "Note / proof")
    noted = await town.fill(asked, note="tests are green", minutes="40", proof=[_PROOF])
    holds("Your note is saved." in text_of(noted), text_of(noted))

    async def shown() -> list[str]:
        thread = await town.stage.ask("messages", channel=post["id"])
        return [each["filename"] for message in thread for each in message["attachments"]]

    holds(await town.until(shown, "the file in the thread") == ["tests.txt"], await shown())


async def one_undoes_and_comes_back(town: Town) -> None:
    """Undo is in the whisper, and so is the way back."""
    counted = await town.say("bruno", "checkin")
    undone = await town.press("bruno", counted["message"], "Undo")
    holds("no longer counted" in text_of(undone), text_of(undone))
    again = await town.press("bruno", undone["message"], "Check in again")
    holds("Day **1** counted" in text_of(again), text_of(again))


async def questions_are_answered(town: Town) -> None:
    """What one asks oneself, and what an admin asks."""
    expected = {
        "today": "Day 1 of 20",
        "streak": "1",
        "why": "you checked in",
        "progress": "1",
        "leaderboard": "bruno",
        "plan": "Day",
        "settings": "Your clock",
        "help": "/checkin",
        "privacy": "export",
    }
    for command, text in expected.items():
        answer = await town.say("ada", command)
        holds(text.casefold() in text_of(answer).casefold(), (command, text_of(answer)))
    status = await town.say(ADMIN, "cohort status", cohort="Winter 27")
    holds("3 of 3 done" in text_of(status), text_of(status))
    preview = await town.say(ADMIN, "cohort preview", cohort="Winter 27")
    holds("<t:" in text_of(preview), text_of(preview))
    mine = await town.say("ada", "export")
    holds(mine["message"]["attachments"], mine)


async def menus_say_commands(town: Town) -> None:
    """A message of one's own counts, with its words; a person shows their progress."""
    await town.move_to(TUESDAY - timedelta(seconds=2))
    await town.posted("general", 2)
    wrote = await town.stage.ask("post_message", user="ada", channel="general", content="read chapter 3")
    counted = await town.ask("message_command", user="ada", message=wrote["id"], name="Count as my check-in")
    holds("Day **2** counted" in text_of(counted) and counted["ephemeral"], text_of(counted))
    holds(town.rows("SELECT note FROM check_ins WHERE note = 'read chapter 3'"), "the note is not there")
    shown = await town.ask(
        "user_command", user="ada", channel="general", name="Show progress", target="bruno"
    )
    holds("bruno" in text_of(shown) and shown["ephemeral"], text_of(shown))


async def strangers_are_refused(town: Town) -> None:
    """An admin's commands are not offered, and somebody else's whisper has no button for others."""
    offered = await town.stage.ask("commands_for", user="ada", channel="general")
    usable = {each["name"] for each in offered if each["usable"]}
    holds("checkin" in usable and not {"cohort", "curriculum"} & usable, usable)
    post = await town.posted("general", 2)
    await town.stage.ask("add_user", name="eve")
    await town.stage.ask("add_member", guild="Study", user="eve")
    refused = await town.press("eve", post, "Done")
    holds("join" in text_of(refused).casefold() and "counted" not in text_of(refused), text_of(refused))


async def nobody_was_disturbed(town: Town) -> None:
    """In the room there are two posts, and nothing else of the bot's that everybody sees."""
    seen = await town.stage.ask("messages", channel="general", user=ADMIN)
    public = [each for each in seen if each["author"].get("bot") and not each["flags"] & WHISPERED]
    holds(sum(each["type"] == 0 for each in public) == 2, [each["text"] for each in public])


STEPS = (
    an_admin_creates_and_starts_a_cohort,
    three_members_join,
    the_post_appears_at_its_time,
    they_check_in_by_button_command_and_form,
    one_undoes_and_comes_back,
    questions_are_answered,
    menus_say_commands,
    strangers_are_refused,
    nobody_was_disturbed,
)
