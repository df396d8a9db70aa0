"""Checking in: what counts, what is answered, what is remembered."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import Conflict, Invalid, NotFound
from bot.services.check_in_fold import Details
from bot.services.study_facts import Outcome
from storage.repositories.cohorts_writing import change_cohort
from storage.repositories.memberships import drop_standings, leave, membership
from tests.services.cohort_of import BERLIN, CohortOf, at, cohort_of, day

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[CohortOf]:
    async with cohort_of(tmp_path) as club:
        yield club


async def test_the_first_check_in_counts_and_says_where_it_leaves_one(club: CohortOf) -> None:
    ana = await club.member("Ana")

    fact = await club.check_ins.check_in(club.says(ana, "Mon1 20:00"), "")

    assert fact.outcome is Outcome.COUNTED
    assert (fact.study_day.day, fact.study_day.number, fact.study_day.of) == (day("Mon1"), 1, 20)
    assert (fact.standing.current, fact.standing.longest, fact.standing.freezes) == (1, 1, 2)
    assert fact.open_now is None
    assert fact.coming is not None
    assert (fact.coming.day, fact.coming.closes) == (day("Tue1"), at("Wed1 03:00"))
    (row,) = await club.check_in_rows(ana)
    assert (row["day"], row["at"], row["zone"]) == (day("Mon1"), at("Mon1 20:00"), BERLIN)
    assert (row["kind"], row["platform"]) == ("study", "playground")


async def test_a_check_in_stores_the_zone_in_which_it_was_made(club: CohortOf) -> None:
    kim = await club.member("Kim", zone="Asia/Kolkata")

    fact = await club.check_ins.check_in(club.says(kim, "Mon1 12:00"), "")

    assert fact.where.zone == "Asia/Kolkata"
    assert [row["zone"] for row in await club.check_in_rows(kim)] == ["Asia/Kolkata"]


async def test_a_second_press_says_when_the_day_was_counted_and_adds_nothing(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.check_ins.check_in(club.says(ana, "Mon1 09:14"), "")

    fact = await club.check_ins.check_in(club.says(ana, "Mon1 20:00"), "", day("Mon1"))

    assert (fact.outcome, fact.at) == (Outcome.ALREADY, at("Mon1 09:14"))
    assert fact.standing.current == 1
    assert len(await club.check_in_rows(ana)) == 1


async def test_two_hundred_presses_at_once_count_once(club: CohortOf) -> None:
    ana = await club.member("Ana")
    presses = [club.says(ana, "Mon1 20:00") for _ in range(200)]

    facts = await asyncio.gather(*(club.check_ins.check_in(press, str(club.cohort_id)) for press in presses))

    outcomes = [fact.outcome for fact in facts]
    assert (outcomes.count(Outcome.COUNTED), outcomes.count(Outcome.ALREADY)) == (1, 199)
    assert len(await club.check_in_rows(ana)) == 1
    assert (await club.cache_of(ana))["current"] == 1


async def test_many_members_at_once_are_each_counted(club: CohortOf) -> None:
    members = [await club.member(f"Member {number}") for number in range(40)]
    presses = [club.says(who, "Mon1 20:00") for who in members]

    facts = await asyncio.gather(*(club.check_ins.check_in(press, "") for press in presses))

    assert [fact.standing.current for fact in facts] == [1] * 40


async def test_the_same_event_heard_twice_is_answered_alike_and_counted_once(club: CohortOf) -> None:
    ana = await club.member("Ana")
    press = club.says(ana, "Mon1 20:00")
    first = await club.check_ins.check_in(press, "")

    again = await club.check_ins.check_in(press, "")

    assert (again.outcome, again.study_day, again.standing) == (
        first.outcome,
        first.study_day,
        first.standing,
    )
    assert len(await club.check_in_rows(ana)) == 1


async def test_an_event_that_was_undone_since_is_not_counted_anew_when_heard_again(club: CohortOf) -> None:
    ana = await club.member("Ana")
    press = club.says(ana, "Mon1 20:00")
    await club.check_ins.check_in(press, "")
    await club.check_ins.undo(club.says(ana, "Mon1 20:01"), "")

    with pytest.raises(Conflict, match="said_twice"):
        await club.check_ins.check_in(press, "")

    assert (await club.cache_of(ana))["current"] == 0


async def test_without_a_day_the_oldest_open_one_is_meant(club: CohortOf) -> None:
    ana = await club.member("Ana")

    late = await club.check_ins.check_in(club.says(ana, "Tue1 20:00"), "")
    on_time = await club.check_ins.check_in(club.says(ana, "Tue1 20:01"), "")

    assert (late.outcome, late.study_day.day) == (Outcome.LATE, day("Mon1"))
    assert late.open_now is not None
    assert late.open_now.day == day("Tue1")
    assert (on_time.outcome, on_time.study_day.day) == (Outcome.COUNTED, day("Tue1"))
    assert on_time.standing.current == 2


async def test_a_day_whose_grace_is_over_is_refused(club: CohortOf) -> None:
    ana = await club.member("Ana")

    with pytest.raises(Conflict, match="day_closed") as refused:
        await club.check_ins.check_in(club.says(ana, "Thu1 12:00"), "", day("Mon1"))

    assert refused.value.data["at"] == at("Wed1 03:00")
    assert await club.check_in_rows(ana) == []


async def test_what_was_said_in_time_counts_however_late_it_is_heard(club: CohortOf) -> None:
    ana = await club.member("Ana")
    press = club.says(ana, "Tue1 20:00")
    await club.did(ana, "Wed1 Thu1 Fri1")
    assert (await club.cache_of(ana))["current"] == 3

    fact = await club.check_ins.check_in(press, "", day("Tue1"))

    assert (fact.outcome, fact.study_day.day) == (Outcome.COUNTED, day("Tue1"))
    now = await club.standings.streak(club.says(ana, "Fri1 21:00"), "")
    assert now.standing.current == 4


@pytest.mark.parametrize(
    ("moment", "wanted", "code"),
    [
        ("Mon1 20:00", "Tue1", "day_not_posted"),
        ("Mon1 20:00", "Sat1", "no_study_day"),
        ("Mon1 08:00", "Mon1", "day_not_posted"),
    ],
)
async def test_days_that_cannot_be_checked_in_are_refused(
    club: CohortOf, moment: str, wanted: str, code: str
) -> None:
    ana = await club.member("Ana")

    with pytest.raises(Conflict, match=code):
        await club.check_ins.check_in(club.says(ana, moment), "", day(wanted))

    assert await club.check_in_rows(ana) == []


async def test_a_day_that_was_over_before_joining_is_refused(club: CohortOf) -> None:
    ana = await club.member("Ana", joined=at("Wed1 12:00"))

    with pytest.raises(Conflict, match="day_before_joining"):
        await club.check_ins.check_in(club.says(ana, "Wed1 13:00"), "", day("Mon1"))


async def test_a_saturday_is_noted_and_leaves_the_streak_as_it_is(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1")

    fact = await club.check_ins.check_in(club.says(ana, "Sat1 12:00"), "")

    assert (fact.outcome, fact.study_day.number, fact.standing.current) == (Outcome.OFF_DAY, 0, 5)
    assert [row["kind"] for row in await club.check_in_rows(ana)] == ["study"] * 5 + ["off_day"]


async def test_the_answer_names_the_freeze_that_covered_the_gap_once(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1")

    back = await club.check_ins.check_in(club.says(ana, "Wed2 03:30"), "", day("Tue2"))
    next_day = await club.check_ins.check_in(club.says(ana, "Wed2 20:00"), "", day("Wed2"))

    assert (back.spent, back.standing.current, back.standing.freezes) == (1, 6, 1)
    assert (next_day.spent, next_day.standing.current, next_day.standing.freezes) == (0, 7, 1)


async def test_the_answer_tells_of_a_freeze_that_was_earned(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "w1 Tue2-Fri2")

    tenth = await club.check_ins.check_in(club.says(ana, "Mon3 20:00"), "")
    eleventh = await club.check_ins.check_in(club.says(ana, "Tue3 20:00"), "")

    assert (tenth.earned, tenth.standing.current, tenth.standing.freezes) == (True, 10, 2)
    assert (eleventh.earned, eleventh.standing.current) == (False, 11)


async def test_a_note_for_a_counted_day_is_added_to_it(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.check_ins.check_in(
        club.says(ana, "Mon1 20:00"), "", None, Details(note="Chapter 3", minutes=40, felt="hard")
    )

    fact = await club.check_ins.check_in(
        club.says(ana, "Mon1 20:05"), "", day("Mon1"), Details(note="And 4", proof="https://example.org/x")
    )

    assert (fact.outcome, fact.noted, fact.at) == (Outcome.ALREADY, True, at("Mon1 20:00"))
    (row,) = await club.check_in_rows(ana)
    said = ("Chapter 3\nAnd 4", 40, "https://example.org/x", "hard")
    assert (row["note"], row["minutes"], row["proof"], row["felt"]) == said


async def test_notes_that_do_not_fit_together_are_refused_and_the_first_stays(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.check_ins.check_in(club.says(ana, "Mon1 20:00"), "", None, Details(note="a" * 400))

    with pytest.raises(Invalid, match="note_full"):
        await club.check_ins.check_in(club.says(ana, "Mon1 20:05"), "", day("Mon1"), Details(note="b" * 400))

    assert [row["note"] for row in await club.check_in_rows(ana)] == ["a" * 400]


async def test_who_is_no_member_is_told_which_cohort_to_join(club: CohortOf) -> None:
    guest = await club.person("Guest")

    for named in ("", str(club.cohort_id), "winter"):
        with pytest.raises(Conflict, match="not_a_member") as refused:
            await club.check_ins.check_in(club.says(guest, "Mon1 20:00"), named)
        assert refused.value.data["cohort_id"] == club.cohort_id


async def test_who_left_is_no_member(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1")
    async with club.database.write() as connection:
        row = await membership(connection, club.cohort_id, ana.person_id)
        assert row is not None
        await leave(connection, row.id, at("Mon1 21:00"))

    with pytest.raises(Conflict, match="not_a_member"):
        await club.check_ins.check_in(club.says(ana, "Tue1 20:00"), str(club.cohort_id))


async def test_a_deleted_cohort_is_not_there(club: CohortOf) -> None:
    ana = await club.member("Ana")
    await club.did(ana, "Mon1")
    async with club.database.write() as connection:
        await change_cohort(connection, club.cohort_id, state="deleted")
        await drop_standings(connection, cohort_id=club.cohort_id)

    with pytest.raises(NotFound, match="no_cohort_here"):
        await club.check_ins.check_in(club.says(ana, "Tue1 20:00"), str(club.cohort_id))


@pytest.mark.parametrize("named", ["999", "99999999999999999999", "\N{ARABIC-INDIC DIGIT SEVEN}"])
async def test_a_cohort_that_is_not_there_is_refused(club: CohortOf, named: str) -> None:
    ana = await club.member("Ana")

    with pytest.raises(NotFound):
        await club.check_ins.check_in(club.says(ana, "Mon1 20:00"), named)


async def test_one_check_in_counts_from_wherever_it_is_said(club: CohortOf) -> None:
    ana = await club.member("Ana")
    elsewhere = replace(ana, space_id=None, room_id=None)

    fact = await club.check_ins.check_in(club.says(elsewhere, "Mon1 20:00"), str(club.cohort_id))

    assert fact.outcome is Outcome.COUNTED
