"""What the databases and the chats say after the kills on Telegram."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.telegram_stage import Json
from tests.kill.books import damage, opened, standing

_NUMBER = re.compile(r"#(\d+)")

Slot = tuple[int, str]
"""A cohort and a study date, as eight digits."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A check-in that somebody wanted, and the number in their note, if they wrote one."""

    member: int
    cohort: int
    day: str
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """What was found; `wrong` is empty when nothing is lost, counted twice or doubled without a doubt."""

    posts: int
    doubled: int
    check_ins: int
    notes: int
    wrong: tuple[str, ...]


def read(
    directory: Path,
    wishes: Collection[Wish],
    chats: Mapping[int, Sequence[Json]],
    days: Collection[str],
    doubtful: Collection[Slot],
) -> Books:
    """The books of a bot at rest. `chats` are the messages in each cohort's chat, where every day must be."""
    with (
        closing(opened(directory / "roadmate.db")) as study,
        closing(opened(directory / "telegram.db")) as store,
    ):
        posts = Counter(slot for messages in chats.values() for slot in _posts(messages))
        expected = {(cohort, day) for cohort in chats for day in days}
        doubled = [slot for slot, times in posts.items() if times > 1]
        found = list(standing(study))
        return Books(
            posts=posts.total(),
            doubled=len(doubled),
            check_ins=len(found),
            notes=sum(len(_NUMBER.findall(note)) for *_, note in found),
            wrong=(
                *(f"damaged: {flaw}" for database in (study, store) for flaw in damage(database)),
                *(f"post missing: {slot}" for slot in sorted(expected - set(posts))),
                *(f"post that nobody expected: {slot}" for slot in set(posts) - expected),
                *(f"doubled, and was not in doubt: {slot}" for slot in set(doubled) - set(doubtful)),
                *(f"three times: {slot}" for slot in doubled if posts[slot] > 2),
                *_wrong_check_ins(wishes, found),
                *(f"heard, and not dealt with: {row}" for row in unanswered(directory)),
            ),
        )


def sent(directory: Path, day: str) -> int:
    """Posts of a study date (ISO) that the ledger calls sent."""
    return _number(
        directory / "roadmate.db", "SELECT count(*) FROM ledger WHERE state = 'sent' AND day = ?", day
    )


def unanswered(directory: Path) -> list[int]:
    """Updates that were kept and not dealt with yet."""
    with closing(opened(directory / "telegram.db")) as store:
        return [number for (number,) in store.execute("SELECT id FROM inbox WHERE body != ''")]


def in_doubt(directory: Path) -> set[Slot]:
    """Posts of which a message may be there: it was noted before it was sent, and not after."""
    with (
        closing(opened(directory / "roadmate.db")) as study,
        closing(opened(directory / "telegram.db")) as store,
    ):
        keys = {key for (key,) in store.execute("SELECT key FROM sent WHERE message IS NULL")}
        posts = study.execute("SELECT occurrence, cohort_id, day FROM ledger WHERE kind = 'post'")
        return {(cohort, day.replace("-", "")) for occurrence, cohort, day in posts if occurrence in keys}


def slot_of(token: str) -> Slot:
    """Which post the key with that token stands under."""
    bound = {part[0]: part[1:] for part in token.split("|")[1:-1]}
    return int(bound["0"]), bound["1"]


def _number(path: Path, query: str, *values: str) -> int:
    with closing(opened(path)) as database:
        return int(database.execute(query, values).fetchone()[0])


def _posts(messages: Sequence[Json]) -> Iterator[Slot]:
    for message in messages:
        for button in (button for row in message["buttons"] for button in row):
            if button["text"] == "Done":
                yield slot_of(button["value"])


def _wrong_check_ins(wishes: Collection[Wish], found: Collection[tuple[str, int, str, str]]) -> Iterator[str]:
    counted = Counter((int(member), cohort, day.replace("-", "")) for member, cohort, day, _ in found)
    wanted = {(wish.member, wish.cohort, wish.day) for wish in wishes}
    yield from (f"lost: {key}" for key in wanted - set(counted))
    yield from (f"counted, and nobody wanted it: {key}" for key in set(counted) - wanted)
    yield from (f"counted {times} times: {key}" for key, times in counted.items() if times > 1)
    notes = Counter(int(number) for *_, note in found for number in _NUMBER.findall(note))
    for wish in wishes:
        if wish.note is not None and notes[wish.note] != 1:
            yield f"its note is there {notes[wish.note]} times: {wish}"
