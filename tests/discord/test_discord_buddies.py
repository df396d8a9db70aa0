"""Buddies on a simulated Discord: found, agreed by both, and a hello that is passed on in private."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulated_discord import labels, words
from study_on_discord import studying

MONDAY = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


async def test_two_find_each_other_on_discord_and_one_says_hello(tmp_path: Path) -> None:
    async with studying(tmp_path) as study:
        stage, general = study.stage, study.stage.general
        misha = stage.member("Misha")
        ada, bruno = await study.cohort_of("Ada", "Bruno")
        await study.until(MONDAY)
        assert "not in **Winter 26** yet" in words(await misha.slash(general, "buddy", action="find"))
        looks = await ada.slash(general, "buddy", action="find")
        assert looks.ephemeral
        assert "as soon as somebody looks too" in words(looks)
        asked = await bruno.slash(general, "buddy", action="find")
        assert labels(asked) == ["Yes, gladly", "Rather somebody else", "Look no more"]
        waits = await bruno.click(asked.response, label="Yes, gladly")
        assert "You have said yes to **Ada**" in words(waits)
        await study.announce()
        offer = last_private(ada)
        assert "Bruno looks for a buddy too" in words(offer)
        two = await ada.user.click(offer, label="Yes, gladly")
        assert "**Bruno** and you are buddies in **Winter 26**." in words(two)
        for days in range(3):
            await study.until(MONDAY + timedelta(days=days, hours=1))
            await study.announce()
            await ada.slash(general, "checkin")
        question = last_private(ada)
        assert "**Bruno** has been quiet" in words(question)
        await ada.user.click(question, label="Say hello for me")
        await study.announce()
        assert "**Ada**, your buddy, asks how it is going" in words(last_private(bruno))
        assert "and that is fine" in words(await bruno.slash(general, "buddy", action="stop"))
        public = stage.sent("POST", f"/channels/{general.id}/messages")
        assert not any("quiet" in str(each) for each in public)


def last_private(who: Any) -> Any:  # noqa: ANN401 - simcord's handles
    return who.user.dm_channel.last_message
