"""What keeps people studying, turned off on Telegram in memory: for a whole cohort, and by a member."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from study_on_telegram import Study, study
from telegram_stage import ADA, BRUNO, GROUP, ZOE, Call, Json, key

from bot.platforms.telegram import pacer

LINK = "https://example.org/ada"
SWITCHES = ["reminders", "digest", "summary", "leaderboard", "projects", "keepup", "buddies", "recall"]


@pytest.fixture(autouse=True)
def _at_any_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacer, "_BURST_SECONDS", 0.0)  # Telegram would slow such a chat down


async def comes(found: Study, day: int, hour: int) -> list[Call]:
    """It is that hour of a day in January; what is said by itself then."""
    before = len(found.stage.said())
    found.clock.at = found.stage.now = datetime(2027, 1, day, hour, tzinfo=UTC)
    await found.core.announcer((found.stage.platform,)).run_once()
    return found.stage.said()[before:]


async def says(found: Study, who: Json, line: str) -> str:
    """Somebody says a line in private, or an admin in the group; what they are told."""
    await found.say(line, who, GROUP if who is ZOE else None)
    return found.stage.last.text


async def test_an_admin_turns_each_of_them_off_for_a_cohort(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with study(tmp_path, tmp_path_factory.getbasetemp() / "roadmaps") as found:
        await says(found, ADA, "/settings reminder=12:00 recall=13:00")
        switched = " ".join(f"{name}=no" for name in SWITCHES)
        shown = await says(found, ZOE, f'/cohort_edit cohort="Winter 27" team=0 {switched}')
        assert shown.count("&gt; <b>no</b>") == len(SWITCHES)
        number = 1_000 + len(found.stage.said()) - 1
        await found.stage.press(key(found.stage.last, "Save"), ZOE, number=number)
        assert "Saved" in found.stage.last.text
        await comes(found, 4, 9)
        assert "Day <b>1</b> counted" in await says(found, ADA, "/checkin")
        for line, refusal in (
            ("/leaderboard", "has no leaderboard"),
            (f"/submit project=1 link={LINK}", "takes no projects at the moment"),
            ("/plan keepup=study_days", "keeps up as a group"),
            ("/buddy find", "There are no buddies"),
            ("/today recall=yes", "has no recall"),
        ):
            assert refusal in await says(found, ADA, line)
        said = [each for day, hour in ((5, 12), (5, 13), (10, 18)) for each in await comes(found, day, hour)]
        assert {each.data["chat_id"] for each in said} == {GROUP["id"]}
        assert not any("the week of" in each.text for each in said)


async def test_a_member_turns_each_of_them_off_for_themselves(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with study(tmp_path, tmp_path_factory.getbasetemp() / "roadmaps") as found:
        await says(found, BRUNO, '/join cohort="Winter 27" zone=UTC listed=yes')
        await says(found, ADA, "/settings reminder=12:00 recall=13:00")
        await says(found, ADA, "/buddy find")
        off = "reminder=off recall=off nudges=0 listed=no reviews=no"
        assert "Reviews projects of others" in await says(found, ADA, f"/settings {off}")
        assert "You look for no buddy" in await says(found, ADA, "/buddy stop")
        assert "You go with the group" in await says(found, ADA, "/plan keepup=group")
        await comes(found, 4, 9)
        assert "1 member looks" not in await says(found, BRUNO, f"/submit project=1 link={LINK}")
        said = [each for hour in (12, 13) for each in await comes(found, 5, hour)]
        assert {each.data["chat_id"] for each in said} == {GROUP["id"]}
        assert "Ada" not in await says(found, BRUNO, "/leaderboard")
