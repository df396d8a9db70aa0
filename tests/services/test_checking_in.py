"""Checking in: what counts, what is answered, what is remembered."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.study_facts import Outcome
from tests.services.cohort_of import CohortOf, at, cohort_of, day


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as club:
        yield club


async def test_the_first_check_in_counts_and_says_where_one_stands(club: CohortOf) -> None:
    ana = await club.member("Ana")

    fact = await club.check_ins.check_in(club.says(ana, "Mon1 20:00"), "")

    assert fact.outcome is Outcome.COUNTED
    assert (fact.study_day.day, fact.study_day.number, fact.study_day.of) == (day("Mon1"), 1, 20)
    assert (fact.standing.current, fact.standing.longest, fact.standing.freezes) == (1, 1, 2)
    assert fact.coming is not None
    assert (fact.coming.day, fact.coming.closes) == (day("Tue1"), at("Wed1 03:00"))
    (row,) = await club.check_in_rows(ana)
    assert (row["day"], row["at"], row["zone"]) == (day("Mon1"), at("Mon1 20:00"), "Europe/Berlin")
    assert row["kind"] == "study"


async def test_two_hundred_presses_at_once_count_once(club: CohortOf) -> None:
    ana = await club.member("Ana")
    presses = [club.says(ana, "Mon1 20:00") for _ in range(200)]

    facts = await asyncio.gather(*(club.check_ins.check_in(press, str(club.cohort_id)) for press in presses))

    assert [fact.outcome for fact in facts].count(Outcome.COUNTED) == 1
    assert [fact.outcome for fact in facts].count(Outcome.ALREADY) == 199
    assert len(await club.check_in_rows(ana)) == 1
