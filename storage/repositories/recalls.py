"""Recalls, each a row that stays, and the cards that are read off them: how well topics are remembered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.insertion import insertion
from storage.repositories.standings import MemberKey
from storage.running import Runs
from storage.statements import Statement, Step, parameter
from storage.tables.recall import recall_cards, recalls


class RecallRow(NamedTuple):
    """Somebody recalled a topic of a cohort: how well (`again`, `hard`, `good`, `easy`), where and when."""

    cohort_id: int
    person_id: int
    topic: str
    grade: str
    platform: str
    at: datetime


class CardRow(NamedTuple):
    """How well somebody remembers a topic, in FSRS's numbers; `turns` is how many recalls they are of."""

    person_id: int
    cohort_id: int
    topic: str
    state: int
    stability: float
    difficulty: float
    due_at: datetime
    recalled_at: datetime
    turns: int


_CARDS = Statement(
    select(*[recall_cards.c[name] for name in CardRow._fields]).where(
        recall_cards.c.person_id == parameter(recall_cards.c.person_id),
        recall_cards.c.cohort_id == parameter(recall_cards.c.cohort_id),
    ),
    "person_id",
    "cohort_id",
)
_KEYS = (recall_cards.c.person_id, recall_cards.c.cohort_id, recall_cards.c.topic)
_NUMBERS = ("state", "stability", "difficulty", "due_at", "recalled_at", "turns")


async def cards_of(runs: Runs, keys: Iterable[MemberKey]) -> dict[MemberKey, dict[str, CardRow]]:
    """The cards of members, by topic; one hop."""
    found: dict[MemberKey, dict[str, CardRow]] = {key: {} for key in keys}
    for row in (await runs.run(Step(_CARDS, list(found))))[0]:
        card = CardRow(*row)
        found[card.person_id, card.cohort_id][card.topic] = card
    return found


async def keep_card(connection: AsyncConnection, card: CardRow) -> bool:
    """Keeps a card that has had one more turn; False if another recall has come first."""
    adding = insertion(connection.dialect.name)(recall_cards).values(card._asdict())
    keeping = adding.on_conflict_do_update(
        index_elements=_KEYS,
        set_={name: adding.excluded[name] for name in _NUMBERS},
        where=recall_cards.c.turns == card.turns - 1,
    )
    return (await connection.execute(keeping)).rowcount == 1


async def replace_cards(connection: AsyncConnection, person_id: int, cards: Sequence[CardRow]) -> None:
    """Puts these in the place of all cards of a person."""
    await connection.execute(delete(recall_cards).where(recall_cards.c.person_id == person_id))
    if cards:
        await connection.execute(insert(recall_cards), [card._asdict() for card in cards])


async def add_recall(connection: AsyncConnection, recall: RecallRow) -> None:
    """Notes that somebody recalled a topic."""
    await connection.execute(insert(recalls).values(recall._asdict()))


async def recalls_of(connection: AsyncConnection, person_id: int) -> list[RecallRow]:
    """Everything that somebody has recalled, in the order of time."""
    query = (
        select(*[recalls.c[name] for name in RecallRow._fields])
        .where(recalls.c.person_id == person_id)
        .order_by(recalls.c.at, recalls.c.id)
    )
    return [RecallRow(*row) for row in await connection.execute(query)]


async def move_recalls(connection: AsyncConnection, person_id: int, to_id: int) -> None:
    """Gives what somebody has recalled to another one; no cards."""
    moving = update(recalls).where(recalls.c.person_id == person_id)
    await connection.execute(moving.values(person_id=to_id))
