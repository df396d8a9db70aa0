"""The way through a roadmap to its end: the picture, the pace, and a certificate that anyone can check."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from town import Town, town

from bot.interface.reply import Card, Picture


def picture(t: Town, who: str) -> Picture:
    (found,) = [block.picture for block in t.answers[who].blocks if isinstance(block, Card) and block.picture]
    return found


async def test_progress_is_a_picture_and_the_same_as_text(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon", "Tue")
        await t.at("Fri 10:00")
        behind = await t.say("Ada", "/progress Winter")
        assert "Pace day 5 of 20, 1 day behind" in behind
        assert "To catch up one check-in on each of these days off: Sat, Jan 9" in behind
        assert "you finish about" in behind
        assert picture(t, "Ada").alt == (
            "Calendar of study days: 2 done, 1 freeze used, 2 open, 15 to come. 1 day behind."
        )
        assert Image.open(BytesIO(picture(t, "Ada").png)).format == "PNG"
        assert "3 days behind" in await t.say("Ada", "/progress member:Bruno cohort:Winter")
        assert "Bruno in Winter" in t.answers["Ada"].blocks[0].title


async def test_a_cohorts_weeks_are_a_picture_that_names_nobody(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done("Mon")
        assert "Attendance" not in await t.say("Admin", "/cohort status Winter")
        assert picture(t, "Admin").alt == "Calendar of Winter: day 1 of 20."
        await t.at("Tue 10:00")
        assert "Attendance 50%" in await t.say("Admin", "/cohort status Winter")
        assert picture(t, "Admin").alt == (
            "Calendar of Winter: day 2 of 20, 50% of all possible check-ins so far."
        )


async def test_who_finishes_gets_a_certificate_that_anyone_can_verify(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada", "Bruno")
        await t.done(*("Mon", "Tue", "Wed", "Thu", "Fri") * 4)
        early = await t.say("Bruno", "/verify cohort:Winter")
        assert "You have done 0 of 20 days in Winter; 16 finish it" in early
        await t.say("Ada", "/progress")
        assert "Your certificate" in t.labels("Ada")
        mine = await t.press("Ada", "Your certificate")
        assert "20 of 20, from Jan 4, 2027 to Jan 29, 2027" in mine
        assert picture(t, "Ada").dark is None
        (code,) = set(re.findall(r"[A-Z2-7]{6}(?:-[A-Z2-7]{6}){3}", mine))
        checked = await t.say("Bruno", f"/verify {code}")
        assert "This certificate is genuine" in checked
        assert "Name Ada" in checked
        assert "I cannot confirm" in await t.say("Bruno", f"/verify code:{'A' * 24}")
        assert "is no code of a certificate" in await t.say("Bruno", "/verify code:hello")
