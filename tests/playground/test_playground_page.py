"""The page in a real browser: a newcomer sees the post, presses, types, answers and moves the clock."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, async_playwright, expect
from small_clock import SmallClock
from small_posts import POST
from small_study import SmallStudy

from bot.platforms.playground import world
from bot.platforms.playground.platform import Playground
from bot.web import Health, serve

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
RIGHTMOST = "all => Math.max(...all.map(element => element.getBoundingClientRect().right))"
HALL = world.room("study-hall").address

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here (apt-get install chromium)"),
]
Open = Callable[..., Awaitable[Page]]


async def well() -> Health:
    return Health(is_well=True, facts={})


@pytest.fixture
async def address(playground: Playground) -> AsyncIterator[str]:
    async with serve("127.0.0.1", 0, playground.routes(), well, before_stop=playground.hang_up) as port:
        await playground.post(HALL, POST, "day-1")
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
async def open_page(address: str) -> AsyncIterator[Open]:
    trouble: list[str] = []
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=BROWSER, args=QUIET)

        async def opened(width: int = 1280, height: int = 800) -> Page:
            page = await chromium.new_page(
                viewport={"width": width, "height": height}, timezone_id="Asia/Kolkata", locale="en-GB"
            )
            page.on("pageerror", lambda error: trouble.append(str(error)))
            page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
            await page.goto(address)
            await expect(page.locator(".message").first).to_be_visible()
            return page

        yield opened
        await chromium.close()
    assert trouble == []


async def test_a_newcomer_sees_the_post_and_presses_done(open_page: Open) -> None:
    page = await open_page()
    await expect(page.get_by_role("heading", name="Day 1 of 20")).to_be_visible()
    await expect(page.get_by_text("New here?")).to_be_visible()
    await expect(page.locator(".closing time")).to_have_text(re.compile("Tue,? 5 Jan,? 07:30"))
    await page.get_by_role("button", name="Done").click()
    whisper = page.locator(".whisper")
    await expect(whisper).to_contain_text("Ada pressed Done")
    await expect(whisper).to_contain_text("Day 1 counted.")
    await expect(whisper).to_contain_text("Only you can see this")
    await page.get_by_role("radio", name="Bruno").check()
    await expect(page.locator(".whisper")).to_have_count(0)
    await expect(page.locator(".message")).to_have_count(1)


async def test_a_command_is_completed_with_the_keyboard(open_page: Open) -> None:
    page = await open_page()
    line = page.get_by_role("combobox", name="Write as Ada")
    await line.press_sequentially("/ch")
    await expect(page.get_by_role("option", name="/checkin")).to_be_visible()
    await line.press("Enter")
    await expect(line).to_have_value("/checkin ")
    await line.press_sequentially("read chapter 3 minutes:30")
    await line.press("Enter")
    await expect(page.locator(".whisper")).to_contain_text("Note: read chapter 3")
    await expect(line).to_have_value("")


@pytest.mark.parametrize("key", ["Enter", "Tab"])
async def test_who_types_faster_than_suggestions_come_gets_what_the_key_means_then(
    open_page: Open, key: str
) -> None:
    page = await open_page()
    come = asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.route("**/complete", late)
    line = page.get_by_role("combobox", name="Write as Ada")
    await line.press_sequentially("/ch")
    await line.press(key)
    await expect(line).to_have_value("/ch")
    come.set()
    await expect(line).to_have_value("/checkin ")


async def test_a_form_asks_in_fields_of_its_kinds(open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("radio", name="Admin").check()
    await page.get_by_role("combobox", name="Write as Admin").fill("/cohort create")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Roadmap").first.select_option("py-backend-12w")
    await dialog.get_by_label("Name of the cohort").fill("Winter <b>27</b>")
    await dialog.get_by_label("First day").fill("2027-01-11")
    await dialog.get_by_label("Time zone").fill("minus 24")
    await dialog.get_by_role("option", name="GMT minus 24").click()
    await dialog.get_by_label("Show on the leaderboard").check()
    await dialog.get_by_role("button", name="Send").click()
    answer = page.locator(".whisper .notice")
    await expect(answer).to_contain_text("curriculum='py-backend-12w'")
    await expect(answer).to_contain_text("name='Winter <b>27</b>'")
    await expect(answer).to_contain_text("zone='Etc/GMT+24'")
    await expect(dialog).to_be_hidden()


async def test_a_form_is_given_up_with_one_press_whatever_list_is_open_in_it(open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("combobox", name="Write as Ada").fill("/join")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("option", name="GMT minus 24")).to_be_attached()
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_be_hidden()


async def test_hostile_text_stays_text(open_page: Open) -> None:
    page = await open_page()
    line = page.get_by_role("combobox", name="Write as Ada")
    await line.fill("/hostile")
    await line.press("Enter")
    await expect(page.locator(".card h3").last).to_contain_text(
        "<img src=x onerror=alert(1)> ⟨U+202E⟩gnp.exe"
    )
    await expect(page.locator(".log img:not(.avatar)")).to_have_count(0)


async def test_the_clock_moves_to_the_next_post(
    open_page: Open, playground: Playground, clock: SmallClock
) -> None:
    async def posting() -> None:
        await playground.post(HALL, POST, f"post-{clock.present}")

    page = await open_page()
    await expect(page.locator("#clock-time")).to_have_text(re.compile("Mon,? 4 Jan 2027,? 13:30"))
    await page.get_by_role("button", name="Next post").click()
    await expect(page.get_by_text("No post is planned.")).to_be_visible()
    clock.posting = posting
    await page.get_by_role("button", name="Next post").click()
    await expect(page.locator(".message")).to_have_count(2)
    await expect(page.locator("#clock-time")).to_have_text(re.compile("Tue,? 5 Jan 2027,? 13:30"))
    await page.get_by_role("button", name="+30 days").click()
    await expect(page.locator("#clock-time")).to_have_text(re.compile("Thu,? 4 Feb 2027,? 13:30"))


async def test_what_happens_elsewhere_is_counted(open_page: Open, playground: Playground) -> None:
    page = await open_page()
    await asyncio.gather(*(playground.say("Zoë", "hoo", room="night-owls") for _ in range(2)))
    await expect(page.get_by_role("button", name="night-owls 2 new")).to_be_visible()
    await page.get_by_role("button", name="night-owls").click()
    await expect(page.locator(".message")).to_have_count(2)


async def test_the_page_comes_back_with_the_server_and_keeps_what_was_typed(
    study: SmallStudy, clock: SmallClock, tmp_path: Path
) -> None:
    @asynccontextmanager
    async def running(port: int) -> AsyncIterator[int]:
        playground = Playground(study, study.buttons, clock, tmp_path)
        await playground.start()
        async with serve(
            "127.0.0.1", port, playground.routes(), well, before_stop=playground.hang_up
        ) as served:
            yield served
        await playground.stop()

    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=BROWSER, args=QUIET)
        page = await chromium.new_page()
        line, banner = page.get_by_role("combobox"), page.get_by_text("Roadmate is not running.")
        async with running(0) as port:
            await page.goto(f"http://127.0.0.1:{port}/")
            await line.fill("half a thought")
        await expect(banner).to_be_visible()
        async with running(port):
            await expect(banner).to_be_hidden()
            await expect(line).to_have_value("half a thought")
            await line.press("Enter")
            await expect(page.locator(".message")).to_contain_text("half a thought")
        await chromium.close()


async def test_nothing_is_wider_than_the_screen(open_page: Open, playground: Playground) -> None:
    await playground.say("Ada", "x" * 400)
    await playground.say("Ada", "/showcase")
    page = await open_page()
    await expect(page.locator(".board")).to_be_visible()
    for width in (360, 390, 768, 1000, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.locator("main *").evaluate_all(RIGHTMOST) <= width
