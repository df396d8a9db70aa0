"""How well topics are remembered, as it is kept: a cache of what was recalled, which can be made again."""

from collections import defaultdict

from bot.domain.recall import Grade, Memory
from bot.services.recall_schedule import remembered
from storage.connection import Connection
from storage.repositories.recalls import CardRow, recalls_of, replace_cards
from storage.repositories.standings import MemberKey


def card_row(member: MemberKey, topic: str, memory: Memory) -> CardRow:
    """A member's memory of a topic as it is kept."""
    return CardRow(
        *member,
        topic,
        memory.state,
        memory.stability,
        memory.difficulty,
        memory.due_at,
        memory.recalled_at,
        memory.turns,
    )


def memory_in(row: CardRow) -> Memory:
    """The memory that is kept."""
    return Memory(row.state, row.stability, row.difficulty, row.due_at, row.recalled_at, row.turns)


async def rebuild_cards(connection: Connection, person_id: int) -> None:
    """Reads all of a person's cards off what they have recalled."""
    grades = defaultdict(list)
    for row in await recalls_of(connection, person_id):
        grades[row.cohort_id, row.topic].append((Grade(row.grade), row.at))
    memories = {key: remembered(given) for key, given in grades.items()}
    await replace_cards(
        connection,
        person_id,
        [
            card_row((person_id, cohort_id), topic, memory)
            for (cohort_id, topic), memory in memories.items()
            if memory is not None
        ],
    )
