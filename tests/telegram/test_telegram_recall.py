"""Recall on Telegram in memory: one private message that changes as its topics are graded."""

from study_on_telegram import Study
from telegram_stage import ADA, BRUNO, key

GRADES = ["Not yet", "With effort", "Well", "Easily"]


async def test_topics_come_back_on_telegram_in_one_message(winter: Study) -> None:
    stage = winter.stage
    await winter.say("/settings recall=on", ADA, None)
    for day in (4, 5):
        await winter.comes(day, 9)
        await winter.say("/checkin", ADA, None)
    await winter.comes(6, 12)
    await winter.comes(6, 18)
    prompt = stage.last
    assert prompt.data["chat_id"] == ADA["id"]
    assert "Do you still know it? (1 of 2)" in prompt.text
    assert prompt.labels == [*GRADES, "Not today", "Fewer messages"]

    assert "was not made for you" in await winter.pressed(prompt, "Well", BRUNO)
    await stage.restart()
    await stage.press(key(prompt, "Well"), ADA, number=500)
    second = stage.telegram.named("editMessageText")[-1]
    assert second.data["message_id"] == 500
    assert "comes back on <b>Fri, Jan 8</b>" in second.text
    assert "(2 of 2)" in second.text
    await stage.press(key(prompt, "Easily"), ADA, number=500)
    again = stage.telegram.named("editMessageText")[-1]
    assert "noted already" in again.text
    assert again.labels == GRADES
    await stage.press(key(again, "Not yet"), ADA, number=500)
    assert "That is all for now." in stage.telegram.named("editMessageText")[-1].text
    await winter.say("/today recall=yes", ADA, None)
    assert "The next topic comes back on <b>Thu, Jan 7</b>" in stage.last.text
