"""Projects through the real services: what they do for a streak, and how one is meant."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import Invalid, UnknownChoice
from tests.services.cohort_of import at
from tests.services.review_circle import Circle, review_circle


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Circle]:
    """Ada, Bruno, Chiara and Devika."""
    async with review_circle(tmp_path, "Ada", "Bruno", "Chiara", "Devika") as opened:
        yield opened


async def figures(circle: Circle, moment: str) -> tuple[int, int, int]:
    standing = (await circle.club.standings.streak(circle.club.says(circle.ada, moment), "")).standing
    return standing.current, standing.longest, standing.freezes


async def test_row_28_a_project_handed_in_in_time_credits_its_days(circle: Circle) -> None:
    await circle.club.did(circle.ada, "Mon1-Wed1")
    taken = await circle.submits(circle.ada, "Fri1 22:00")
    assert taken.credited == 2
    await circle.club.did(circle.ada, "Mon2")
    assert await figures(circle, "Mon2 21:00") == (4, 4, 2)
    receipt = await circle.club.standings.why(circle.club.says(circle.ada, "Mon2 21:00"), "")
    seen = [line.status.value for line in receipt.lines]
    assert seen == ["future", "done", "credited", "credited", "done", "done", "done"]


async def test_row_29_a_project_never_handed_in_costs_freezes(circle: Circle) -> None:
    await circle.club.did(circle.ada, "Mon1-Wed1 Mon2")
    assert await figures(circle, "Tue2 12:00") == (4, 4, 0)


async def test_what_was_kept_before_is_true_again_once_a_project_is_in(circle: Circle) -> None:
    await circle.club.did(circle.ada, "Mon1-Wed1")
    await circle.club.standings.refresh_stale(at("Fri1 21:00"))
    before = await circle.club.cache_of(circle.ada)
    await circle.submits(circle.ada, "Fri1 22:00")
    after = await circle.club.cache_of(circle.ada)
    assert before["fold"] != after["fold"]
    await circle.club.did(circle.ada, "Mon2")
    assert (await circle.club.cache_of(circle.ada))["freezes"] == 2


async def test_a_project_handed_in_after_its_days_are_over_credits_nothing(circle: Circle) -> None:
    await circle.club.did(circle.ada, "Mon1-Wed1")
    assert (await circle.submits(circle.ada, "Mon2 12:00")).credited == 0
    assert await figures(circle, "Tue2 12:00") == (3, 3, 0)


async def test_a_later_version_never_takes_the_credit_back(circle: Circle) -> None:
    await circle.club.did(circle.ada, "Mon1-Wed1")
    await circle.submits(circle.ada, "Fri1 22:00")
    again = await circle.submits(circle.ada, "Wed2 12:00")
    assert (again.credited, again.piece.versions) == (2, 2)


@pytest.mark.parametrize(
    "link", ["shop", "ftp://example.org/x", "https://", "https://exa mple.org", "http://["]
)
async def test_only_web_addresses_are_taken(circle: Circle, link: str) -> None:
    with pytest.raises(Invalid, match="bad_link"):
        await circle.club.projects.submit(circle.club.says(circle.ada, "Mon1 20:00"), "", "shop", link, "")


@pytest.mark.parametrize("word", ["shop", "SHOP", "1", "the shop", "The s"])
async def test_a_project_is_meant_by_id_number_or_title(circle: Circle, word: str) -> None:
    assert (await circle.submits(circle.ada, "Mon1 20:00", word)).piece.title == "The shop"


async def test_a_word_that_means_no_project_gets_the_nearest(circle: Circle) -> None:
    with pytest.raises(UnknownChoice) as refused:
        await circle.submits(circle.ada, "Mon1 20:00", "the")
    assert set(refused.value.data["nearest"]) == {"1. The shop", "2. The blog"}  # type: ignore[call-overload]


async def test_completion_counts_each_project_once(circle: Circle) -> None:
    first = await circle.submits(circle.ada, "Mon1 20:00")
    assert (first.completion.handed_in, first.completion.needed, first.completion.of) == (1, 1, 2)
    assert first.completion.is_met
    again = await circle.submits(circle.ada, "Mon1 20:10")
    assert again.completion.handed_in == 1
    both = await circle.submits(circle.ada, "Mon1 20:20", "blog")
    assert both.completion.handed_in == 2
