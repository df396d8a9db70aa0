"""What keeps people studying, turned off on a simulated Discord: for a whole cohort, and by a member."""

from datetime import UTC, datetime
from pathlib import Path

from simulated_discord import words
from study_on_discord import studying

LINK = "https://example.org/ada"
SWITCHES = (
    "reminders",
    "digest",
    "summary",
    "leaderboard",
    "projects",
    "keepup",
    "buddies",
    "recall",
)


async def test_an_admin_turns_each_of_them_off_for_a_cohort(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general, admin = study.stage, study.stage.general, study.stage.admin()
        ada = stage.member("Ada")
        await study.cohort()
        await study.join(ada)
        await ada.slash(general, "settings", reminder="12:00", recall="13:00")
        shown = await admin.slash(
            general, "cohort edit", cohort="Winter 26", team=0, **dict.fromkeys(SWITCHES, False)
        )
        assert words(shown).count("> **no**") == len(SWITCHES)
        await admin.click(shown.response, label="Save")
        await study.until(datetime(2026, 1, 5, 8, 0, 5, tzinfo=UTC))
        await study.announce()
        await ada.click(general.last_message, label="Done")
        for command, said, refusal in (
            ("leaderboard", {}, "has no leaderboard"),
            ("submit", {"project": "1", "link": LINK}, "takes no projects at the moment"),
            ("plan", {"keepup": "study_days"}, "keeps up as a group"),
            ("buddy", {"action": "find"}, "There are no buddies"),
            ("today", {"recall": True}, "has no recall"),
        ):
            assert refusal in words(await ada.slash(general, command, **said))
        for day, hour in ((6, 11), (6, 12), (11, 17)):  # reminder and topic in Berlin, and digest and summary
            await study.until(datetime(2026, 1, day, hour, 0, 5, tzinfo=UTC))
            await study.announce()
        assert stage.sent("POST", "/users/@me/channels") == []
        posts = [str(each.json) for each in stage.sent("POST", f"/channels/{general.id}/messages")]
        assert not any("the week of" in post for post in posts)


async def test_a_member_turns_each_of_them_off_for_themselves(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general = study.stage, study.stage.general
        ada, bruno = stage.member("Ada"), stage.member("Bruno")
        await study.cohort()
        for who in (ada, bruno):
            await study.join(who)
        await ada.slash(general, "settings", reminder="12:00", recall="13:00")
        await ada.slash(general, "buddy", action="find")
        own = words(
            await ada.slash(
                general, "settings", reminder="off", recall="off", nudges=0, listed=False, reviews=False
            )
        )
        for setting in ("Reminder", "Private messages", "Recall", "On the leaderboard", "Reviews projects"):
            assert setting in own
        assert "You look for no buddy" in words(await ada.slash(general, "buddy", action="stop"))
        assert "You go with the group" in words(await ada.slash(general, "plan", keepup="group"))
        await study.until(datetime(2026, 1, 5, 8, 0, 5, tzinfo=UTC))
        await study.announce()
        handed_in = words(await bruno.slash(general, "submit", project="1", link=LINK))
        assert "1 member looks" not in handed_in
        for day, hour in ((5, 11), (6, 11), (6, 12)):
            await study.until(datetime(2026, 1, day, hour, 0, 5, tzinfo=UTC))
            await study.announce()
        assert stage.sent("POST", "/users/@me/channels") == []
        assert "Ada" not in words(await bruno.slash(general, "leaderboard"))
