"""Catching up on Telegram in memory: chosen with a key, marked with another, also after a restart."""

from study_on_telegram import EVA, Study
from telegram_stage import ADA, BRUNO


async def test_who_is_behind_catches_up_on_telegram(winter: Study) -> None:
    stage = winter.stage
    for day in (4, 5, 6, 7):
        await winter.comes(day, 9)
    await winter.say("/checkin", ADA, None)
    await winter.say("/checkin", ADA, None)
    await winter.say("/plan", ADA, None)
    plan = stage.last
    assert "My own plan" in plan.labels
    assert "was not made for you" in await winter.pressed(plan, "My own plan", BRUNO)

    await stage.restart()
    assert "Your own plan: 2 topics" in await winter.pressed(plan, "My own plan", ADA)
    await winter.say("/today", ADA, None)
    today = stage.last
    assert "To catch up: Day 1 of 20" in "\n".join(call.text for call in stage.said()[-2:])
    assert "Caught up: day 1" in today.labels

    await stage.restart()
    assert "is caught up" in await winter.pressed(today, "Caught up: day 1", ADA)
    await winter.say("/plan keepup=group", ADA, None)
    assert "You go with the group" in stage.last.text
    await winter.say("/plan keepup=study_days", EVA, None)
    assert "Your own plan" not in stage.last.text
