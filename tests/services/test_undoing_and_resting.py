"""Taking a check-in back, and pauses: what they change and what they never do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import Conflict, Invalid
from bot.services.study_facts import Outcome
from tests.services.cohort_of import CohortOf, at, cohort_of, day


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as club:
        yield club


async def test_undo_takes_back_the_last_check_in_and_keeps_its_row(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1 Tue1")

    fact = await club.check_ins.undo(club.says(ana, "Tue1 20:01"), "")

    assert (fact.study_day.day, fact.standing.current) == (day("Tue1"), 1)
    assert fact.open_now is not None
    assert fact.open_now.closes == at("Thu1 03:00")
    rows = await club.check_in_rows(ana)
    assert [row["undone_at"] for row in rows] == [None, at("Tue1 20:01")]
    assert (await club.cache_of(ana))["current"] == 1


async def test_an_undone_day_can_be_counted_again(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1")
    await club.check_ins.undo(club.says(ana, "Mon1 20:01"), "")

    fact = await club.check_ins.check_in(club.says(ana, "Mon1 20:02"), "")

    assert (fact.outcome, fact.at, fact.standing.current) == (Outcome.COUNTED, at("Mon1 20:02"), 1)


async def test_the_undo_button_of_a_day_takes_back_that_day_only(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1 Tue1")

    fact = await club.check_ins.undo(club.says(ana, "Tue1 20:30"), "", day("Mon1"))

    assert (fact.study_day.day, fact.standing.current) == (day("Mon1"), 1)
    with pytest.raises(Conflict, match="nothing_to_undo"):
        await club.check_ins.undo(club.says(ana, "Tue1 20:31"), "", day("Mon1"))


async def test_a_settled_day_cannot_be_undone(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1")

    with pytest.raises(Conflict, match="undo_closed"):
        await club.check_ins.undo(club.says(ana, "Wed1 12:00"), "")

    assert (await club.cache_of(ana))["current"] == 1


async def test_an_undo_that_is_heard_twice_takes_back_one_day(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1 Tue1")
    undo = club.says(ana, "Tue1 20:30")
    await club.check_ins.undo(undo, "")

    with pytest.raises(Conflict, match="said_twice"):
        await club.check_ins.undo(undo, "")

    assert (await club.cache_of(ana))["current"] == 1


async def test_a_pause_bridges_and_says_when_it_ends(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1")

    rest = await club.pauses.pause(club.says(ana, "Sun1 12:00"), day("Mon2"), day("Wed2"), "")
    await club.did(ana, "Thu2")

    assert (rest.days, rest.back_on) == (3, day("Thu2"))
    fact = await club.standings.streak(club.says(ana, "Thu2 21:00"), "")
    assert (fact.standing.current, fact.standing.freezes) == (6, 2)


async def test_a_pause_without_dates_begins_today_and_lasts_as_long_as_allowed(club: CohortOf) -> None:
    ana = await club.member("Ana")

    rest = await club.pauses.pause(club.says(ana, "Tue1 12:00"), None, None, "")

    assert (rest.first, rest.last, rest.days) == (day("Tue1"), day("Fri3"), 14)


async def test_a_check_in_during_a_pause_counts_and_ends_it(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1")
    await club.pauses.pause(club.says(ana, "Sun1 12:00"), day("Mon2"), day("Fri2"), "")

    fact = await club.check_ins.check_in(club.says(ana, "Tue2 20:00"), "")

    assert (fact.outcome, fact.study_day.day, fact.standing.current) == (Outcome.COUNTED, day("Tue2"), 6)
    assert fact.coming is not None
    assert fact.coming.day == day("Wed2")
    lines = (await club.standings.why(club.says(ana, "Fri2 12:00"), "")).lines
    rules = {line.day: line.rule.value for line in lines}
    assert rules[day("Mon2")] == "own_pause"
    assert rules[day("Wed2")] == "frozen"


async def test_resuming_ends_the_pause_and_what_was_posted_stays_excused(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.pauses.pause(club.says(ana, "Mon1 08:00"), day("Mon1"), day("Fri1"), "")

    back = await club.pauses.resume(club.says(ana, "Tue1 12:00"), "")

    assert back.coming is not None
    assert back.coming.day == day("Wed1")
    lines = (await club.standings.why(club.says(ana, "Wed1 12:00"), "")).lines
    assert [(line.day, line.status.value) for line in lines[::-1][:3]] == [
        (day("Mon1"), "excused"),
        (day("Tue1"), "excused"),
        (day("Wed1"), "open"),
    ]


async def test_a_pause_that_has_not_begun_is_taken_back(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.pauses.pause(club.says(ana, "Mon1 12:00"), day("Mon2"), day("Tue2"), "")

    await club.pauses.resume(club.says(ana, "Mon1 12:05"), "")

    with pytest.raises(Conflict, match="not_paused"):
        await club.pauses.resume(club.says(ana, "Mon1 12:06"), "")
    again = await club.pauses.pause(club.says(ana, "Mon1 12:07"), day("Mon2"), day("Wed2"), "")
    assert again.days == 3


@pytest.mark.parametrize(
    ("first", "last", "code", "kind"),
    [
        ("Wed1", "Tue1", "pause_backwards", Invalid),
        ("Sat1", "Sun1", "pause_of_no_study_days", Invalid),
        ("Mon2", "Fri4", "pause_too_long", Invalid),
        ("Mon1", "Fri1", "pause_too_late", Conflict),
    ],
)
async def test_pauses_that_cannot_be_are_refused(
    club: CohortOf, first: str, last: str, code: str, kind: type[Exception]
) -> None:
    ana = await club.member("Ana")

    with pytest.raises(kind, match=code):
        await club.pauses.pause(club.says(ana, "Tue1 12:00"), day(first), day(last), "")
    with pytest.raises(Conflict, match="not_paused"):
        await club.pauses.resume(club.says(ana, "Tue1 12:01"), "")


async def test_pauses_do_not_overlap(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.pauses.pause(club.says(ana, "Mon1 12:00"), day("Mon2"), day("Wed2"), "")

    with pytest.raises(Conflict, match="pause_overlaps"):
        await club.pauses.pause(club.says(ana, "Mon1 12:01"), day("Wed2"), day("Thu2"), "")
