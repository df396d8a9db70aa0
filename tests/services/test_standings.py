"""Where people stand: streak, receipt, progress, and who may see whose."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import Conflict, Forbidden, NotFound
from bot.interface.address import PersonRef
from tests.services.cohort_of import CohortOf, at, cohort_of, day


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as club:
        yield club


async def test_a_streak_says_what_waits(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1")

    fact = await club.standings.streak(club.says(ana, "Mon2 12:00"), "")

    assert (fact.whose.own, fact.standing.current, fact.standing.longest) == (True, 5, 5)
    assert fact.open_now is not None
    assert (fact.open_now.day, fact.open_now.closes) == (day("Mon2"), at("Wed2 03:00"))


async def test_time_alone_moves_the_streak_of_who_does_nothing(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1")

    seen = [
        (await club.standings.streak(club.says(ana, moment), "")).standing
        for moment in ("Wed2 02:59", "Wed2 12:00", "Thu2 12:00", "Fri2 12:00")
    ]

    assert [(each.current, each.freezes) for each in seen] == [(5, 2), (5, 1), (5, 0), (0, 2)]


async def test_the_receipt_names_the_rule_of_every_day_newest_first(club: CohortOf) -> None:
    ana = await club.member("Ana", joined=at("Mon1 12:00"))
    await club.did(ana, "Tue1")
    await club.check_ins.check_in(club.says(ana, "Thu1 12:00"), "")
    await club.excuse("Thu1")
    await club.excuse("Fri1", "admin", ana)

    receipt = await club.standings.why(club.says(ana, "Wed2 12:00"), "")

    assert [(line.day, line.rule.value) for line in receipt.lines] == [
        (day("Thu2"), "not_posted"),
        (day("Wed2"), "window_open"),
        (day("Tue2"), "grace_running"),
        (day("Mon2"), "frozen"),
        (day("Fri1"), "excused_by_admin"),
        (day("Thu1"), "holiday"),
        (day("Wed1"), "within_grace"),
        (day("Tue1"), "in_window"),
        (day("Mon1"), "before_joining"),
    ]
    assert list(receipt.numbers) == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert (receipt.standing.current, receipt.page, receipt.pages) == (2, 1, 1)


async def test_the_receipt_is_paged(club: CohortOf) -> None:
    ana = await club.member("Ana")

    second = await club.standings.why(club.says(ana, "Fri3 12:00"), "", 2)
    far_off = await club.standings.why(club.says(ana, "Fri3 12:01"), "", 99)

    assert (second.page, second.pages) == (2, 2)
    assert [line.day for line in second.lines] == [line.day for line in far_off.lines]
    assert second.lines[-1].day == day("Mon1")


async def test_progress_counts_what_was_posted_and_what_came_on_top(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1 Sat1 Mon2")

    fact = await club.standings.progress(club.says(ana, "Tue2 12:00"), "")

    assert (len(fact.lines), fact.of, fact.last_day, fact.extra) == (7, 20, day("Fri4"), (day("Sat1"),))
    assert (fact.pace.done, fact.pace.due, fact.pace.lead) == (7, 6, 1)
    assert (fact.standing.counted, fact.standing.possible) == (6, 6)


async def test_only_those_who_let_themselves_be_listed_are_shown_to_others(club: CohortOf) -> None:
    ana, bo = await club.member("Ana", listed=True), await club.member("Bo")
    await club.did(ana, "Mon1")

    shown = await club.standings.streak(club.says(bo, "Mon1 21:00"), "", PersonRef("ana", "Ana"))
    own = await club.standings.progress(club.says(bo, "Mon1 21:00"), "", PersonRef("bo", "Bo"))

    assert (shown.whose.own, shown.whose.name, shown.standing.current) == (False, "Ana", 1)
    assert own.whose.own
    for ask in (club.standings.streak, club.standings.progress):
        with pytest.raises(Forbidden, match="standing_private"):
            await ask(club.says(ana, "Mon1 21:00"), "", PersonRef("bo", "Bo"))


async def test_who_administers_the_space_sees_every_member(club: CohortOf) -> None:
    bo = await club.member("Bo")
    await club.did(bo, "Mon1")
    admin = replace(await club.person("Admin"), administers=True)

    fact = await club.standings.streak(club.says(admin, "Mon1 21:00"), "", PersonRef("bo", "Bo"))

    assert fact.standing.current == 1


async def test_who_administers_another_space_sees_no_more_than_anybody(club: CohortOf) -> None:
    await club.member("Bo")
    stranger = replace(await club.member("Stranger"), administers=True, space_id=99, room_id=None)

    with pytest.raises(Forbidden, match="standing_private"):
        await club.standings.streak(club.says(stranger, "Mon1 21:00"), "", PersonRef("bo", "Bo"))


async def test_who_is_not_in_the_cohort_has_no_standing(club: CohortOf) -> None:
    ana, guest = await club.member("Ana"), await club.person("Guest")

    for who in ("guest", "nobody"):
        with pytest.raises(NotFound, match="no_such_member"):
            await club.standings.streak(club.says(ana, "Mon1 21:00"), "", PersonRef(who, who))
    for ask in (club.standings.streak, club.standings.why, club.standings.progress):
        with pytest.raises(Conflict, match="not_a_member"):
            await ask(club.says(guest, "Mon1 21:00"), "")


async def test_weeks_are_counted_where_the_cohort_counts_weeks(tmp_path: Path) -> None:
    async with cohort_of(tmp_path, streak={"mode": "weekly", "quota": 3}) as club:
        ana = await club.member("Ana")
        await club.did(ana, "Mon1-Wed1 Mon2-Thu2 Mon3")

        fact = await club.standings.streak(club.says(ana, "Wed3 12:00"), "")
        receipt = await club.standings.why(club.says(ana, "Wed3 12:00"), "")

    assert (fact.standing.unit.value, fact.standing.current) == ("weeks", 2)
    assert [(week.done, week.need, week.is_over) for week in receipt.weeks][:3] == [
        (3, 3, True),
        (4, 3, True),
        (1, 3, False),
    ]


async def test_refreshing_brings_the_kept_numbers_up_to_date_a_few_at_a_time(club: CohortOf) -> None:
    members = [await club.member(f"Member {number}") for number in range(5)]
    for who in members:
        await club.did(who, "Mon1 Tue1")
    later = at("Fri1 12:00")

    refreshed = [await club.standings.refresh_stale(later, limit=3) for _ in range(3)]

    assert refreshed == [3, 2, 0]
    kept = [await club.cache_of(who) for who in members]
    assert {(row["current"], row["freezes"], row["possible"]) for row in kept} == {(2, 1, 3)}
    assert all(row["stale_at"] > later for row in kept)


async def test_a_standing_that_was_dropped_is_rebuilt_from_the_log(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1 Tue2-Fri2")
    assert (await club.standings.streak(club.says(ana, "Fri2 21:00"), "")).standing.freezes == 1

    await club.excuse("Mon2")

    fact = await club.standings.streak(club.says(ana, "Fri2 21:01"), "")
    assert (fact.standing.current, fact.standing.freezes) == (9, 2)
    counted = await club.check_ins.check_in(club.says(ana, "Mon3 20:00"), "")
    assert (counted.standing.current, (await club.cache_of(ana))["current"]) == (10, 10)
