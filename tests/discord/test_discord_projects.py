"""A project on a simulated Discord: handed in, reviewed in a form, and what was said, told in private."""

from datetime import UTC, datetime
from pathlib import Path

from simulated_discord import labels, words
from study_on_discord import studying

MONDAY = datetime(2026, 1, 5, 8, 0, 5, tzinfo=UTC)
LINK = "https://example.org/ada"


async def test_a_project_is_reviewed_on_discord(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage = study.stage
        ada, bruno, general = stage.member("Ada"), stage.member("Bruno"), stage.general
        await study.cohort()
        await study.join(ada)
        await study.join(bruno)
        await study.until(MONDAY)
        taken = await ada.slash(general, "submit", project="1", link=LINK)
        assert taken.ephemeral
        assert words(taken).startswith("**CSV summary report** is handed in. 1 member looks")
        await study.announce()
        told = bruno.user.dm_channel.last_message
        assert labels(told) == ["Look at it", "Fewer messages"]
        seen = await bruno.user.click(told, label="Look at it")
        assert LINK in words(seen)
        form = await bruno.user.click(seen.response, label="Review it")
        thanks = await bruno.user.submit_modal(
            form, {"works": "yes", "clear": "no", "suggestion": "Add a title."}
        )
        assert "can now make it better" in words(thanks)
        await study.announce()
        said = await ada.user.click(ada.user.dm_channel.last_message, label="What was said")
        assert "Add a title." in words(said)
        again = await ada.user.click(said.response, label="Hand it in again")
        assert "version 2" in words(
            await ada.user.submit_modal(again, {"link": LINK, "note": "with a title"})
        )
        [post] = stage.sent("POST", f"/channels/{general.id}/messages")
        assert LINK not in str(post)
