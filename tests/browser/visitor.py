"""Somebody at the playground's page, in the words of what they do there. Every step waits for its effect."""

import re
from datetime import datetime

from playwright.sync_api import Locator, Page, expect


class Visitor:
    """Uses the page as a person does, by the names that are on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages = page.locator(".message")
        self.form = page.get_by_role("dialog")

    def speak_as(self, name: str) -> None:
        """Become another member."""
        self.page.get_by_role("radio", name=name).check()
        expect(self._line).to_have_attribute("placeholder", re.compile(f"Write as {name},"))

    def enter(self, room: str) -> None:
        """Go to another room."""
        self.page.get_by_role("button", name=room).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"# {room}")

    def say(self, line: str) -> Locator:
        """Send a line: the message that comes of it."""
        before = self.messages.count()
        self._line.fill(line)
        self._line.press("Enter")
        return self._next_after(before)

    def begin(self, command: str, typed: str) -> None:
        """Choose a command by a part of its name, without waiting for the suggestions; its form opens."""
        self._line.press_sequentially(typed)
        self._line.press("Tab")
        expect(self._line).to_have_value(f"{command} ")
        self._line.press("Enter")
        expect(self.form).to_be_visible()

    def press(self, label: str) -> Locator:
        """Press the newest button of that name: the message that comes of it."""
        before = self.messages.count()
        self._newest(label).click()
        return self._next_after(before)

    def open_form(self, label: str) -> None:
        """Press the newest button of that name, which asks something."""
        self._newest(label).click()
        expect(self.form).to_be_visible()

    def fill(self, field: str, text: str) -> None:
        """Fill a field of the form."""
        self.form.get_by_label(field).fill(text)

    def choose(self, field: str, choice: str) -> None:
        """Choose from a list of the form by a part of what stands there."""
        select = self.form.get_by_label(field)
        select.select_option(value=select.locator("option", has_text=choice).get_attribute("value"))

    def tick(self, field: str) -> None:
        """Tick a box of the form."""
        self.form.get_by_label(field).check()

    def find(self, field: str, typed: str, choice: str) -> None:
        """Fill a field by searching."""
        self.form.get_by_label(field).press_sequentially(typed)
        self.form.get_by_role("option", name=choice).click()

    def send(self) -> Locator:
        """Send the form: the message that comes of it."""
        before = self.messages.count()
        self.form.get_by_role("button", name="Send").click()
        expect(self.form).to_be_hidden()
        return self._next_after(before)

    def move_clock(self, step: str) -> None:
        """Move the clock, and wait until it stands again."""
        with self.page.expect_response("**/playground/clock"):
            self.page.get_by_role("button", name=step).click()
        expect(self.page.get_by_role("button", name=step)).to_be_enabled()

    def post(self, title: str) -> Locator:
        """The newest post with such a title."""
        return self.page.locator(".message", has=self.page.get_by_role("heading", name=title)).last

    def close_hint(self) -> None:
        """Put the newcomer's hint away."""
        self.page.get_by_role("button", name="Close the hint").click()

    @property
    def now(self) -> datetime:
        """What the playground's clock shows, as an instant."""
        shown = self.page.locator("#clock-time").get_attribute("datetime")
        assert shown
        return datetime.fromisoformat(shown)

    @property
    def overflows(self) -> bool:
        """Whether anything sticks out of the window sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    @property
    def _line(self) -> Locator:
        return self.page.locator("#line")

    def _newest(self, label: str) -> Locator:
        return self.page.locator("#log").get_by_role("button", name=label, exact=True).last

    def _next_after(self, before: int) -> Locator:
        expect(self.messages).to_have_count(before + 1)
        return self.messages.last
