"""The page as people use it: a cohort from its first form to the third day, and a newcomer with a phone.

With ROADMATE_SCREENSHOT=1 in the environment the README's picture is taken on the way.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

PICTURE = Path(__file__).parents[2] / "docs" / "playground.png"
PHONE = {"width": 390, "height": 844}

pytestmark = pytest.mark.browser


def test_a_cohort_is_made_and_two_members_walk_it_for_three_days(visitor: Visitor) -> None:
    _admin_makes_a_cohort(visitor)
    _ada_and_bruno_join(visitor)
    _first_day(visitor)
    _second_day(visitor)
    _third_day(visitor)

    visitor.page.reload()
    expect(visitor.messages.last).to_contain_text("Ada used /why")
    assert not visitor.overflows


def test_a_newcomer_with_a_phone_finds_a_post_and_presses_done(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    expect(visitor.post("Day 1 of 20")).to_contain_text("Welcome to First steps!")
    assert not visitor.overflows

    expect(visitor.press("Done")).to_contain_text("Day 1 counted. Streak 1, 2 freezes left.")
    expect(visitor.press("Done")).to_contain_text("Already counted at")
    expect(visitor.say("/streak")).to_contain_text("Your streak in First steps")
    expect(visitor.say("/help")).to_contain_text("/checkin")
    assert not visitor.overflows

    visitor.open_form("Note / proof")
    assert not visitor.overflows
    visitor.form.get_by_role("button", name="Cancel").click()
    visitor.page.get_by_role("button", name="Rooms and members").click()
    visitor.speak_as("Миша")
    expect(visitor.page.get_by_text("Ada pressed")).to_have_count(0)
    assert not visitor.overflows


def _admin_makes_a_cohort(visitor: Visitor) -> None:
    visitor.speak_as("Admin")
    ended = visitor.say("/cohort end First steps")  # so that the next post is always the new cohort's
    expect(ended).to_contain_text("First steps has ended.")

    visitor.enter("night-owls")
    visitor.begin("/cohort create", typed="/cohort c")
    visitor.choose("Which roadmap", "Python Backend in 20 Days")
    visitor.fill("The cohort's name", "Night shift")
    visitor.fill("The first day", (visitor.now + timedelta(days=1)).date().isoformat())
    visitor.fill("When to post", "21:00")
    visitor.find("Time zone of the posts", "berl", "Europe/Berlin")
    visitor.choose("Study days", "every day")
    preview = visitor.send()
    expect(preview).to_contain_text("Night shift: preview")
    expect(preview).to_contain_text("20 study days")
    expect(preview.get_by_role("listitem")).to_have_count(14)

    expect(visitor.press("Start")).to_contain_text("Night shift runs. The first post comes")


def _ada_and_bruno_join(visitor: Visitor) -> None:
    visitor.speak_as("Ada")
    visitor.begin("/join", typed="/joi")
    visitor.find("Your time zone", "lond", "Europe/London")
    visitor.tick("Show me on the leaderboard")
    expect(visitor.send()).to_contain_text("You are in.")

    visitor.speak_as("Bruno")
    expect(visitor.say("/join zone:Europe/Rome listed:yes")).to_contain_text("You are in.")


def _first_day(visitor: Visitor) -> None:
    visitor.move_clock("Next post")
    post = visitor.post("Day 1 of 20")
    expect(post).to_contain_text("Week 1 - Python Core Concepts")
    expect(post).to_contain_text("Python basics again: file handling, OOP and exceptions")

    visitor.speak_as("Ada")
    expect(visitor.press("Done")).to_contain_text("Day 1 counted. Streak 1, 2 freezes left.")

    visitor.speak_as("Bruno")
    expect(visitor.page.get_by_text("Ada pressed")).to_have_count(0)  # it was whispered to her
    visitor.open_form("Note / proof")
    visitor.fill("What you did", "My first CSV report!")
    visitor.fill("How many minutes", "40")
    expect(visitor.send()).to_contain_text("Day 1 counted. Streak 1, 2 freezes left. Your note is saved.")


def _second_day(visitor: Visitor) -> None:
    visitor.move_clock("Next post")
    expect(visitor.post("Day 2 of 20")).to_contain_text("yesterday 2 of 2")

    expect(visitor.press("Done")).to_contain_text("Day 2 counted. Streak 2")
    expect(visitor.press("Undo")).to_contain_text("Day 2 is no longer counted. Streak 1")

    visitor.speak_as("Ada")
    expect(visitor.say("/checkin the file organizer sorts")).to_contain_text("Day 2 counted. Streak 2")


def _third_day(visitor: Visitor) -> None:
    visitor.move_clock("Next post")
    expect(visitor.post("Day 3 of 20")).to_contain_text("yesterday 1 of 2")

    visitor.speak_as("Bruno")
    counted = visitor.press("Done")
    expect(counted).to_contain_text("Day 3 counted. Streak 2, 2 freezes left.")  # day 2 is still open
    expect(counted.get_by_role("button", name="Count")).to_be_visible()
    visitor.say("All four routes work, and I finally get decorators. How is it going for you?")

    visitor.move_clock("+1 hour")
    visitor.speak_as("Ada")
    visitor.close_hint()
    expect(visitor.press("Done")).to_contain_text("Day 3 counted. Streak 3, 2 freezes left.")
    streak = visitor.say("/streak")
    expect(streak).to_contain_text("Your streak in Night shift")
    expect(streak).to_contain_text("100% (3 of 3 days)")
    if os.environ.get("ROADMATE_SCREENSHOT"):
        visitor.page.screenshot(path=PICTURE)

    why = visitor.say("/why")
    expect(why.get_by_role("rowheader")).to_have_text(["to come", "done", "done", "done"])
    expect(why).to_contain_text("you checked in")
