"""A project on Telegram in memory: handed in, reviewed question by question, and told in private."""

from pathlib import Path

from telegram_stage import ADA, BRUNO
from whole_school import school

LINK = "https://example.org/ada"


async def test_a_project_is_reviewed_on_telegram(tmp_path: Path) -> None:
    async with school(tmp_path) as t:
        await t.stage.say(f"/submit project=1 link={LINK}")
        assert "is handed in. 1 member looks at it" in t.told(ADA).text
        await t.until(t.clock.at)
        assert LINK in (await t.presses(BRUNO, "Look at it")).text
        assert "Does it work?" in (await t.presses(BRUNO, "Review it")).text
        assert "Is it clear?" in (await t.presses(BRUNO, "Yes")).text
        assert "One suggestion" in (await t.presses(BRUNO, "No")).text
        await t.stage.say("Add a title.", BRUNO)
        assert "can now make it better" in t.told(BRUNO).text
        await t.until(t.clock.at)
        assert "Add a title." in (await t.presses(ADA, "What was said")).text
        await t.presses(ADA, "Hand it in again")
        await t.stage.say(f"{LINK}/2")
        assert "version 2" in (await t.presses(ADA, "Skip")).text
        [post] = [call for call in t.stage.said() if call.data["chat_id"] not in {ADA["id"], BRUNO["id"]}]
        assert LINK not in post.text


async def test_what_is_missing_is_asked_with_the_projects_to_pick_from(tmp_path: Path) -> None:
    async with school(tmp_path) as t:
        await t.stage.say("/submit")
        assert t.told(ADA).labels[0].startswith("1. CSV summary report")
        await t.presses(ADA, t.told(ADA).labels[0])
        await t.stage.say(LINK)
        assert "is handed in" in t.told(ADA).text
