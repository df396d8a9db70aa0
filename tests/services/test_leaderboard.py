"""The leaderboard: who is on it, in which order, and what the asker alone is told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ranking import By
from bot.services.standings_board import Leaderboard
from bot.services.study_facts import Leaders
from storage.repositories.memberships import leave, membership
from tests.services.cohort_of import CohortOf, cohort_of

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as club:
        yield club


def _rows(board: Leaders) -> list[tuple[int, str, float]]:
    return [(row.rank, row.name, row.value) for row in board.rows]


async def test_equal_streaks_share_a_place_and_the_next_place_is_skipped(club: CohortOf) -> None:
    for name, done in (("Ana", "Mon1 Tue1"), ("Bo", "Mon1-Wed1"), ("Cy", "Tue1 Wed1"), ("Di", "Wed1")):
        await club.did(await club.member(name, listed=True), done)
    asker = await club.member("Asker", listed=True)

    board = await club.leaderboard.leaders(club.says(asker, "Wed1 21:00"), "")

    assert _rows(board) == [(1, "Bo", 3), (2, "Ana", 2), (2, "Cy", 2), (4, "Di", 1), (5, "Asker", 0)]
    assert [row.own for row in board.rows] == [False] * 4 + [True]


async def test_who_is_not_listed_is_not_on_the_board_but_learns_their_own_place(club: CohortOf) -> None:
    ana, bo = await club.member("Ana", listed=True), await club.member("Bo")
    await club.did(ana, "Mon1")
    await club.did(bo, "Mon1 Tue1")

    board = await club.leaderboard.leaders(club.says(bo, "Tue1 21:00"), "")

    assert _rows(board) == [(1, "Ana", 1)]
    assert board.own is not None
    assert (board.own.rank, board.own.value, board.own_listed) == (1, 2, False)


async def test_who_only_looks_has_no_place(club: CohortOf) -> None:
    await club.did(await club.member("Ana", listed=True), "Mon1")
    guest = await club.person("Guest")

    board = await club.leaderboard.leaders(club.says(guest, "Mon1 21:00"), "")

    assert (_rows(board), board.own) == ([(1, "Ana", 1)], None)


async def test_the_board_can_be_ordered_by_attendance_and_by_days(club: CohortOf) -> None:
    steady = await club.member("Steady", listed=True)
    new = await club.member("New", listed=True)
    await club.did(steady, "Mon1 Tue1 Thu1 Fri1")
    await club.did(new, "Fri1")
    asker = club.says(steady, "Tue2 12:00")

    by_days = await club.leaderboard.leaders(asker, "", By.DAYS)
    by_share = await club.leaderboard.leaders(asker, "", By.ATTENDANCE)

    assert _rows(by_days) == [(1, "Steady", 4), (2, "New", 1)]
    assert _rows(by_share) == [(1, "Steady", 0.8), (2, "New", 0.2)]


async def test_a_long_board_is_paged_and_ties_reach_across_pages(club: CohortOf) -> None:
    members = [await club.member(f"Member {number:02}", listed=True) for number in range(13)]
    for who in members:
        await club.did(who, "Mon1")
    asker = club.says(members[12], "Mon1 21:00")

    first = await club.leaderboard.leaders(asker, "")
    second = await club.leaderboard.leaders(asker, "", page=2)
    beyond = await club.leaderboard.leaders(asker, "", page=9)

    assert ([row.rank for row in first.rows], first.pages) == ([1] * 10, 2)
    assert [(row.rank, row.name) for row in second.rows] == [
        (1, "Member 10"),
        (1, "Member 11"),
        (1, "Member 12"),
    ]
    assert second.rows[-1].own
    assert _rows(beyond) == _rows(second)


async def test_a_broken_streak_is_off_the_top_though_nobody_has_acted_since(club: CohortOf) -> None:
    gone, here = await club.member("Gone", listed=True), await club.member("Here", listed=True)
    await club.did(gone, "w1")
    await club.did(here, "Fri1 w2")

    board = await club.leaderboard.leaders(club.says(here, "Fri2 21:00"), "")

    assert _rows(board) == [(1, "Here", 6), (2, "Gone", 0)]


async def test_what_a_refresh_leaves_behind_is_corrected_while_reading(club: CohortOf) -> None:
    members = [await club.member(name, listed=True) for name in ("Ana", "Bo", "Cy")]
    for who, done in zip(members, ("w1", "Thu1 Fri1 w2", "Wed1 Thu1"), strict=True):
        await club.did(who, done)
    asker = club.says(members[0], "Fri2 21:00")

    board = await Leaderboard(club.database, club.clock, club.standings, at_once=0).leaders(asker, "")

    assert _rows(board) == [(1, "Bo", 7), (2, "Ana", 0), (2, "Cy", 0)]
    assert board.own is not None
    assert (board.own.rank, board.own.value) == (2, 0)


async def test_who_left_is_not_on_the_board(club: CohortOf) -> None:
    ana, bo = await club.member("Ana", listed=True), await club.member("Bo", listed=True)
    await club.did(ana, "Mon1")
    async with club.database.write() as connection:
        row = await membership(connection, club.cohort_id, ana.person_id)
        assert row is not None
        await leave(connection, row.id, club.clock.now())

    board = await club.leaderboard.leaders(club.says(bo, "Mon1 21:00"), "")
    private = await club.leaderboard.leaders(
        club.says(replace(bo, space_id=None, room_id=None), "Mon1 21:00"), ""
    )

    assert _rows(board) == _rows(private) == [(1, "Bo", 0)]
