"""Recall on demand: what was learnt comes back in turn, counts once, and follows the check-ins."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from bot.domain.errors import Conflict, NotFound
from bot.domain.pacing import Pacing, StudyCalendar, timetable
from bot.domain.recall import A_ROUND, Grade
from bot.services.check_ins import CheckIns
from bot.services.cohort_settings import Wishes
from bot.services.curricula_roadmap import roadmap_of
from bot.services.learners import Learners
from bot.services.recall_cards import rebuild_cards
from bot.services.recall_facts import NothingToRecall, Prompt
from bot.services.recall_topics import topics_of
from curricula import shelf
from storage.tables.recall import recall_cards
from tests.recall_world import A_DAY, asks, learns, noted, prompted, says, studied
from tests.study_world import MONDAY, World, at, day, study_world

TUESDAY = date(2027, 1, 5)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with study_world(tmp_path) as found:
        yield found


async def cards(world: World) -> list[tuple[object, ...]]:
    """The cards of everybody as they are kept."""
    async with world.database.read() as connection:
        rows = await connection.execute(select(recall_cards).order_by(*recall_cards.primary_key))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("slug", shelf.bundled())
def test_every_topic_of_a_roadmap_is_learnt_on_one_day_and_tasks_are_not_asked_for(slug: str) -> None:
    roadmap = roadmap_of(1, shelf.open(slug))
    laid_out = timetable(roadmap.outline, Pacing(), StudyCalendar(MONDAY, frozenset(range(5))))
    learnt = [topic.id for each in laid_out.days for topic in topics_of(roadmap, each.planned)]
    planned = {entry.item for each in laid_out.days for entry in each.planned.entries if not entry.filler}
    assert sorted(learnt) == sorted(item for item in planned if roadmap.items[item].role == "topic")


async def test_topics_come_back_on_the_day_after_in_rounds_of_a_few(world: World) -> None:
    await studied(world, 0)
    found = await asks(world)
    assert isinstance(found, NothingToRecall)
    assert (found.topics, found.comes_back_on) == (A_DAY, TUESDAY)
    await world.goes_by(at(TUESDAY, "08:00"))
    prompt: Prompt | None = await prompted(world)
    seen = []
    while prompt is not None:
        assert (prompt.page, prompt.of, prompt.turn) == (len(seen) + 1, A_ROUND, 0)
        seen.append((prompt.topic.study_day.number, prompt.place))
        fact = await says(world, prompt)
        prompt = fact.following
    assert seen == [(1, 0), (1, 1), (1, 2)]
    assert fact.more == A_DAY - A_ROUND
    assert (await prompted(world)).place == 3
    assert fact.comes_back_on == day(3)


async def test_a_prompt_counts_once_however_often_and_wherever_it_is_answered(world: World) -> None:
    await studied(world, 0)
    await world.goes_by(at(TUESDAY, "08:00"))
    prompt = await prompted(world)
    facts = await asyncio.gather(*(says(world, prompt, grade) for grade in (*Grade, *Grade, *Grade)))
    assert [fact.counted for fact in facts].count(True) == 1
    assert all(fact.following == facts[0].following for fact in facts)
    assert len(await noted(world)) == 1
    await world.goes_by(at(day(30), "08:00"))
    assert not (await says(world, prompt)).counted
    assert len(await noted(world)) == 1


async def test_what_was_recalled_before_goes_first_and_nothing_comes_twice_a_day(world: World) -> None:
    cohort_id = await studied(world, 0)
    await world.goes_by(at(TUESDAY, "08:00"))
    forgotten = await prompted(world)
    assert (await says(world, forgotten, Grade.AGAIN)).comes_back_on == day(2)
    assert (await prompted(world)).place == 1
    await learns(world, cohort_id, 1)
    await world.goes_by(at(day(2), "08:00"))
    again = await prompted(world)
    assert (again.topic, again.turn) == (forgotten.topic, 1)


async def test_taking_a_check_in_back_takes_its_topics_back_and_doing_it_again_brings_them_as_they_were(
    world: World,
) -> None:
    cohort_id = await studied(world, 0, 1)
    prompt = await prompted(world)
    await says(world, prompt, Grade.EASY)
    check_ins = CheckIns(world.database, world.clock, Learners())
    await check_ins.undo(await world.somebody("Bob", administers=False), str(cohort_id), MONDAY)
    with pytest.raises(NotFound, match="no_such_topic"):
        await says(world, prompt)
    state = await world.recall.state(await world.somebody("Bob", administers=False), "")
    assert state is not None
    assert (state.topics, state.fresh, state.due) == (A_DAY, 0, 0)
    await check_ins.check_in(await world.somebody("Bob", administers=False), str(cohort_id), MONDAY)
    state = await world.recall.state(await world.somebody("Bob", administers=False), "")
    assert state is not None
    assert (state.topics, state.fresh, state.due) == (2 * A_DAY, 1, 0)
    assert not (await says(world, prompt)).counted


async def test_the_cards_are_read_off_what_was_recalled(world: World) -> None:
    await studied(world, 0)
    chance = Random(7)  # noqa: S311 - repeatable chance
    for passed in range(1, 25):
        await world.goes_by(at(day(passed), "12:00"))
        for _ in range(chance.randint(0, 3)):
            prompt = await asks(world)
            if isinstance(prompt, Prompt):
                await says(world, prompt, chance.choice(list(Grade)))
    before, person_id = await cards(world), (await noted(world))[0].person_id
    assert len(before) == A_DAY
    async with world.database.write() as connection:
        await connection.execute(recall_cards.delete())
        await rebuild_cards(connection, person_id)
    assert await cards(world) == before


async def test_a_deck_is_its_members_own(world: World) -> None:
    cohort_id = await studied(world, 0)
    await world.member(cohort_id, "Eve")
    await world.goes_by(at(TUESDAY, "08:00"))
    prompt = await prompted(world)
    with pytest.raises(NotFound, match="no_such_topic"):
        await says(world, prompt, name="Eve")
    assert await noted(world) == []
    assert isinstance(await asks(world, "Eve"), NothingToRecall)


async def test_who_has_left_is_asked_for_nothing_and_finds_it_all_when_they_come_back(world: World) -> None:
    cohort_id = await studied(world, 0)
    await world.goes_by(at(TUESDAY, "08:00"))
    prompt = await prompted(world)
    await says(world, prompt)
    await world.joining.leave(await world.somebody("Bob", administers=False), str(cohort_id))
    with pytest.raises(Conflict, match="not_a_member"):
        await says(world, prompt)
    assert await world.recall.state(await world.somebody("Bob", administers=False), str(cohort_id)) is None
    assert await world.joining.forget_departed(world.clock.now() + timedelta(days=29)) == 0
    assert len(await noted(world)) == 1
    assert await world.joining.forget_departed(world.clock.now() + timedelta(days=31)) == 1
    assert (await noted(world), await cards(world)) == ([], [])


async def test_a_cohort_whose_admin_wants_no_recall_has_none(world: World) -> None:
    cohort_id = await studied(world, 0)
    await world.goes_by(at(TUESDAY, "08:00"))
    prompt = await prompted(world)
    shown = await world.edits.show(await world.somebody(), str(cohort_id), Wishes(recall=False))
    await world.edits.save(await world.somebody(), str(cohort_id), shown.nonce)  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="no_recall"):
        await asks(world)
    with pytest.raises(Conflict, match="no_recall"):
        await says(world, prompt)
    assert await world.recall.state(await world.somebody("Bob", administers=False), "") is None
