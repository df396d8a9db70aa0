"""Random histories through the real services: what is kept always equals what the log says."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.domain.errors import StudyError
from bot.domain.ranking import By, Entry, places
from bot.domain.standing import Standing
from bot.domain.streak import explain
from bot.domain.streak_windows import Windows
from bot.services.asker import Asker
from bot.services.people import Wishes, apply_wishes
from storage.running import OnConnection
from tests.services.cohort_of import CohortOf, at, cohort_of, days

ZONES = ("", "Asia/Kolkata", "America/Los_Angeles", "Pacific/Auckland")
POLICIES = ({}, {"grace_days": 0}, {"grace_days": 3, "freeze_every": 3}, {"mode": "weekly", "quota": 3})
BLOCKS = {"shop": "Thu1-Fri1 Mon2", "blog": "Thu2 Wed3-Fri3"}
STEPS = 70


class History:
    """Somebody's random deeds, one after the other, in a cohort that changes meanwhile."""

    def __init__(self, club: CohortOf, random: Random, members: list[Asker]) -> None:
        self.club = club
        self.random = random
        self.members = members
        self.now = at("Mon1 08:00")
        self._deeds: tuple[tuple[Callable[[Asker], Awaitable[object]], int], ...] = (
            (self._check_in, 12),
            (self._check_in_for_a_day, 4),
            (self._check_in_heard_late, 2),
            (self._undo, 2),
            (self._rest, 1),
            (self._resume, 1),
            (self._move, 1),
            (self._holiday, 1),
            (self._hand_in, 1),
            (self._look, 3),
        )

    async def step(self) -> None:
        """Lets some time pass, and somebody do something; a refusal changes nothing."""
        self.now += timedelta(minutes=self.random.randrange(20, 9 * 60))
        deeds, weights = zip(*self._deeds, strict=True)
        who = self.random.choice(self.members)
        try:
            await self.random.choices(deeds, weights)[0](self.club.says(who, self.now))
        except StudyError:
            return

    async def _check_in(self, who: Asker) -> None:
        await self.club.check_ins.check_in(who, "")

    async def _check_in_for_a_day(self, who: Asker) -> None:
        nearby = [each for each in days("w1 w2 w3 w4") if abs((each - self.now.date()).days) < 4]
        if nearby:
            await self.club.check_ins.check_in(who, str(self.club.cohort_id), self.random.choice(nearby))

    async def _check_in_heard_late(self, who: Asker) -> None:
        said = self.now - timedelta(hours=self.random.randrange(1, 80))
        await self.club.check_ins.check_in(self.club.says(who, said), str(self.club.cohort_id))

    async def _undo(self, who: Asker) -> None:
        await self.club.check_ins.undo(who, "")

    async def _rest(self, who: Asker) -> None:
        first = self.now.date() + timedelta(days=self.random.randrange(4))
        await self.club.pauses.pause(who, first, first + timedelta(days=self.random.randrange(5)), "")

    async def _resume(self, who: Asker) -> None:
        await self.club.pauses.resume(who, "")

    async def _move(self, who: Asker) -> None:
        async with self.club.database.write() as connection:
            await apply_wishes(connection, who, Wishes(zone=self.random.choice(ZONES[1:])))

    async def _holiday(self, who: Asker) -> None:
        each = self.random.choice(("Mon", "Tue", "Wed", "Thu", "Fri")) + self.random.choice("1234")
        kind, whose = self.random.choice((("holiday", None), ("outage", None), ("admin", who)))
        await self.club.excuse(each, kind, whose)

    async def _hand_in(self, who: Asker) -> None:
        project = self.random.choice(("shop", "blog"))
        await self.club.projects.submit(who, "", project, "https://example.org/it", "")

    async def _look(self, who: Asker) -> None:
        await self.club.leaderboard.leaders(who, "", self.random.choice(list(By)))


async def _recomputed(club: CohortOf, who: Asker, now: datetime) -> Standing:
    async with club.database.read() as connection:
        key = (who.person_id, club.cohort_id)
        studies = await club.learners.read_whole(OnConnection(connection), key)
    standing = studies.standing(now)
    afresh = Windows(studies.course.timetable, studies.learner, studies.log, studies.course.policy)
    lines = explain(afresh, now)
    assert standing.counted == sum(1 for line in lines if line.status.value in {"done", "late"})
    return standing


async def _is_true(club: CohortOf, who: Asker, now: datetime) -> None:
    expected = await _recomputed(club, who, now)
    kept = await club.cache_of(who)
    if kept["fold"] is not None and kept["stale_at"] > now:
        assert {name: kept[name] for name in ("current", "longest", "freezes", "counted", "possible")} == {
            "current": expected.current,
            "longest": expected.longest,
            "freezes": expected.freezes,
            "counted": expected.counted,
            "possible": expected.possible,
        }
        assert kept["attendance"] == expected.attendance
        assert kept["momentum"] == pytest.approx(expected.momentum)
    asked = await club.standings.streak(club.says(who, now), "")
    assert asked.standing == expected


@pytest.mark.parametrize("seed", range(12))
async def test_kept_standings_equal_what_the_log_says(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a story to repeat, not a secret
    async with cohort_of(tmp_path, streak=POLICIES[seed % len(POLICIES)], blocks=BLOCKS) as club:
        members = [
            await club.member(f"Member {number}", listed=number != 1, zone=random.choice(ZONES))
            for number in range(3)
        ]
        history = History(club, random, members)
        for _ in range(STEPS):
            await history.step()
            await _is_true(club, random.choice(members), history.now)
        for by in By:
            await _board_is_true(history, by)


async def _board_is_true(history: History, by: By) -> None:
    club, listed = history.club, [history.members[0], history.members[2]]
    entries = []
    for who in listed:
        standing = await _recomputed(club, who, history.now)
        entries.append(Entry(who.person_id, standing.current, standing.attendance, standing.counted))
    names = {who.person_id: who.name for who in listed}
    expected = [(place.rank, names[place.entry.who], place.entry.value(by)) for place in places(entries, by)]

    board = await club.leaderboard.leaders(club.says(listed[0], history.now), "", by)

    assert [(row.rank, row.name, row.value) for row in board.rows] == expected
