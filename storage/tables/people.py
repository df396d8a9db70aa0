"""Who there is and where: people, their identities, spaces and rooms. External ids are no foreign keys."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.columns import Instant, metadata

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False, server_default=""),
    Column("reminder_minutes", Integer),
    Column("recall_minutes", Integer),
    Column("recall_at", Instant),
    Column("plan", Text, nullable=False, server_default=""),
    Column("nudges_a_week", Integer, nullable=False, server_default=text("3")),
    Column("answered_at", Instant),
    Column("listed", Boolean, nullable=False, server_default=text("false")),
    Column("reviews", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Instant, nullable=False),
    Index(
        "ix_people_recall_at",
        "recall_at",
        sqlite_where=text("recall_at IS NOT NULL"),
        postgresql_where=text("recall_at IS NOT NULL"),
    ),
)

# A person's own clock since an instant: an empty zone means the cohort's. History is never rewritten, so that
# neither moving nor another rollover changes the deadline of a day that is over.
person_clocks = Table(
    "person_clocks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("since", Instant, nullable=False),
    Column("zone", Text, nullable=False, server_default=""),
    Column("rollover_minutes", Integer, nullable=False, server_default=text("180")),
    CheckConstraint("rollover_minutes BETWEEN 0 AND 1439", name="rollover"),
)

identities = Table(
    "identities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("private_chat", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "external_id"),
    CheckConstraint("private_chat IN ('', 'closed', 'told')", name="private_chat"),
)


# Who has been forgotten, as keyed digests of their accounts: a copy that is brought back gives nobody back.
forgotten = Table(
    "forgotten",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)


spaces = Table(
    "spaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "external_id"),
)


rooms = Table(
    "rooms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space_id", ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("paused_because", Text, nullable=False, server_default=""),
    UniqueConstraint("space_id", "channel", "thread"),
)
