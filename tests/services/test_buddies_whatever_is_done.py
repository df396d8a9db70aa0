"""Whatever members do in whatever order while weeks go by: two are each other's buddy or nobody's."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from bot.domain.calendar import local
from bot.domain.errors import Conflict
from bot.services import buddy_news
from bot.services.buddy_facts import Stage
from bot.services.buddy_news import BuddyNews
from bot.services.people import Wishes
from storage.repositories.buddies import BuddyRow, buddies_by_id, partings_of
from storage.tables.buddies import buddies
from storage.tables.ledger import ledger
from storage.tables.people import identities
from tests.services.buddy_circle import BuddyCircle, buddy_circle
from tests.services.cohort_of import BERLIN, at

NAMES = ("Ada", "Bruno", "Chiara", "Devika", "Eva", "Farid", "Gina")


@pytest.mark.parametrize(("seed", "at_once"), [(0, 250), (1, 250), (2, 1)])
async def test_two_are_each_others_or_nobodys_and_hear_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, at_once: int
) -> None:
    monkeypatch.setattr(buddy_news, "_CHUNK", at_once)
    random = Random(seed)  # noqa: S311 - a story to tell, not a secret
    async with buddy_circle(tmp_path, *NAMES) as circle:
        news = BuddyNews(circle.club.database, circle.club.learners, circle.club.clock)
        circle.club.clock.at = at("Mon1 10:00")
        stages: Counter[str] = Counter()
        for _ in range(100):
            name = random.choice(NAMES)
            with suppress(Conflict):
                await one_thing(circle, name, random)
            circle.club.clock.at += timedelta(hours=random.choice((0, 0, 1, 5)))
            await news.enter_due()
            await consistent(circle, stages)
        with suppress(Conflict):
            await circle.shown("Ada")
            await nobody_waits_in_vain(circle)
        assert stages.keys() == {*Stage} - {Stage.NONE}
        await heard_little(circle)


async def one_thing(circle: BuddyCircle, name: str, random: Random) -> None:
    """Somebody does something about buddies, or studies, or goes, or comes."""
    doings = ("find", "find", "find", "agree", "agree", "agree", "decline", "stop", "leave", "join", "study")
    match random.choice(doings):
        case "find":
            await circle.find(name)
        case "agree":
            await circle.agree(name)
        case "decline":
            await circle.decline(name)
        case "stop":
            await circle.buddies.stop(circle.says(name), "")
        case "leave" if not random.randrange(4):
            await circle.joining.leave(circle.says(name), "")
        case "join":
            await circle.joining.join(circle.says(name), str(circle.club.cohort_id), Wishes())
        case _:
            await circle.club.check_ins.check_in(circle.says(name), str(circle.club.cohort_id))


async def consistent(circle: BuddyCircle, stages: "Counter[str]") -> None:
    """Who is with somebody is so both ways, and has come as far."""
    rows, _ = await stored(circle)
    here = {row.id: row for row in rows.values() if row.left_at is None}
    stages.update(row.state for row in here.values())
    for row in here.values():
        other = None if row.with_id is None else rows[row.with_id]
        assert (other is None) is (row.state == Stage.LOOKING)
        if other is not None:
            assert other.with_id == row.id
            assert (row.state == Stage.PAIRED) is (other.state == Stage.PAIRED)
            assert {row.state, other.state} != {Stage.AGREED}


async def nobody_waits_in_vain(circle: BuddyCircle) -> None:
    """Of two who look, and know that they have nobody, one did not want the other."""
    rows, never = await stored(circle)
    looking = [row.membership_id for row in rows.values() if row.state == Stage.LOOKING and not row.news]
    assert all(frozenset((one, two)) in never for one in looking for two in looking if one < two)


async def stored(circle: BuddyCircle) -> tuple[dict[int, BuddyRow], set[frozenset[int]]]:
    async with circle.club.database.read() as connection:
        ids = (await connection.execute(select(buddies.c.id))).scalars().all()
        rows = await buddies_by_id(connection, ids)
        return rows, await partings_of(connection, [row.membership_id for row in rows.values()])


async def heard_little(circle: BuddyCircle) -> None:
    """At most one message a day and three a week for everybody, none of them by night."""
    query = select(identities.c.name, ledger.c.due_at).join(ledger, ledger.c.identity_id == identities.c.id)
    heard = defaultdict(list)
    async with circle.club.database.read() as connection:
        for name, due_at in await connection.execute(query):
            heard[name].append(local(due_at, BERLIN))
    assert heard
    for instants in heard.values():
        days: list[date] = [each.date() for each in instants]
        assert len(set(days)) == len(days)
        assert all(8 <= each.hour < 22 for each in instants)
        weeks = [
            sum(timedelta() <= later - each < timedelta(days=7) for later in instants) for each in instants
        ]
        assert max(weeks) <= 3
