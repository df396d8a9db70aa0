"""What both databases say after the kills, read with sqlite3 and nothing of the program's own."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.kill.crowd import Attempt

_COUNTED = re.compile(r"Day \d+ counted|Day \d+, .+, counted within its grace|Already counted at")
_CLOSED = re.compile(r" closed .*so it stays as it is")
_NUMBER = re.compile(r"#(\d+)")

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


def read(directory: Path, attempts: Collection[Attempt], answered: Collection[int], end: datetime) -> Books:
    """The books of a playground that has ended at the instant `end` of its clock, with nothing due."""
    with (
        closing(_open(directory / "roadmate.db")) as study,
        closing(_open(directory / "playground.db")) as chat,
    ):
        posts = Counter(_posts(chat))
        expected = set(_expected(study, end))
        answers = _answers(chat)
        said_counted = [each for each in attempts if _COUNTED.search(answers.get(each.number, ""))]
        standing = list(_standing(study))
        return Books(
            posts=posts.total(),
            check_ins=len(standing),
            acknowledged=len(said_counted),
            refused=sum(bool(_CLOSED.search(text)) for text in answers.values()),
            wrong=(
                *(f"damaged: {found}" for database in (study, chat) for found in _damage(database)),
                *(f"post missing: {slot}" for slot in sorted(expected - set(posts))),
                *(f"post doubled: {slot}" for slot, times in posts.items() if times > 1),
                *(f"post that nobody expected: {slot}" for slot in set(posts) - expected),
                *(f"ledger: {row}" for row in _unsettled(study, chat)),
                *_wrong_answers(attempts, answered, answers),
                *_wrong_check_ins(attempts, said_counted, standing),
                *_wrong_notes([each for each in said_counted if each.noted], standing),
            ),
        )


def in_the_middle(directory: Path) -> tuple[int, int]:
    """How many posts a kill has caught between claim and settlement: those that are there, and those not."""
    with (
        closing(_open(directory / "roadmate.db")) as study,
        closing(_open(directory / "playground.db")) as chat,
    ):
        claimed = {row for (row,) in study.execute("SELECT occurrence FROM ledger WHERE state = 'sending'")}
        there = {key for (key,) in chat.execute("SELECT key FROM messages WHERE key IS NOT NULL")}
        return len(claimed & there), len(claimed - there)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def _damage(database: sqlite3.Connection) -> Iterator[str]:
    found = [word for (word,) in database.execute("PRAGMA integrity_check")]
    yield from found if found != ["ok"] else ()


def _expected(study: sqlite3.Connection, end: datetime) -> Iterator[Slot]:
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
            if datetime.combine(day, shown, tzinfo=ZoneInfo(zone)) <= end:
                yield room, cohort, day.isoformat()


def _posts(chat: sqlite3.Connection) -> Iterator[Slot]:
    """The posts that stand in the rooms, by what their Done buttons count."""
    for room, body in chat.execute("SELECT room, body FROM messages WHERE asker = '' AND author = ''"):
        for button in json.loads(body)["buttons"]:
            if button["label"] == "Done":
                bound = {part[0]: part[1:] for part in button["token"].split("|")[1:-1]}
                yield room, int(bound["0"]), f"{bound['1'][:4]}-{bound['1'][4:6]}-{bound['1'][6:]}"


def _unsettled(study: sqlite3.Connection, chat: sqlite3.Connection) -> Iterator[str]:
    """Rows in any other state than sent, and such whose message is not there."""
    messages = {str(message) for (message,) in chat.execute("SELECT id FROM messages WHERE key IS NOT NULL")}
    claimed = []
    for occurrence, state, message in study.execute("SELECT occurrence, state, message_id FROM ledger"):
        if state != "sent" or message not in messages:
            yield f"{occurrence} is {state}, message {message}"
        claimed.append(message)
    yield from (f"nobody has sent message {message}" for message in messages - set(claimed))


def _answers(chat: sqlite3.Connection) -> dict[int, str]:
    """The answers that members can read, by the number in what they said."""
    found: dict[int, str] = {}
    for prompt, body in chat.execute("SELECT prompt, body FROM messages WHERE prompt LIKE '%#%'"):
        [number] = _NUMBER.findall(prompt)
        found[int(number)] = "".join(_texts(json.loads(body)["blocks"]))
    return found


def _texts(value: object) -> Iterator[str]:
    match value:
        case {"text": str(text)}:
            yield text
        case {"instant": str(instant)}:
            yield instant
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)


def _standing(study: sqlite3.Connection) -> Iterator[tuple[str, int, str, str]]:
    """Every check-in that was not taken back: member, cohort, day, note."""
    return study.execute(
        "SELECT i.external_id, c.cohort_id, c.day, c.note FROM check_ins c"
        " JOIN identities i ON i.person_id = c.person_id WHERE c.undone_at IS NULL"
    )


def _wrong_answers(
    attempts: Collection[Attempt], answered: Collection[int], answers: dict[int, str]
) -> Iterator[str]:
    for attempt in attempts:
        text = answers.get(attempt.number)
        if text is None and attempt.number in answered:
            yield f"answered, and the answer is not there: {attempt}"
        elif text is not None and not _COUNTED.search(text) and not _CLOSED.search(text):
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
    numbers = Counter((*key, int(number)) for *key, note in standing for number in _NUMBER.findall(note))
    for attempt in noted:
        times = numbers[(*_key(attempt), attempt.number)]
        if times != 1:
            yield f"its note is there {times} times: {attempt}"


def _key(attempt: Attempt) -> tuple[str, int, str]:
    return attempt.member, attempt.cohort, attempt.day.isoformat()
