"""Which rows of the ledger are not done with: the conditions that its queries share."""

from datetime import datetime

from sqlalchemy import BindParameter, Select, or_, select, text

from storage.tables.ledger import ledger

# Word for word the index's own condition: SQLite uses a partial index only where it finds that in the query.
IS_OPEN = text("ledger.state IN ('due', 'sending', 'uncertain')")


def busy_rooms(now: BindParameter[datetime]) -> Select[tuple[int]]:
    """The rooms in which nothing may be said now, for it would overtake what waits there or is being sent."""
    waits = or_(ledger.c.state.in_(("sending", "uncertain")), ledger.c.not_before > now)
    return select(ledger.c.room_id).where(IS_OPEN, waits, ledger.c.room_id.is_not(None))
