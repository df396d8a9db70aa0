"""Lines and forms in the playground that make no sense: answered kindly, kept legible, without effect."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bad_values import BLANK, HOSTILE, HUGE
from town import Town, town

from bot.platforms.playground import text
from bot.platforms.playground.form import Upload

REFUSED = (
    "/",
    "//",
    "/ ",
    "/cohort",
    "/cohort dance",
    "/checkincheckin",
    "/" + "x" * HUGE,
    "/help " + "x" * HUGE,
    "/checkin " + "x" * HUGE,
    "/checkin note:" + "🎉" * 5_000,
    "/checkin day:day:day",
    "/CHECKIN day:someday",
    "/checkin minutes:\u0663",
    "/checkin day:2027-01-04 cohort:Wintr",
    "/streak member:@nobody",
    "/plan week:-1",
    "/leaderboard by:luck",
    *(f"/{words}" for words in HOSTILE.values()),
    *(f'/checkin cohort:"{words}"' for words in HOSTILE.values() if '"' not in words),
)
ODD = ('/checkin note:"never closed', "/checkin day: note: minutes:", "/checkin //", "/help /checkin")
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Town]:
    """Winter runs, and it is Monday evening."""
    async with town(tmp_path) as opened:
        await opened.cohort("Winter", "Ada")
        await opened.at("Mon 20:00")
        yield opened


async def test_a_line_that_means_nothing_gets_a_kind_sentence_and_changes_nothing(street: Town) -> None:
    for line in REFUSED:
        answer = await street.say("Ada", line)
        assert re.search(r"[.!?]$", answer), (line[:80], answer)
        assert "Something went wrong" not in answer, line[:80]
        assert not _ACTING.search(answer), line[:80]
        assert street.answers["Ada"].whisper
    assert await street.why("Ada") == {"1": "open", "2": "to come"}


async def test_a_line_that_is_only_odd_is_taken_as_it_may_be_meant(street: Town) -> None:
    for line in ODD:
        assert "Something went wrong" not in await street.say("Ada", line)
    assert await street.why("Ada") == {"1": "done", "2": "to come"}


async def test_what_people_say_to_each_other_is_shown_and_moves_nothing(street: Town) -> None:
    for words in (*HOSTILE.values(), *BLANK.values(), "x" * HUGE):
        await street.say("Ada", words)
    for message in await street.house.playground.messages():
        assert not _ACTING.search(text.of_message(message, street.zone))
    assert await street.why("Ada") == {"1": "open", "2": "to come"}


async def test_a_form_answered_with_nonsense_is_refused(street: Town) -> None:
    upload = Upload("zone.txt", "text/plain", b"Europe/Berlin")
    for field, nonsense in (
        ("zone", upload),
        ("reminder", upload),
        ("zone", 10**40),
        ("listed", 7),
        ("listed", upload),
    ):
        await street.press("Bruno", "Join")
        answer = await street.fill_in("Bruno", {field: nonsense})
        assert re.search(r"[.!?]$", answer), answer
        assert "Something went wrong" not in answer
    assert "Members 1" in await street.say("Admin", "/cohort status Winter")
    await street.press("Bruno", "Join")
    assert "You are in." in await street.fill_in("Bruno", {"no such question": "x", "listed": "no"})


async def test_dates_at_the_end_of_time_are_taken_calmly_from_a_form(street: Town) -> None:
    for date in ("0001-01-01", "9999-12-31"):
        await street.say("Admin", "/cohort create curriculum:py-backend-20d")
        answer = await street.fill_in("Admin", {"name": f"To {date}", "start": date})
        assert "Something went wrong" not in answer
