"""Buddies as members live them: found, agreed by both, a hello after quiet days, an end without a reason."""

from pathlib import Path

from town import Town, town

from bot.platforms.playground import text


async def heard(t: Town, who: str) -> list[str]:
    """What somebody was told in private, each on one line."""
    found = await t.house.playground.messages(f"@{who.lower()}")
    return [
        " ".join(text.of_message(message, t.zone).split())
        for message in found
        if not message.asker and not message.author
    ]


async def ada_is_asked(t: Town) -> None:
    """It is Monday noon; Ada looks for a buddy, and Bruno, who looks too, has said yes."""
    await t.cohort("Winter", "Ada", "Bruno", "Chiara")
    await t.at("Mon 12:00")
    assert "When one of you has been quiet for a couple of study days" in await t.say("Ada", "/buddy")
    assert "as soon as somebody looks too" in await t.press("Ada", "Find me a buddy")
    asked = await t.say("Bruno", "/buddy action:find cohort:Winter")
    assert "Ada looks for a buddy too" in asked
    assert "You are buddies once you both say yes" in asked
    assert "You have said yes to Ada" in await t.press("Bruno", "Yes, gladly")
    await t.forward(minutes=5)


async def ada_and_bruno(t: Town) -> None:
    """They are buddies, and Chiara waits for somebody."""
    await ada_is_asked(t)
    assert "Bruno and you are buddies in Winter" in await t.press("Ada", "Yes, gladly", room="@ada")
    assert "as soon as somebody looks too" in await t.say("Chiara", "/buddy find")


async def test_a_buddy_is_the_first_to_hear_and_says_hello(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await ada_and_bruno(t)
        for who in ("Ada", "Bruno"):
            await t.press(who, "Done")
        await t.done("Tue", "Wed")
        await t.at("Thu 10:30")
        assert "Bruno has been quiet in Winter for 2 study days" in (await heard(t, "Ada"))[-1]
        assert "I pass your hello on to Bruno" in await t.press("Ada", "Say hello for me", room="@ada")
        assert "has done its work" in await t.press("Ada", "Say hello for me", room="@ada")
        assert "that is the best way" in await t.press("Ada", "I ask them myself", room="@ada")
        await t.forward(minutes=10)
        two, hello = await heard(t, "Bruno")
        assert "Ada and you are buddies in Winter" in two
        assert "Ada, your buddy, asks how it is going with Winter." in hello
        assert "Day 4" in await t.press("Bruno", "Today's topic", room="@bruno")
        assert "Fine, not today" in await t.press("Bruno", "Not today", room="@bruno")
        assert await heard(t, "Chiara") == []
        assert all(post.title.startswith("Day ") for post in await t.posts())


async def test_either_may_stop_and_the_other_is_told_kindly_and_finds_somebody_else(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await ada_and_bruno(t)
        await t.say("Bruno", "/buddy")
        assert "and that is fine" in await t.press("Bruno", "Stop")
        await t.at("Tue 12:00")
        assert "it is nobody's fault: I look for somebody else for you" in (await heard(t, "Ada"))[-1]
        await t.at("Wed 12:00")
        assert "Chiara looks for a buddy too" in (await heard(t, "Ada"))[-1]
        assert "There is nobody for you just yet" in await t.press(
            "Chiara", "Rather somebody else", room="@chiara"
        )
        assert "You look for no buddy in Winter" in await t.say("Chiara", "/buddy stop")


async def test_buttons_of_buddies_work_after_a_restart(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await ada_is_asked(t)
    async with town(tmp_path) as t:
        assert "Bruno and you are buddies in Winter" in await t.press("Ada", "Yes, gladly", room="@ada")


async def test_a_cohort_may_have_no_buddies_and_strangers_have_none(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await t.cohort("Winter", "Ada")
        assert "not in Winter yet" in await t.say("Zoe", "/buddy find")
        assert "Buddies yes > no" in await t.say("Admin", "/cohort edit cohort:Winter buddies:no")
        await t.press("Admin", "Save")
        assert "There are no buddies in Winter at the moment" in await t.say("Ada", "/buddy find")
        assert "You look for no buddy in Winter" in await t.say("Ada", "/buddy stop")


async def test_an_offer_that_is_over_cannot_be_taken_up(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await ada_is_asked(t)
        await t.say("Bruno", "/buddy stop")
        assert "That is over by now" in await t.press("Ada", "Yes, gladly", room="@ada")
