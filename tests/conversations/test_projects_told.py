"""Projects as members live them: handed in, reviewed by two others, made better, kept in a portfolio."""

from pathlib import Path

from town import Town, town

LINK = "https://example.org/ada/report"
OTHERS = ("Bruno", "Chiara", "Devika")


async def handed_in(t: Town) -> None:
    """It is Monday evening; Ada has handed in the first project, and Bruno and Chiara know."""
    await t.cohort("Winter", "Ada", *OTHERS)
    await t.at("Mon 20:00")
    answer = await t.say("Ada", f'/submit project:1 link:{LINK} note:"Start with main.py" cohort:Winter')
    assert "CSV summary report is handed in. 2 members look at it" in answer
    assert "Handed in so far: 1 of 20." in answer
    await t.forward(minutes=1)


async def news_for(t: Town, who: str) -> list[str]:
    """The titles of what somebody was told in private."""
    found = await t.house.playground.messages(f"@{who.lower()}")
    return [message.blocks[0].title for message in found if not message.asker]  # type: ignore[union-attr]


async def test_a_project_is_reviewed_made_better_and_accepted(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        assert [len(await news_for(t, who)) for who in ("Ada", *OTHERS)] == [0, 1, 1, 0]
        assert "Your review 1 project waits: /review" in await t.say("Bruno", "/progress cohort:Winter")
        seen = await t.press("Bruno", "Look at it", room="@bruno")
        assert "CSV summary report by Ada" in seen
        assert f"{LINK} - Start with main.py" in seen
        assert "Somebody else is asked Thu, Jan 7, 20:00" in seen
        assert await t.press("Bruno", "Review it") == "asks for works, clear, suggestion"
        wish = {"works": "yes", "clear": "no", "suggestion": "Name the columns."}
        assert "Ada can now make it better" in await t.fill_in("Bruno", wish)
        await t.forward(minutes=1)
        said = await t.press("Ada", "What was said", room="@ada")
        assert "CSV summary report: wants another version" in said
        assert "Bruno: works yes, clear no. Name the columns." in said
        assert await t.press("Ada", "Hand it in again") == "asks for link, note"
        again = await t.fill_in("Ada", {"link": f"{LINK}/2", "note": ""})
        assert "is handed in again: version 2. 2 members look at it" in again
        thanks = "Thank you! I pass it on to Ada."
        assert thanks in await t.say("Bruno", "/review submission:1 works:yes clear:yes suggestion:Nice")
        assert thanks in await t.say("Chiara", "/review works:yes clear:yes")
        assert "CSV summary report: accepted" in await t.say("Ada", "/review")
        assert await t.posts() == (await t.posts())[:1]  # the day's post, and nothing in public about it


async def test_a_portfolio_is_part_of_progress_a_page_and_a_file(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        progress = await t.say("Ada", "/progress")
        assert "Projects 1 of 20" in progress
        assert f"CSV summary report <{LINK}> - waits for reviews" in progress
        page = await t.press("Ada", "Your projects")
        assert f"waits for reviews CSV summary report <{LINK}>, Mon, Jan 4" in page
        assert t.labels("Ada") == ["Hand in a project", "As a file"]
        await t.press("Ada", "As a file")
        kept = t.file("Ada").content.decode()
        assert kept.startswith("# Ada: projects in Winter\n\n1 of 20\n\n## CSV summary report\n")
        assert f"<{LINK}>" in kept
        assert "> Start with main.py" in kept
        shared = await t.say("Bruno", "/progress member:Ada")
        assert LINK in shared
        assert t.labels("Bruno") == []


async def test_buttons_of_projects_work_after_a_restart(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        await t.press("Bruno", "Look at it")
        now = t.now
    async with town(tmp_path, f"{now.astimezone():%Y-%m-%d} 12:00") as t:
        await t.press("Bruno", "Review it")
        answer = await t.fill_in("Bruno", {"works": "yes", "clear": "yes"})
        assert "Thank you! I pass it on to Ada." in answer


async def test_a_review_is_passed_on_after_72_hours_and_the_late_one_is_told_kindly(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        await t.press("Bruno", "Look at it")
        await t.at("Thu 20:00")
        await t.look_after_things()
        await t.at("Fri 12:00")
        assert "About projects" in await news_for(t, "Devika")
        assert await t.press("Bruno", "Review it") == "asks for works, clear, suggestion"
        late = await t.fill_in("Bruno", {"works": "yes", "clear": "yes"})
        assert "CSV summary report by Ada no longer waits for you. Thanks!" in late


async def test_the_export_of_a_cohort_holds_its_projects(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        answer = await t.say("Admin", "/cohort export Winter")
        assert "File projects.csv" in answer
        assert "1 project handed in." in answer


async def test_what_cannot_be_handed_in_is_refused_with_a_way_out(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        assert "no address that I can show" in await t.say("Ada", "/submit project:2 link:here")
        assert "not on the list" in await t.say("Ada", f"/submit project:castle link:{LINK}")
        assert "not in Winter yet" in await t.say("Zoe", f"/submit project:1 link:{LINK}")
        assert "Say yes or no to both" in await t.say("Bruno", "/review works:yes")
        assert "Add one suggestion" in await t.say("Bruno", "/review works:yes clear:no")
        assert "nothing like that for you" in await t.say("Devika", "/review 1")
        assert "Nothing waits for your review" in await t.say("Devika", "/review")


async def test_a_cohort_may_take_no_projects_and_what_is_open_can_still_be_reviewed(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        assert "Projects yes > no" in await t.say("Admin", "/cohort edit Winter projects:no")
        await t.press("Admin", "Save")
        assert "Winter takes no projects at the moment" in await t.say(
            "Ada", f"/submit project:2 link:{LINK}"
        )
        await t.say("Ada", "/progress")
        await t.press("Ada", "Your projects")
        assert t.labels("Ada") == ["As a file"]
        assert "Thank you" in await t.say("Bruno", "/review works:yes clear:yes")
        await t.at("Thu 12:00")
        await t.say("Ada", "/today")
        assert t.labels("Ada") == ["Done", "Note / proof", "The plan"]
        await t.at("Fri 12:00")
        await t.look_after_things()
        assert (await news_for(t, "Ada"), await news_for(t, "Devika")) == ([], [])
        await t.say("Admin", "/cohort edit Winter projects:yes")
        await t.press("Admin", "Save")
        await t.look_after_things()
        await t.at("Sat 09:00")
        assert [await news_for(t, who) for who in ("Ada", "Devika")] == [["About projects"]] * 2


async def test_who_wants_to_review_nothing_says_so_and_somebody_else_is_asked(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        assert "Reviews projects of others no" in await t.say("Bruno", "/settings reviews:no")
        await t.look_after_things()
        await t.at("Tue 09:00")
        assert [await news_for(t, who) for who in ("Bruno", "Devika")] == [["About projects"]] * 2
        assert "Nothing waits for your review" in await t.say("Bruno", "/review")


async def test_who_wants_fewer_messages_says_so_under_one_about_projects(tmp_path: Path) -> None:
    async with town(tmp_path) as t:
        await handed_in(t)
        answer = await t.press("Bruno", "Fewer messages", room="@bruno")
        assert "at most 1 time in seven days" in answer
