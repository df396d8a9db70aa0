"""Buddies on Telegram in memory: found, agreed by both in private, and a hello that is passed on."""

from datetime import timedelta
from pathlib import Path

from telegram_stage import ADA, BRUNO, START, ZOE
from whole_school import school


async def test_two_find_each_other_on_telegram_and_one_says_hello(tmp_path: Path) -> None:
    async with school(tmp_path) as t:
        await t.stage.say("/buddy find", ZOE)
        assert "There is no cohort here yet" in t.told(ZOE).text
        await t.stage.say("/buddy find", ADA)
        assert "as soon as somebody looks too" in t.told(ADA).text
        await t.stage.say("/buddy", BRUNO)
        assert "Ada looks for a buddy too" in (await t.presses(BRUNO, "Find me a buddy")).text
        assert "You have said yes to" in (await t.presses(BRUNO, "Yes, gladly")).text
        await t.until(START.replace(hour=13))
        assert "Bruno looks for a buddy too" in t.told(ADA).text
        await t.stage.restart()
        assert "and you are buddies in" in (await t.presses(ADA, "Yes, gladly")).text
        for days in range(3):
            await t.until(START.replace(hour=14) + timedelta(days=days))
            await t.says(ADA, "checkin", cohort="Winter")
        assert "has been quiet in" in t.told(ADA).text
        assert "I pass your hello on to" in (await t.presses(ADA, "Say hello for me")).text
        await t.until(t.clock.at + timedelta(minutes=1))
        assert "your buddy, asks how it is going" in t.told(BRUNO).text
        await t.stage.say("/buddy stop", BRUNO)
        assert "and that is fine" in t.told(BRUNO).text
