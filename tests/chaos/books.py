"""What the books say after a chaos run: the platforms' and the database's, read with sqlite3 alone."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from tests.chaos.hands import Hands
from tests.chaos.log import Log
from tests.chaos.posts import Noticeboard, Posted
from tests.chaos.town import DISCORD, TELEGRAM, Town, admin_of
from tests.kill.books import damage, opened, standing

LATE = 5.0
MOST_REFUSED = 200
_SHUT = ("room_gone", "not_allowed")
_REQUESTS_AFTER_SHUT = 3  # the one by which it was learnt, and two more
_PAUSED = "hears nothing from me"
_DEATH = 20.0  # seconds after a send in which a trouble of the machine may have kept it from being noted
_BEFORE, _AFTER = 6.0, 5.0

Slot = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Account:
    """The outcome; `wrong` is empty when nothing is lost, doubled, left open or unexplained.

    `late` is by how many seconds all but one in a hundred posts of a healthy platform were behind their
    slot; `punctual` is how many were looked at for that: those whose slot no trouble of the machine touched,
    and that no clock which was ahead had let out before.
    """

    faults: Mapping[str, int]
    due: int
    posts: int
    doubled: int
    punctual: int
    late: float
    acknowledged: int
    check_ins: int
    refused: int
    wrong: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Due:
    platform: str
    cohort: int
    day: date
    at: datetime

    @property
    def slot(self) -> Slot:
        return self.cohort, self.day


@dataclass(frozen=True, slots=True)
class _Row:
    cohort: int
    day: date
    state: str
    message: str
    failure: str

    @property
    def slot(self) -> Slot:
        return self.cohort, self.day


def read(directory: Path, town: Town, hands: Hands, log: Log, ill: Collection[str], code: int) -> Account:
    """The books of a program that has ended with this code, with nothing due any more."""
    boards = {DISCORD: town.discord.board, TELEGRAM: town.telegram.board}
    with closing(opened(directory / "roadmate.db")) as study:
        rows = [*_rows(study)]
        due = [*_due(study, hands.now(), boards)]
        found = Counter((who, cohort, date.fromisoformat(day)) for who, cohort, day, _ in standing(study))
        flaws = [*damage(study)]
    posts = defaultdict[Slot, list[Posted]](list)
    for board in boards.values():
        for post in board.posts:
            posts[post.slot].append(post)
    blind = {post.slot for post in town.telegram.board.posts if _may_be_unknown(post, log)}
    punctual = dict(_punctual([each for each in due if each.platform not in ill], posts, hands, log))
    late = _all_but_one_in_a_hundred(punctual.values())
    refused = town.discord.wire.refused
    return Account(
        faults=sum(
            (Counter(each.wire.hits) for each in (town.discord, town.telegram)), Counter(log.troubles)
        ),
        due=len(due),
        posts=sum(map(len, posts.values())),
        doubled=sum(len(each) - 1 for each in posts.values()),
        punctual=len(punctual),
        late=late,
        acknowledged=len(town.acknowledged),
        check_ins=found.total(),
        refused=refused,
        wrong=(
            *flaws,
            *([] if code == 0 else [f"the program ended with {code}"]),
            *_wrong_rows(rows, due),
            *_wrong_posts(rows, posts, blind),
            *_wrong_check_ins(town, found),
            *_wrong_rooms(town),
            *([] if refused < MOST_REFUSED else [f"{refused} requests that Discord counts against us"]),
            *([] if late < LATE else _latest(punctual)),
        ),
    )


def open_rows(directory: Path) -> int:
    """Posts that are neither there nor given up, though their rooms are not shut."""
    query = (
        "SELECT count(*) FROM ledger l JOIN rooms r ON r.id = l.room_id"
        " WHERE l.kind = 'post' AND r.paused_because = '' AND l.state IN ('due', 'sending', 'uncertain')"
    )
    with closing(opened(directory / "roadmate.db")) as study:
        return int(study.execute(query).fetchone()[0])


def _rows(study: sqlite3.Connection) -> Iterator[_Row]:
    query = "SELECT cohort_id, day, state, message_id, failure FROM ledger WHERE kind = 'post'"
    for cohort, day, state, message, failure in study.execute(query):
        yield _Row(cohort, date.fromisoformat(day), state, message or "", failure)


def _due(study: sqlite3.Connection, end: datetime, boards: Mapping[str, Noticeboard]) -> Iterator[_Due]:
    """The first day of every cohort, but for those in rooms that were shut."""
    query = (
        "SELECT s.platform, r.channel, c.id, c.start, c.post_minutes FROM cohorts c"
        " JOIN cohort_rooms cr ON cr.cohort_id = c.id JOIN rooms r ON r.id = cr.room_id"
        " JOIN spaces s ON s.id = r.space_id WHERE c.started_at IS NOT NULL"
    )
    for platform, room, cohort, start, minutes in study.execute(query):
        day = date.fromisoformat(start)
        at = datetime.combine(day, time(minutes // 60, minutes % 60, tzinfo=UTC))
        if room not in boards[platform].shut and at <= end:
            yield _Due(platform, cohort, day, at)


def _wrong_rows(rows: Sequence[_Row], due: Sequence[_Due]) -> Iterator[str]:
    """Each post that was due is there, however long it took; and nothing is left open but in shut rooms."""
    known = {row.slot: row for row in rows}
    if len(known) != len(rows):
        yield "two rows for a post"
    for each in due:
        row = known.get(each.slot)
        if row is None or row.state != "sent":
            yield f"not there: {each}, {row}"
    given_up = (row for row in rows if row.state == "failed" and row.failure not in _SHUT)
    yield from (f"given up: {row}" for row in given_up)


def _wrong_posts(
    rows: Sequence[_Row], posts: Mapping[Slot, Sequence[Posted]], blind: Collection[Slot]
) -> Iterator[str]:
    """What stands where it should not, or does not; `blind` are those of which nobody can know."""
    for slot, there in posts.items():
        if len(there) > 1 and slot not in blind:
            yield f"there {len(there)} times: {there}"
    for row in rows:
        is_there = bool(posts.get(row.slot))
        if row.state == "sent" and not is_there:
            yield f"noted as sent, and not there: {row}"
        if row.state != "sent" and is_there and row.slot not in blind:
            yield f"there, and not noted as sent: {row}"


def _may_be_unknown(post: Posted, log: Log) -> bool:
    """Whether its answer was lost, or its sender may have died before it could be noted."""
    return post.unheard or any(-_BEFORE < each.began - post.at < _DEATH for each in log.disturbances)


def _wrong_check_ins(town: Town, found: Counter[tuple[str, int, date]]) -> Iterator[str]:
    wanted = {(each.member, each.cohort, each.day) for each in town.attempts}
    promised = {(each.member, each.cohort, each.day) for each in town.acknowledged}
    yield from (f"acknowledged and lost: {each}" for each in promised - set(found))
    yield from (f"counted {times} times: {each}" for each, times in found.items() if times > 1)
    yield from (f"counted, and nobody wanted it: {each}" for each in set(found) - wanted)


def _wrong_rooms(town: Town) -> Iterator[str]:
    for platform in (town.discord, town.telegram):
        for room, asked in platform.board.shut.items():
            if sum("send" in each or "/messages" in each for each in asked) > _REQUESTS_AFTER_SHUT:
                yield f"room {room} was shut, and asked for {asked}"
        for number in range(len(platform.rooms)):
            told = [text for who, text in platform.told if who == str(admin_of(number)) and _PAUSED in text]
            if len(told) > 1:
                yield f"an admin was told {len(told)} times: {told}"


def _punctual(
    due: Sequence[_Due], posts: Mapping[Slot, Sequence[Posted]], hands: Hands, log: Log
) -> Iterator[tuple[_Due, float]]:
    """How many seconds after their slot they were there, where no trouble of the machine touched it."""
    for each in due:
        moment = hands.passed(each.at)
        if moment is None or any(
            trouble.began < moment + _AFTER and trouble.ended > moment - _BEFORE
            for trouble in log.disturbances
        ):
            continue
        late = min((post.at for post in posts.get(each.slot, ())), default=float("inf")) - moment
        if late >= 0:
            yield each, late


def _all_but_one_in_a_hundred(seconds: Collection[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] if seconds else 0.0


def _latest(seconds: Mapping[_Due, float]) -> Iterator[str]:
    return (f"late by {late:.1f} s: {each}" for each, late in seconds.items() if late >= LATE)
