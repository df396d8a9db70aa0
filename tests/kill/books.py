"""What the database says after the kills, beside what stands in the rooms: read with sqlite3 alone."""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.kill.crowd import Attempt

COUNTED = re.compile(r"Day \d+ counted|Day \d+, .+, counted within its grace|Already counted at")
_CLOSED = re.compile(r" closed .*so it stays as it is")
NUMBER = re.compile(r"#(\d+)")

Slot = tuple[str, int, str]
"""A room, a cohort and a study date."""


@dataclass(frozen=True, slots=True)
class Books:
    """What stands in the books; `wrong` is empty when nothing is lost, doubled or in doubt."""

    posts: int
    check_ins: int
    acknowledged: int
    refused: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rooms:
    """What stands where people talk: the posts by their messages' ids, and answers by what was asked."""

    posts: Mapping[str, Slot]
    answers: Mapping[int, str]


def read(
    database: Path, rooms: Rooms, attempts: Collection[Attempt], answered: Collection[int], end: datetime
) -> Books:
    """The books of a program that has ended at the instant `end` of its clock, with nothing due."""
    with closing(opened(database)) as study:
        posts = Counter(rooms.posts.values())
        expected = set(_expected(study, end))
        said_counted = [each for each in attempts if COUNTED.search(rooms.answers.get(each.number, ""))]
        found = list(standing(study))
        return Books(
            posts=posts.total(),
            check_ins=len(found),
            acknowledged=len(said_counted),
            refused=sum(bool(_CLOSED.search(text)) for text in rooms.answers.values()),
            wrong=(
                *damage(study),
                *(f"post missing: {slot}" for slot in sorted(expected - set(posts))),
                *(f"post doubled: {slot}" for slot, times in posts.items() if times > 1),
                *(f"post that nobody expected: {slot}" for slot in set(posts) - expected),
                *(f"ledger: {row}" for row in _unsettled(study, set(rooms.posts))),
                *_wrong_answers(attempts, answered, rooms.answers),
                *_wrong_check_ins(attempts, said_counted, found),
                *_wrong_notes([each for each in said_counted if each.noted], found),
            ),
        )


def missing(database: Path, posts: Collection[Slot], now: datetime) -> set[Slot]:
    """The posts that are due by now and are not there."""
    with closing(opened(database)) as study:
        return set(_expected(study, now)) - set(posts)


def next_slots(database: Path, now: datetime) -> list[datetime]:
    """The instants after now at which cohorts post, in order."""
    with closing(opened(database)) as study:
        return sorted({at for *_, at in _slots(study) if at > now})


def open_rows(database: Path) -> int:
    """How many messages are neither sent nor given up."""
    query = "SELECT count(*) FROM ledger WHERE state IN ('due', 'sending', 'uncertain')"
    with closing(opened(database)) as study:
        [(found,)] = study.execute(query)
        return int(found)


def in_the_middle(database: Path, posts: Collection[Slot]) -> tuple[int, int]:
    """How many posts a kill has caught between claim and settlement: those that are there, and those not."""
    query = (
        "SELECT r.channel, l.cohort_id, l.day FROM ledger l JOIN rooms r ON r.id = l.room_id"
        " WHERE l.state = 'sending'"
    )
    with closing(opened(database)) as study:
        claimed = set(study.execute(query))
        return len(claimed & set(posts)), len(claimed - set(posts))


def opened(path: Path) -> sqlite3.Connection:
    """A database to read."""
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def damage(database: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with a database as a file."""
    found = [word for (word,) in database.execute("PRAGMA integrity_check")]
    yield from (f"damaged: {word}" for word in found if word != "ok")


def _expected(study: sqlite3.Connection, end: datetime) -> Iterator[Slot]:
    return ((room, cohort, day) for room, cohort, day, at in _slots(study) if at <= end)


def _slots(study: sqlite3.Connection) -> Iterator[tuple[str, int, str, datetime]]:
    """One post a day from the start on, at the cohort's time on its zone's clock: all of them study daily."""
    query = (
        "SELECT c.id, c.start, c.post_minutes, c.zone, r.channel,"
        " (SELECT count(*) FROM timetable_days t WHERE t.cohort_id = c.id)"
        " FROM cohorts c JOIN cohort_rooms cr ON cr.cohort_id = c.id JOIN rooms r ON r.id = cr.room_id"
        " WHERE c.started_at IS NOT NULL"
    )
    for cohort, start, minutes, zone, room, days in study.execute(query):
        for number in range(days):
            day = date.fromisoformat(start) + timedelta(days=number)
            shown = time(minutes // 60, minutes % 60)
            yield room, cohort, day.isoformat(), datetime.combine(day, shown, tzinfo=ZoneInfo(zone))


def _unsettled(study: sqlite3.Connection, messages: Collection[str]) -> Iterator[str]:
    """Posts in any other state than sent, and such whose message is not there."""
    claimed = []
    query = "SELECT occurrence, state, message_id FROM ledger WHERE kind = 'post'"
    for occurrence, state, message in study.execute(query):
        if state != "sent" or message not in messages:
            yield f"{occurrence} is {state}, message {message}"
        claimed.append(message)
    yield from (f"nobody has sent message {message}" for message in set(messages) - set(claimed))


def standing(study: sqlite3.Connection) -> Iterator[tuple[str, int, str, str]]:
    """Every check-in that was not taken back: member, cohort, day, note. Discord's crowd goes by names."""
    return study.execute(
        "SELECT CASE i.platform WHEN 'discord' THEN i.name ELSE i.external_id END,"
        " c.cohort_id, c.day, c.note FROM check_ins c"
        " JOIN identities i ON i.person_id = c.person_id WHERE c.undone_at IS NULL"
    )


def _wrong_answers(
    attempts: Collection[Attempt], answered: Collection[int], answers: Mapping[int, str]
) -> Iterator[str]:
    for attempt in attempts:
        text = answers.get(attempt.number)
        if text is None and attempt.number in answered:
            yield f"answered, and the answer is not there: {attempt}"
        elif text is not None and not COUNTED.search(text) and not _CLOSED.search(text):
            yield f"odd answer to {attempt}: {text}"


def _wrong_check_ins(
    attempts: Collection[Attempt],
    said_counted: Collection[Attempt],
    standing: Collection[tuple[str, int, str, str]],
) -> Iterator[str]:
    found = Counter((member, cohort, day) for member, cohort, day, _ in standing)
    promised, wanted = {_key(each) for each in said_counted}, {_key(each) for each in attempts}
    yield from (f"acknowledged and lost: {key}" for key in promised - set(found))
    yield from (f"counted {times} times: {key}" for key, times in found.items() if times > 1)
    yield from (f"counted, and nobody wanted it: {key}" for key in set(found) - wanted)


def _wrong_notes(
    noted: Collection[Attempt], standing: Collection[tuple[str, int, str, str]]
) -> Iterator[str]:
    numbers = Counter((*key, int(number)) for *key, note in standing for number in NUMBER.findall(note))
    for attempt in noted:
        times = numbers[(*_key(attempt), attempt.number)]
        if times != 1:
            yield f"its note is there {times} times: {attempt}"


def _key(attempt: Attempt) -> tuple[str, int, str]:
    return attempt.member, attempt.cohort, attempt.day.isoformat()
