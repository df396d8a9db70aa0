"""What goes out and what came in, each once: the ledger of posts, seen events, spent buttons, audit."""

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, text

from storage.tables.columns import Instant, metadata

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occurrence", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE")),
    Column("day", Date),
    Column("room_id", ForeignKey("rooms.id", ondelete="CASCADE")),
    Column("identity_id", ForeignKey("identities.id", ondelete="CASCADE")),
    Column("state", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("claimed_at", Instant),
    Column("claim_token", Text),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("message_id", Text),
    Column("settled_at", Instant),
    Column("failure", Text, nullable=False, server_default=""),
    CheckConstraint(
        "state IN ('due', 'sending', 'sent', 'failed', 'skipped_late', 'uncertain')", name="state"
    ),
    Index(
        "ix_ledger_open",
        "state",
        "not_before",
        sqlite_where=text("state IN ('due', 'sending', 'uncertain')"),
        postgresql_where=text("state IN ('due', 'sending', 'uncertain')"),
    ),
    Index("ix_ledger_cohort_day", "cohort_id", "day"),
    Index(
        "ix_ledger_private",
        "identity_id",
        "due_at",
        sqlite_where=text("identity_id IS NOT NULL"),
        postgresql_where=text("identity_id IS NOT NULL"),
    ),
)


seen_events = Table(
    "seen_events",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,  # one tree to keep instead of two: it is written with every check-in
)


spent_buttons = Table(
    "spent_buttons",
    metadata,
    Column("nonce", Text, primary_key=True),
    Column("spent_at", Instant, nullable=False),
)


outages = Table(
    "outages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
)


audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("space_id", ForeignKey("spaces.id", ondelete="CASCADE")),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), index=True),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("action", Text, nullable=False),
    Column("details", JSON, nullable=False),
)


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
