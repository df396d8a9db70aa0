"""Members of a study world who learn several topics a day, and recall them later."""

from bot.domain.recall import Grade
from bot.services.cohort_settings import Wishes
from bot.services.recall_facts import NothingToRecall, Prompt, Recalled
from storage.repositories.recalls import RecallRow, recalls_of
from tests.study_world import BERLIN, MONDAY, World, at, day

A_DAY = 4
"""Topics that are learnt on each study day."""

DAILY = Wishes(start=MONDAY, zone=BERLIN, items=A_DAY, digest=False, summary=False)


async def studied(world: World, *passed: int, name: str = "Bob") -> int:
    """A cohort with a member who has checked in on the days that many days after the first Monday."""
    cohort_id = await world.cohort(curriculum="py-backend-topics", wishes=DAILY)
    await world.member(cohort_id, name)
    for days in passed:
        await learns(world, cohort_id, days, name)
    return cohort_id


async def learns(world: World, cohort_id: int, passed: int, name: str = "Bob", shown: str = "20:00") -> None:
    """Time goes by until that evening, and the member checks in."""
    await world.goes_by(at(day(passed), shown))
    await world.checks_in(name, cohort_id, at(day(passed), shown))


async def asks(world: World, name: str = "Bob") -> Prompt | NothingToRecall:
    """A member wants to recall something now."""
    return await world.recall.begin(await world.somebody(name, administers=False), "")


async def prompted(world: World, name: str = "Bob") -> Prompt:
    """The topic that a member is asked for now."""
    found = await asks(world, name)
    assert isinstance(found, Prompt)
    return found


async def says(world: World, prompt: Prompt, grade: Grade = Grade.GOOD, name: str = "Bob") -> Recalled:
    """A member presses one of the buttons of a prompt now."""
    asker, topic = await world.somebody(name, administers=False), prompt.topic
    cohort = str(prompt.where.cohort_id)
    return await world.recall.grade(
        asker, cohort, topic.study_day.day, prompt.place, prompt.turn, grade, prompt.page
    )


async def noted(world: World, name: str = "Bob") -> list[RecallRow]:
    """Everything that is kept of what a member has recalled."""
    who = await world.somebody(name, administers=False)
    async with world.database.read() as connection:
        return await recalls_of(connection, who.person_id)
