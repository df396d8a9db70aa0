"""How a claimed row ends. Every outcome is conditional on its claim: who has lost it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy import literal_column, update

from storage.group_commit import Hot
from storage.statements import Statement, Step, parameter
from storage.tables.ledger import ledger


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row's new state. `token` is the claim that sent it; `settled_at` is None while it is still open."""

    state: str
    not_before: datetime
    message_id: str | None
    settled_at: datetime | None
    failure: str
    row_id: int
    token: str


_FIELDS = Outcome.__slots__
_SETTLE = Statement(
    update(ledger)
    .where(
        ledger.c.id == parameter(ledger.c.id, "row_id"),
        ledger.c.claim_token == parameter(ledger.c.claim_token, "token"),
        ledger.c.state == literal_column("'sending'"),
    )
    .returning(ledger.c.id),
    *_FIELDS,
)
_fields = attrgetter(*_FIELDS)


async def settle(hot: Hot, outcomes: Sequence[Outcome]) -> list[bool]:
    """For each outcome whether it was set; False where another claim has taken the row over."""
    (settled,) = await hot.run(Step(_SETTLE, [_fields(outcome) for outcome in outcomes]))
    ids = {row[0] for row in settled}
    return [outcome.row_id in ids for outcome in outcomes]
