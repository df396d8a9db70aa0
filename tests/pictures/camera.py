"""Takes pictures of scenes on the playground's own page, with Chromium."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from bot import web
from bot.platforms.playground import world
from tests.pictures.scenes import SCENES, ZONE, Scene, View, stage

_WINDOW = {"width": 1040, "height": 2400}
_COLUMN = 736
_MARGIN = 6
_PATIENCE = 30_000  # milliseconds: a busy machine is no failure
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
_AT_REST = """
    Promise.all([...document.images].map(each => each.decode()))
        .then(() => new Promise(frame => requestAnimationFrame(() => requestAnimationFrame(frame))))
"""
"""The pictures are there, and the page has scrolled to its end again."""


async def photographed() -> dict[str, bytes]:
    """Every scene as a PNG. Raises RuntimeError where there is no Chromium."""
    async with _chromium() as browser:
        return {name: await _taken(browser, name) for name in SCENES}


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("there is no Chromium: on Debian and Ubuntu, apt-get install chromium")
    expect.set_options(timeout=_PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield browser
        await browser.close()


async def _taken(browser: Browser, name: str) -> bytes:
    async with stage() as scene:
        view = await SCENES[name](scene)
        async with _served(scene) as url:
            page = await browser.new_page(
                viewport=_WINDOW,
                locale="en-US",
                timezone_id=ZONE,
                reduced_motion="reduce",
                color_scheme="light",
            )
            png = await _of(page, view, url)
            await page.close()
    return _small(png)


@asynccontextmanager
async def _served(scene: Scene) -> AsyncIterator[str]:
    playground, health = scene.house.playground, scene.house.core.health
    async with web.serve("127.0.0.1", 0, playground.routes(), health, before_stop=playground.hang_up) as port:
        yield f"http://127.0.0.1:{port}/"


async def _of(page: Page, view: View, url: str) -> bytes:
    remembered = {"member": world.member(view.member).id, "room": view.room, "hint": "closed"}
    await page.add_init_script(f"Object.assign(localStorage, {json.dumps(remembered)})")
    await page.goto(url)
    messages = page.locator(".message")
    await expect(messages.last).to_contain_text(view.words)
    await page.evaluate(_AT_REST)
    first, last = messages.nth(-view.shown), messages.last
    top, bottom = await first.bounding_box(), await last.bounding_box()
    assert top
    assert bottom
    x, y = top["x"] - _MARGIN, top["y"] - _MARGIN
    height = bottom["y"] + bottom["height"] + _MARGIN - y
    return await page.screenshot(clip={"x": x, "y": y, "width": _COLUMN, "height": height})


def _small(png: bytes) -> bytes:
    """The same in 256 colours: text and plain areas need no more."""
    drawn = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
        drawn, "PNG", optimize=True
    )
    return drawn.getvalue()
