"""What bots in the field fail about check-ins and standings, under its own name (peers.md 1, 2, 3, 7)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ranking import By
from bot.services.study_facts import Outcome
from tests.services.cohort_of import CohortOf, at, cohort_of, day, days


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as club:
        yield club


async def test_1_five_days_in_a_row_show_1_2_3_4_5(club: CohortOf) -> None:
    ana = await club.member("Ana", listed=True)

    answered, asked, on_board = [], [], []
    for name in ("Mon1", "Tue1", "Wed1", "Thu1", "Fri1"):
        fact = await club.check_ins.check_in(club.says(ana, f"{name} 20:00"), "")
        answered.append(fact.standing.current)
        asker = club.says(ana, f"{name} 20:05")
        asked.append((await club.standings.streak(asker, "")).standing.current)
        on_board.append((await club.leaderboard.leaders(asker, "")).rows[0].value)

    assert answered == asked == on_board == [1, 2, 3, 4, 5]


async def test_2_asking_never_changes_anything(club: CohortOf) -> None:
    ana = await club.member("Ana", listed=True)
    await club.did(ana, "w1 Tue2")
    rows = await club.check_in_rows(ana)
    asker = club.says(ana, "Thu2 12:00")
    first = (await club.standings.streak(asker, "")).standing

    for passed in range(31):
        later = club.says(ana, at("Thu2 12:00") + timedelta(seconds=passed))
        await club.leaderboard.leaders(later, "")
        await club.standings.why(later, "")
        await club.standings.progress(later, "")
        await club.standings.refresh_stale(later.at)
        assert (await club.standings.streak(later, "")).standing == first

    assert await club.check_in_rows(ana) == rows
    assert (first.current, first.freezes) == (6, 1)


@pytest.mark.parametrize("how_many", [2, 50])
async def test_3_presses_two_milliseconds_apart_count_once(club: CohortOf, how_many: int) -> None:
    ana = await club.member("Ana")
    presses = [
        club.says(ana, at("Mon1 20:00") + timedelta(milliseconds=2 * number)) for number in range(how_many)
    ]

    facts = await asyncio.gather(*(club.check_ins.check_in(press, "") for press in presses))

    assert sorted(fact.outcome for fact in facts) == [Outcome.ALREADY] * (how_many - 1) + [Outcome.COUNTED]
    assert {fact.standing.current for fact in facts} == {1}


async def test_3_days_checked_in_at_the_same_moment_count_each_once(club: CohortOf) -> None:
    ana = await club.member("Ana")
    presses = [(club.says(ana, "Tue1 20:00"), day(name)) for name in ("Mon1", "Tue1") for _ in range(20)]

    facts = await asyncio.gather(*(club.check_ins.check_in(press, "", each) for press, each in presses))

    assert [fact.outcome for fact in facts].count(Outcome.ALREADY) == 38
    assert (await club.cache_of(ana))["current"] == 2


@pytest.mark.parametrize(
    "moment",
    ["Mon2 20:05", "Tue2 02:59", "Tue2 03:00", "Tue2 12:00", "Wed2 02:59", "Wed2 03:00", "Fri2 12:00"],
)
async def test_7_board_streak_progress_and_receipt_agree_at_every_edge(club: CohortOf, moment: str) -> None:
    ana = await club.member("Ana", listed=True)
    await club.did(ana, "w1")
    asker = club.says(ana, moment)

    streak = (await club.standings.streak(asker, "")).standing
    receipt = await club.standings.why(asker, "")
    progress = await club.standings.progress(asker, "")
    board = {by: (await club.leaderboard.leaders(asker, "", by)).rows[0].value for by in By}

    assert receipt.standing == progress.standing == streak
    assert board == {
        By.STREAK: streak.current,
        By.DAYS: streak.counted,
        By.ATTENDANCE: streak.attendance,
    }
    posted = [line for line in receipt.lines if line.rule.value != "not_posted"]
    assert posted[0].run_after == streak.current
    assert tuple(line.day for line in reversed(posted) if line.status.value == "open") == streak.open_days
    assert [(line.day, line.status) for line in progress.lines[-len(posted) :]] == [
        (line.day, line.status) for line in reversed(posted)
    ]
    assert streak.counted == len(days("w1"))
