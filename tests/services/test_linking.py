"""Two accounts as one person: what counts while they are linked, and what each gets back."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.domain.catching_up import Way
from bot.domain.streak import standing
from bot.domain.streak_windows import Windows
from bot.domain.study_log import Log
from bot.services.catching_up import CatchingUp
from bot.services.identities import LinkOffered, NewCode
from bot.services.joining import Joining
from bot.services.people import People, Wishes, own_settings
from storage.repositories.certificates import (
    CertificateRow,
    add_certificate,
    certificate_of,
    certificate_under,
)
from storage.running import OnConnection
from storage.tables.study import check_ins
from tests.services.cohort_of import BERLIN, at, cohort_of, days
from tests.services.linked_pair import HERE, THERE, WEEKDAYS, Pair, pair_in


async def test_a_streak_over_two_accounts_is_one_streak(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair = await pair_in(club)
        for platform, each in zip((HERE, THERE, HERE, THERE), days("Mon1-Thu1"), strict=True):
            await pair.done(platform, each)
        assert (await pair.standing(HERE, "Thu1 21:00")).counted == 2
        await pair.link("Thu1 21:00")
        assert pair.here.person_id == pair.there.person_id
        for platform in (HERE, THERE):
            assert (await pair.standing(platform, "Thu1 21:01")).current == 4


@settings(max_examples=8, deadline=None)
@given(
    before=st.tuples(*[st.sets(st.sampled_from(WEEKDAYS[:5]))] * 2),
    since=st.lists(st.tuples(st.sampled_from(WEEKDAYS[5:]), st.sampled_from((HERE, THERE))), max_size=7),
    rests=st.sets(st.sampled_from((HERE, THERE))),
    joins=st.booleans(),
)
def test_linking_unites_two_logs_and_unlinking_gives_each_its_own_back(
    before: tuple[set[date], set[date]], since: list[tuple[date, str]], rests: set[str], joins: bool
) -> None:
    async def told(directory: Path) -> None:
        async with cohort_of(directory) as club:
            pair = await pair_in(club, there_joins=joins)
            plans = [(day, HERE, "20:00") for day in before[0]]
            plans += [(day, THERE, "19:00") for day in before[1] if joins]
            for day, platform, shown in sorted(plans):
                await pair.done(platform, day, shown)
            for platform in rests if joins else ():
                asker = pair.says(platform, "Fri1 21:00")
                await club.pauses.pause(asker, days("Mon3")[0], days("Tue3")[0], str(club.cohort_id))
            own = {HERE: await pair.kept(pair.here), THERE: await pair.kept(pair.there)}
            alone = await pair.standing(HERE, "Fri1 22:00")
            await pair.link("Fri1 22:00")
            await _is_the_union(pair, "Fri1 22:00")
            for day, platform in sorted(since):
                await pair.done(platform, day)
            await _is_the_union(pair, "Fri2 22:00")
            made = (await pair.kept(pair.here))["check_ins"]
            await pair.unlink("Fri2 22:30")
            for platform, asker in ((HERE, pair.here), (THERE, pair.there)):
                old, kept = own[platform], await pair.kept(asker)
                new = [row for row in made if row["platform"] == platform and row["day"] >= WEEKDAYS[5]]
                assert _without_person(kept["check_ins"]) == _without_person([*old["check_ins"], *new])
                assert kept["people"] == old["people"]
                assert kept["pauses"] == old["pauses"]
                if joins or not new:
                    assert kept["memberships"] == old["memberships"]
            if not since:
                assert await pair.standing(HERE, "Fri1 22:00") == alone

    with TemporaryDirectory() as directory:
        asyncio.run(told(Path(directory)))


async def _is_the_union(pair: Pair, moment: str) -> None:
    """What is answered is what the domain reads off the earliest check-in of each day, whoever made it."""
    club = pair.club
    async with club.database.read() as connection:
        key = (pair.here.person_id, club.cohort_id)
        studies = await club.learners.read_whole(OnConnection(connection), key)
        query = select(check_ins.c.day, check_ins.c.at).where(check_ins.c.undone_at.is_(None))
        rows = await connection.execute(query.order_by(check_ins.c.at.desc()))
        earliest = {day: made_at for day, made_at in rows}  # noqa: C416 - rows are no pairs to mypy
    log = Log(earliest, studies.log.excused)
    now = at(moment)
    windows = Windows(studies.course.timetable, studies.learner, log, studies.course.policy)
    expected = standing(windows, now)
    for platform in (HERE, THERE):
        assert await pair.standing(platform, moment) == expected


def _without_person(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(({**row, "person_id": 0} for row in rows), key=lambda row: row["id"])


async def test_what_is_taken_back_while_linked_is_taken_back_on_both_accounts(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair = await pair_in(club)
        (monday,) = days("Mon1")
        await pair.done(HERE, monday, "19:00")
        await pair.done(THERE, monday, "20:00")
        await pair.link("Mon1 21:00")
        await club.check_ins.undo(pair.says(THERE, "Mon1 21:01"), "")
        await pair.done(THERE, monday, "21:02")
        await pair.unlink("Mon1 21:03")
        assert (await pair.standing(HERE, "Mon1 21:04")).counted == 0
        assert (await pair.standing(THERE, "Mon1 21:04")).counted == 1


async def test_two_hundred_check_ins_at_once_from_both_platforms_count_once(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair = await pair_in(club)
        await pair.link("Mon1 19:00")
        askers = [pair.says((HERE, THERE)[number % 2], "Mon1 20:00") for number in range(200)]
        facts = await asyncio.gather(
            *(club.check_ins.check_in(asker, str(club.cohort_id)) for asker in askers)
        )
        assert sum(fact.outcome.value == "counted" for fact in facts) == 1
        assert len(await club.check_in_rows(pair.here)) == 1


async def test_settings_of_the_side_that_says_yes_rule_and_each_gets_its_own_back(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair, persons = await pair_in(club), People(club.database)
        await persons.change_settings(pair.says(THERE, "Mon1 08:00"), Wishes(zone="Asia/Kolkata"))
        await pair.met_again()
        await pair.link("Mon1 19:00")
        assert (await persons.settings(pair.there)).zone == BERLIN
        assert (await persons.settings(pair.there)).listed
        await persons.change_settings(pair.says(THERE, "Mon1 19:30"), Wishes(language="de"))
        await pair.unlink("Mon1 20:00")
        here, there = await persons.settings(pair.here), await persons.settings(pair.there)
        assert (here.zone, here.listed, here.language) == (BERLIN, True, "de")
        assert (there.zone, there.listed, there.language) == ("Asia/Kolkata", False, "de")
        assert [len(each.accounts) for each in (here, there)] == [1, 1]


async def test_a_clock_that_was_set_while_linked_stays_on_both(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair, persons = await pair_in(club), People(club.database)
        await pair.link("Mon1 19:00")
        await persons.change_settings(pair.says(HERE, "Tue1 08:00"), Wishes(zone="Asia/Kolkata"))
        await pair.unlink("Wed1 20:00")
        async with club.database.read() as connection:
            zones = [
                (await own_settings(connection, asker.person_id)).zone for asker in (pair.here, pair.there)
            ]
        assert zones == ["Asia/Kolkata"] * 2


async def test_who_joins_or_leaves_while_linked_has_done_so_with_that_account(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair, joining = await pair_in(club, there_joins=False), Joining(club.database)
        await pair.link("Mon1 19:00")
        await joining.leave(pair.says(HERE, "Tue1 08:00"), "")
        await joining.join(pair.says(THERE, "Tue1 09:00"), str(club.cohort_id), Wishes())
        await pair.unlink("Wed1 20:00")
        assert (await pair.standing(THERE, "Wed1 20:01")).counted == 0
        assert (await pair.standing(HERE, "Wed1 20:01")).counted == 0


async def test_what_a_linked_account_was_in_outlasts_thirty_days(tmp_path: Path) -> None:
    async with cohort_of(tmp_path, weeks=8) as club:
        pair, joining = await pair_in(club), Joining(club.database)
        await pair.done(HERE, days("Mon1")[0], "19:00")
        await pair.done(THERE, days("Mon1")[0], "20:00")
        await pair.link("Mon1 21:00")
        assert await joining.forget_departed(at("Mon1 21:00") + timedelta(days=40)) == 0
        await pair.unlink("Mon7 12:00")
        assert (await pair.standing(THERE, "Mon7 12:01")).counted == 1
        await pair.link("Mon7 13:00")
        await joining.leave(pair.says(HERE, "Mon7 14:00"), "")
        assert await joining.forget_departed(at("Mon7 14:00") + timedelta(days=31)) == 3
        assert (await pair.kept(pair.here))["check_ins"] == []


async def test_being_asked_twice_gives_the_same_question(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair = await pair_in(club)
        begun = await pair.identities.begin(pair.says(HERE, "Mon1 19:00"))
        assert isinstance(begun, NewCode)
        offered = await pair.identities.offer(pair.says(THERE, "Mon1 19:01"), begun.word)
        again = await pair.identities.begin(pair.says(HERE, "Mon1 19:02"))
        assert isinstance(again, LinkOffered)
        assert again == offered


async def test_a_certificate_outlives_the_link_under_which_it_was_issued(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair = await pair_in(club)
        first, last = days("Mon1 Fri4")
        issued = [
            CertificateRow(serial, "Ada", "Road", "Winter", first, last, 20, 20, at("Fri4 21:00"))
            for serial in (b"before", b"while")
        ]
        for row, moment in zip(issued, ("Fri4 21:00", "Fri4 23:00"), strict=True):
            async with club.database.write() as connection:
                await add_certificate(connection, pair.here.person_id, club.cohort_id, row)
            if row is issued[0]:
                await pair.link(moment)
        await pair.unlink("Fri4 23:30")
        async with club.database.read() as connection:
            assert await certificate_of(connection, pair.here.person_id, club.cohort_id) == issued[0]
            assert [await certificate_under(connection, row.serial) for row in issued] == issued


async def test_a_plan_of_ones_own_goes_into_the_link_and_back_to_whose_it_was(tmp_path: Path) -> None:
    async with cohort_of(tmp_path) as club:
        pair = await pair_in(club)
        plans = CatchingUp(club.database, club.learners)
        await plans.choose(pair.says(THERE, "Wed1 12:00"), "", Way.EVERY_DAY)
        await club.check_ins.check_in(pair.says(THERE, "Thu1 12:00"), "", days("Mon1")[0])
        await pair.link("Thu1 13:00")
        joint = await plans.state(pair.says(HERE, "Thu1 13:01"), "")
        assert (joint.way, [turn.topic for turn in joint.turns]) == (Way.EVERY_DAY, days("Tue1"))
        await pair.unlink("Thu1 14:00")
        assert (await plans.state(pair.says(HERE, "Thu1 14:01"), "")).way is Way.GROUP
        assert (await plans.state(pair.says(THERE, "Thu1 14:01"), "")).way is Way.EVERY_DAY
        kinds = [[row["kind"] for row in await club.check_in_rows(each)] for each in (pair.here, pair.there)]
        assert kinds == [[], ["caught_up"]]
        await pair.link("Thu1 15:00")
        await plans.choose(pair.says(HERE, "Thu1 15:01"), "", Way.STUDY_DAYS)
        await pair.unlink("Thu1 16:00")
        for platform in (HERE, THERE):
            assert (await plans.state(pair.says(platform, "Thu1 16:01"), "")).way is Way.STUDY_DAYS
