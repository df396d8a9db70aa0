"""Figures for those who watch the bot: what is due and not done with, and how many check-ins there were."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.ledger_open import IS_OPEN
from storage.tables.cohorts import cohorts
from storage.tables.ledger import ledger
from storage.tables.study import check_ins


async def backlog(connection: AsyncConnection, now: datetime) -> tuple[dict[str, int], datetime | None]:
    """How many messages are due by `now` in each open state, and since when the oldest of them is.

    Cohorts whose post is not even entered count as `due`.
    """
    query = (
        select(ledger.c.state, func.count(), func.min(ledger.c.due_at))
        .where(IS_OPEN, ledger.c.due_at <= now)
        .group_by(ledger.c.state)
    )
    found = {state: (count, oldest) for state, count, oldest in await connection.execute(query)}
    planned = select(func.count(), func.min(cohorts.c.next_post_at)).where(
        cohorts.c.state == "running", cohorts.c.next_post_at <= now
    )
    unentered, since = (await connection.execute(planned)).one()
    counts = dict.fromkeys(("due", "sending", "uncertain"), 0) | {
        state: count for state, (count, _) in found.items()
    }
    counts["due"] += unentered
    instants = [since, *(oldest for _, oldest in found.values())]
    return counts, min((instant for instant in instants if instant is not None), default=None)


async def check_ins_recorded(connection: AsyncConnection) -> int:
    """How many check-ins were ever recorded: rows are only added, and numbered as they come."""
    return int((await connection.execute(select(func.coalesce(func.max(check_ins.c.id), 0)))).scalar_one())
