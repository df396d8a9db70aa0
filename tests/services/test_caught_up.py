"""Catching up with days that are over, against a real database: what is written, and what stays as it is."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.catching_up import Way
from bot.domain.errors import Conflict
from bot.domain.ranking import By
from bot.interface.address import PersonRef
from bot.services.asker import Asker
from bot.services.catching_up import CatchingUp
from bot.services.study_facts import Outcome
from tests.services.cohort_of import LONG_AGO, CohortOf, at, cohort_of, day


async def planning(club: CohortOf, name: str, joined: datetime = LONG_AGO) -> Asker:
    """A new member with a plan of their own."""
    asker = await club.member(name, joined=joined)
    await chooses(club, asker, Way.STUDY_DAYS)
    return asker


async def chooses(club: CohortOf, who: Asker, way: Way, moment: str = "Mon1 08:00") -> None:
    await CatchingUp(club.database, club.learners).choose(club.says(who, moment), "", way)


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as opened:
        yield opened


async def test_a_day_whose_grace_is_over_is_caught_up_with_and_the_streak_stays(club: CohortOf) -> None:
    ana = await planning(club, "Ana")
    await club.did(ana, "Tue1 Wed1")
    before = (await club.standings.streak(club.says(ana, "Thu1 12:00"), "")).standing
    press = club.says(ana, "Thu1 12:00")

    facts = [await club.check_ins.check_in(press, "", day("Mon1")) for _ in range(2)]

    assert [fact.outcome for fact in facts] == [Outcome.CAUGHT_UP] * 2
    assert [fact.standing for fact in facts] == [before] * 2
    assert [row["kind"] for row in await club.check_in_rows(ana)] == ["study", "study", "caught_up"]
    later = await club.check_ins.check_in(club.says(ana, "Thu1 12:01"), "", day("Mon1"))
    assert (later.outcome, later.at) == (Outcome.ALREADY, at("Thu1 12:00"))


async def test_catching_up_spends_and_earns_nothing_and_ends_no_pause(club: CohortOf) -> None:
    ana = await planning(club, "Ana")
    await club.did(ana, "w1")
    await club.pauses.pause(club.says(ana, "Sun1 12:00"), day("Mon2"), day("Wed3"), "")
    caught = await club.check_ins.check_in(club.says(ana, "Fri2 12:00"), "", day("Mon2"))
    assert (caught.outcome, caught.spent, caught.earned) == (Outcome.CAUGHT_UP, 0, False)
    resting = (await club.standings.streak(club.says(ana, "Wed3 12:00"), "")).standing
    assert (resting.current, resting.open_days) == (5, ())


async def test_the_freeze_of_a_gap_is_named_though_a_day_of_it_was_caught_up(club: CohortOf) -> None:
    ana = await planning(club, "Ana")
    await club.did(ana, "Mon1")
    await club.check_ins.check_in(club.says(ana, "Thu1 12:00"), "", day("Tue1"))

    fact = await club.check_ins.check_in(club.says(ana, "Thu1 12:01"), "", day("Wed1"))

    assert (fact.outcome, fact.spent) == (Outcome.LATE, 1)


async def test_who_goes_with_the_group_again_keeps_what_was_caught_up_with(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Wed1")
    with pytest.raises(Conflict, match="day_closed"):
        await club.check_ins.check_in(club.says(ana, "Thu1 12:00"), "", day("Mon1"))
    await chooses(club, ana, Way.EVERY_DAY, "Thu1 12:01")
    await club.check_ins.check_in(club.says(ana, "Thu1 12:02"), "", day("Mon1"))
    await chooses(club, ana, Way.GROUP, "Thu1 12:03")
    with pytest.raises(Conflict, match="day_closed"):
        await club.check_ins.check_in(club.says(ana, "Fri1 12:00"), "", day("Tue1"))
    told = await club.standings.progress(club.says(ana, "Fri1 12:01"), "")
    assert [line.day for line in told.lines if line.caught_up] == [day("Mon1")]
    assert told.pace.done == 2


@pytest.mark.parametrize("name", ["Mon1", "Tue1"])
async def test_a_day_that_was_over_before_joining_is_caught_up_with(club: CohortOf, name: str) -> None:
    ana = await planning(club, "Ana", at("Wed1 12:00"))

    fact = await club.check_ins.check_in(club.says(ana, "Wed1 13:00"), "", day(name))

    assert (fact.outcome, fact.standing.counted, fact.standing.possible) == (Outcome.CAUGHT_UP, 0, 0)
    taken_back = await club.check_ins.undo(club.says(ana, "Wed1 14:00"), "")
    assert (taken_back.study_day.day, taken_back.open_now) == (day(name), None)


async def test_another_member_sees_the_same_pace_and_the_ranks_stay_as_they_are(club: CohortOf) -> None:
    ana, ben = await club.member("Ana", listed=True), await club.member("Ben", listed=True)
    await club.did(ben, "Mon1")
    ranks = (await club.leaderboard.leaders(club.says(ben, "Fri1 12:00"), "", By.DAYS)).rows
    kept = await club.cache_of(ana)
    await chooses(club, ana, Way.STUDY_DAYS, "Fri1 12:00")
    for name in ("Mon1", "Tue1"):
        await club.check_ins.check_in(club.says(ana, "Fri1 12:01"), "", day(name))

    own = await club.standings.progress(club.says(ana, "Fri1 12:02"), "")
    seen = await club.standings.progress(
        club.says(ben, "Fri1 12:02"), "", PersonRef(ana.external_id, ana.name)
    )

    assert (own.pace.done, own.pace.lead, own.pace.to_catch_up) == (2, -1, (day("Wed1"),))
    assert (seen.pace, seen.keeping_up) == (own.pace, own.keeping_up)
    assert (await club.leaderboard.leaders(club.says(ben, "Fri1 12:03"), "", By.DAYS)).rows == ranks
    now = await club.cache_of(ana)
    assert {name: now[name] for name in ("current", "longest", "counted", "momentum")} == {
        name: kept[name] for name in ("current", "longest", "counted", "momentum")
    }
