"""The real playground, and Chromium to look at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from visitor import Visitor

from tests.playground_process import PlaygroundProcess, playground_process

WIDE = {"width": 1280, "height": 1024}
PATIENCE = 30_000  # milliseconds: a busy machine is no failure
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[PlaygroundProcess]:
    """A playground of one's own, just started for the first time."""
    with playground_process(tmp_path / "data") as process:
        yield process


@pytest.fixture
def chromium() -> str:
    """The browser of this machine."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("there is no Chromium: on Debian and Ubuntu, apt-get install chromium")
    return found


@pytest.fixture
def visitor(chromium: str, playground: PlaygroundProcess) -> Iterator[Visitor]:
    """Somebody in Berlin who has opened the page; whatever the browser complains about is an error."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        page = browser.new_page(
            viewport=WIDE, locale="en-US", timezone_id="Europe/Berlin", reduced_motion="reduce"
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
        yield _arrived(page, playground.url)
        browser.close()
    assert complaints == []


def _arrived(page: Page, url: str) -> Visitor:
    expect.set_options(timeout=PATIENCE)
    page.goto(url)
    return Visitor(page)
